import { translated } from '../catalogue.ts'
import type { enProblems } from '../en/problems.ts'

/** Traditional Chinese (Taiwan) sentences of errors that no rule gives, and of requests that never reach one. See en/problems.ts. */
export const zhHantProblems = translated<typeof enProblems>()({
  // Errors that no rule gives: what happened, and what to do
  'problem.unauthenticated.title': '需要登入',
  'problem.unauthenticated.detail': '請登入，或附上 API 權杖。',
  'problem.unknown.title': '找不到內容',
  'problem.unknown.detail': '此網址沒有任何內容。',
  'problem.method-not-allowed.title': '此網址不支援這項操作',
  'problem.invalid.title': '輸入內容無效',
  'problem.invalid.detail': '請修正下方標示的欄位，然後再試一次。',
  'problem.forbidden.title': '您沒有權限',
  'problem.version-required.title': '須指定版本',
  'problem.stale.title': '內容已變更',
  'problem.refused.title': '目前無法執行',
  'problem.locked.title': '部署鎖定中',
  'problem.too-large.title': '內容過大',
  'problem.too-large.detail': '送出的內容過大，請縮小後再試一次。',
  'problem.too-many.title': '要求次數過多',
  'problem.unavailable.title': '暫時無法使用',
  'problem.unavailable.detail': '請稍後再試一次，您輸入的內容會保留。',
  'problem.unavailable.unknown': '內容可能已儲存，也可能未儲存。請稍後以相同的 Idempotency-Key 再試一次。',
  'problem.unavailable.unknown-form': '內容可能已儲存，也可能未儲存。請再送出一次，系統只會儲存一次。',
  'problem.unavailable.clock': '伺服器時間出現跳動，請待時間恢復穩定，1 分鐘後再試一次。',
  'problem.unavailable.damaged':
    '無法讀取上線計畫「{launch}」，請稍後再試一次。若持續發生，表示資料已損毀，請以 {command} 還原備份。',
  'problem.fault.title': '發生錯誤',
  'problem.fault.detail': '這是系統端的錯誤，內容未儲存，請再試一次。',

  // Requests that are refused before they reach a rule
  'api.method': '此網址可用的方法為 {methods}，請改用其中之一。',
  'api.scope': '此權杖須具備以下其中一種權限範圍：{scopes}。',
  'api.other-site': '已封鎖：此要求來自其他網站。請在本站開啟頁面後再試一次。',
  'api.key-reused': '此 Idempotency-Key 已用於其他要求，請使用新的。',
  'api.not-json': '請以 application/json 傳送一個 JSON 物件。',
  'api.not-utf8': '此要求不是有效的 UTF-8，請以 UTF-8 重新傳送。',
  'api.corrupt': '要求的本文與 Content-Encoding 不符（gzip、deflate、br 或無）。',
  'api.not-evidence': '請傳送一個檔案、一份 JUnit XML 報告或一個數值。',
  'api.no-file': '請選擇檔案。',
  'api.unknown-field': '未知的欄位。',
  'api.too-long': '內容過長。',
  'api.missing-or-wrong': '缺少內容或類型錯誤。',
  'api.not-accepted': '此值無效。',
  'api.busy-reading': '目前上傳數量過多，請稍後再試一次。',
  'api.busy-streams': '開啟的事件串流過多，請關閉其中一個，或稍後再試一次。',
  'api.too-many-writes': '您在 1 分鐘內進行了過多變更，請稍候再試一次。',
  'api.one-launch': '此權杖僅能用於上線計畫「{launch}」。',
  'api.auditors-only': '僅限稽核人員、系統管理員與服務帳戶讀取。',
  'api.damaged-file': '此檔案與記錄的雜湊值不符，因此不提供下載，請洽系統管理員。',
  'api.unsealable': '此文字包含無法儲存的字元。',
})
