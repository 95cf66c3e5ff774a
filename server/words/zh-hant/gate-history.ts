import { translated } from '../catalogue.ts'
import type { enGateHistory } from '../en/gate-history.ts'

/** Traditional Chinese (Taiwan) about the history of a gate: who sent, signed and completed it, and what changed since. See en/gate-history.ts. */
export const zhHantGateHistory = translated<typeof enGateHistory>()({
  // Who sent or completed the gate, when, and on which build
  'gate.sent-by': '由 {person} 送簽',
  'gate.sent-on-build': '由 {person} 送簽 · 建置版本 {candidate}',
  'gate.completed-by': '由 {person} 完成',
  'gate.completed-on-build': '由 {person} 完成 · 建置版本 {candidate}',
  'gate.earlier': '顯示較早的 {count, number} 筆',

  // Changes since the gate was last sent for sign-off
  'changes.title': '上次送簽後的變更',
  'changes.first': '此關卡為首次送簽。',
  'changes.nothing': '沒有變更。',
  'changes.from-to': '{before} → {now}',
  'changes.before': '變更前：',
  'build.with-commit': '{version}（{commit}）',
  'changes.build-first': '{now}（先前未設定）',
  'changes.confirmed-by': '由 {person} 重新確認',
  'changes.not-done-by': '由 {person} 取消完成標示',
  'changes.not-applicable-by': '由 {person} 設為不適用',
  'changes.added-by': '由 {person} 新增',
  'changes.restored-by': '由 {person} 恢復',

  // Sign-offs that no longer count, and why
  'voided.by': '已失效：{event}',
  'voided.withdrawn': '{person} 撤回送簽',
  'voided.returned': '{person} 退回關卡',
  'voided.blocked': '{person} 回報問題',
  'voided.failed': '{person} 將檢核記錄為未通過',
  'voided.reopened': '{person} 重新開啟關卡',
  'voided.recheck': '關卡需重新確認（{cause}）',

  // Changes since the gate was completed
  'completed.nothing': '此關卡完成後沒有任何變更。',
  'completed.changes': '完成後有 {count, number} 項變更。',
  'completed.build-changed': '當時的建置版本：{before}。目前的建置版本：{now}。',
  'completed.build-set': '當時未設定建置版本。目前的建置版本：{now}。',
  'completed.build-free': '此關卡的內容皆與建置版本無關。',
  'completed.needs-changed': '{count, number} 個前置關卡已變為未就緒：{gates}。',
  'completed.log': '查看此關卡的稽核紀錄',
})
