import { translated } from '../catalogue.ts'
import type { enAudit } from '../en/audit.ts'

/** Traditional Chinese (Taiwan) of the auditors' pages. See en/audit.ts. */
export const zhHantAudit = translated<typeof enAudit>()({
  'audit.title': '稽核',
  'audit.log': '系統紀錄',
  'audit.log-lead': '登入、拒絕存取、人員、角色、權杖、設定與匯出。',
  'audit.open-log': '開啟系統紀錄',
  'audit.checked': '紀錄驗證無誤（{when}），共{entries, plural, other { # 筆}}',
  'audit.mismatch': '紀錄不符（檢查時間 {when}）',
  'audit.not-checked': '紀錄尚未驗證，請稍後重新載入',
  'audit.failed': '無法驗證紀錄',
  'audit.damaged': '無法讀取',
  'audit.no-launches': '尚無上線計畫。',
  'audit.waivers': '已核准的例外放行',
  'audit.no-waivers': '尚無已核准的例外放行。',
  'audit.voided': '已失效的簽核',
  'audit.no-voided': '尚無失效的簽核。',
  'audit.decisions': '已作成的決策',
  'audit.no-decisions': '尚未作成任何決策。',
  'audit.exports': '已匯出的紀錄',
  'audit.no-exports': '尚無匯出紀錄。',
  'audit.newest': '各類僅顯示最新 {count, number} 筆。',
  'audit.entries': '{count, plural, other {# 筆}}',
  'audit.some-entries': '{all, plural, other {# 筆}}中的 {count, number} 筆',
  'audit.export': '匯出',
  'audit.operator': '命令列操作者',
  'audit.code': '動作代碼',
})
