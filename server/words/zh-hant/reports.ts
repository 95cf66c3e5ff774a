import { translated } from '../catalogue.ts'
import type { enReports } from '../en/reports.ts'

/** Traditional Chinese (Taiwan) about test reports, about uploads, and about what is shown of a file. See en/reports.ts. */
export const zhHantReports = translated<typeof enReports>()({
  'evidence.preview-of': '{name} 的預覽',
  'evidence.download': '下載 {name}',
  'evidence.first-lines': '{name} 的前幾行',
  'evidence.goes-on': '檔案中還有後續內容',
  'report.failed-tests': '失敗',
  'report.newly-failing': '新出現的失敗',
  'report.still-failing': '持續失敗',
  'report.no-longer-failing': '已消除的失敗',
  'report.more-tests': '比上一份報告多 {count, number} 個測試',
  'report.fewer-tests': '比上一份報告少 {count, number} 個測試',
  'report.more-names': '另外 {count, number} 個',
  'reason.report-empty': '測試報告沒有內容，請檢查產生報告的步驟。',
  'reason.report-not-xml': '測試報告不是格式正確的 XML（第 {line} 行，第 {column} 欄），請重新執行測試。',
  'reason.report-other-root': '這不是 JUnit 報告：根元素為 <{name}>，而不是 <testsuites> 或 <testsuite>。',
  'reason.report-doctype': '測試報告含有 DOCTYPE，系統不接受。請移除後重新送出報告。',
  'reason.report-encoding': '測試報告無法以 {name} 解碼，請存成 UTF-8 後重新送出。',
  'reason.report-too-deep': '測試報告的元素巢狀超過 {most} 層，請檢查產生報告的工具。',
  'reason.report-too-many-elements': '測試報告的元素超過 {most} 個，請送出較小的報告。',
  'reason.report-too-many-attributes': '測試報告中有元素的屬性超過 {most} 個，請檢查產生報告的工具。',
  'reason.report-too-slow': '讀取測試報告超過 {most} 秒，請送出較小的報告。',
  'reason.report-too-complex': '讀取測試報告需要過多記憶體，請移除測試輸出後重新送出。',
  'reason.file-name': '檔案名稱不是有效的 UTF-8，請重新命名檔案後再送出。',
  'report.earlier-stands': '{sentence}先前的結果仍然有效。',
  'form.not-saved': '未儲存。{why}',
  'api.too-many-uploads': '您已有兩個檔案正在傳送，請等其中一個完成後再試一次。',
  'problem.too-slow.title': '傳輸過慢',
  'problem.too-slow.detail': '資料傳送過慢，請檢查連線後再試一次。',
})
