import { translated } from '../catalogue.ts'
import type { enValues } from '../en/values.ts'

/** Traditional Chinese (Taiwan) for values: dates, names, numbers, roles, states, blockers, kinds of evidence. See en/values.ts. */
export const zhHantValues = translated<typeof enValues>()({
  // The order of the parts of a date
  'date.weekday-style': 'narrow',
  'date.month-style': 'numeric',
  'date.this-year': '{month} 月 {day} 日（{weekday}）',
  'date.any-year': '{year} 年 {month} 月 {day} 日（{weekday}）',
  'date.time': '{date}{time}',
  'date.offset': '{dateTime} {offset}',
  'date.range': '{from} 至 {to}',

  // Names and quotations inside a sentence
  'mark.gate': '「{gate}」',
  'mark.item': '「{item}」',
  'mark.role': '「{role}」',
  'mark.typed': '「{text}」',
  someone: '某人',
  'deleted-person': '已刪除的人員',
  'no-build': '未設定',
  'list.style': 'conjunction',
  'more-things': '其他 {count, number} 項',
  'more-people': '其他 {count, number} 人',
  'two-sentences': '{first}{second}',

  // The allowed range of a number
  'number.with-unit': '{value} {unit}',
  'number.with-sign': '{value}{unit}',
  'bounds.between': '{min} 到 {max}',
  'bounds.least': '至少 {min}',
  'bounds.most': '最多 {max}',
  'bounds.exactly': '等於 {value}',
  'bounds.any': '不限數值',
  'bounds.any-in': '不限數值（{unit}）',

  // Roles that the product defines; the roles of a launch are named in its pipeline
  'role.lead': '上線負責人',
  'role.sponsor': '專案發起人',
  'role.owner': '關卡負責人',
  'role.member': '成員',
  'role.auditor': '稽核人員',
  'role.admin': '系統管理員',
  'role.service': '服務帳戶',

  // Gate status
  'status.not-started': '尚未開始',
  'status.in-progress': '進行中',
  'status.returned': '已退回',
  'status.needs-recheck': '需重新確認',
  'status.blocked': '受阻',
  'status.awaiting-sign-off': '待簽核',
  'status.completed': '已完成',
  'status.waived': '已例外放行',
  'status.not-needed': '不適用',

  // Item states, and why an item needs a recheck
  'item.open': '待確認',
  'item.ticked': '已確認',
  'item.stale': '需重新確認',
  'item.not-needed': '不適用',
  'stale.age': '確認結果已超過 {duration}。',
  'stale.candidate': '建置版本已改為 {candidate}。',
  'stale.needs': '前置關卡已變動。',
  'stale.report': '最近一次檢核未通過。',
  'stale.returned': '簽核者已退回。',
  'stale.reopened': '關卡已重新開啟。',
  'stale.decision': '上線決策後有變更。',

  // Launch states, decisions, blockers
  'launch-state.draft': '草稿',
  'launch-state.preparing.locked': '準備中（部署鎖定）',
  'launch-state.preparing.unlocked': '可部署',
  'launch-state.held': '暫緩中',
  'launch-state.launched': '已上線',
  'launch-state.cancelled': '已取消',
  'launch-state.archived': '已封存',
  'verdict.go': '可以上線',
  'verdict.live': '已於 {since} 上線。',
  'verdict.live-build': '已於 {since} 上線，建置版本為 {candidate}。',
  'verdict.wait': '尚未就緒：{total, number} 個關卡中有 {open} 個未完成',
  'blocker.state.draft': '此上線計畫仍為草稿。',
  'blocker.state.cancelled': '此上線計畫已取消。',
  'blocker.gate': '「{gate}」：{status}，待 {people} 處理。',
  'blocker.candidate.unsaid': '部署要求未指定建置版本。',
  'blocker.candidate.other': '建置版本 {asked} 與此上線計畫的建置版本（{candidate}）不符。',
  'blocker.hold': '暫緩中：「{reason}」',
  'blocker.window': '目前不在上線時段內。上線時段：{window}。',
  'blocker.people': '「{role}」尚無人擔任。',
  'blocker.hold-unsaid': '暫緩中。',
  'blocker.needs': '須待前置關卡完成：{gates}。',
  'blocker.problem': '有人回報問題。',
  'blocker.returned': '簽核者已退回。',
  'blocker.stale': '「{item}」：{cause}',
  'blocker.items-open': '還有 {open, number} 項待確認。',
  'blocker.signed': '已完成 {signed}/{signers} 份簽核。',
  'blocker.to-send': '必要檢核項目皆已確認，可以送簽。',
  'blocker.to-complete': '必要檢核項目皆已確認，可以完成關卡。',

  // Evidence
  'kind.none': '不需佐證資料',
  'kind.note': '說明',
  'kind.link': '連結',
  'kind.number': '數值',
  'kind.file': '檔案',
  'kind.junit': '測試報告',
})
