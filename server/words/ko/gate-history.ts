import { translated } from '../catalogue.ts'
import type { enGateHistory } from '../en/gate-history.ts'

/** Korean of the history of a gate: who sent, signed and completed it, and what changed since. See en/gate-history.ts. */
export const koGateHistory = translated<typeof enGateHistory>()({
  // Who sent or completed the gate, when, and on which build
  'gate.sent-by': '승인 요청: {person}',
  'gate.sent-on-build': '승인 요청: {person} · 빌드 {candidate}',
  'gate.completed-by': '게이트 완료: {person}',
  'gate.completed-on-build': '게이트 완료: {person} · 빌드 {candidate}',
  'gate.earlier': '이전 기록 {count, number}건 보기',

  // Changes since the gate was last sent for sign-off
  'changes.title': '지난 승인 요청 이후 변경 사항',
  'changes.first': '이 게이트의 첫 승인 요청입니다.',
  'changes.nothing': '변경 사항이 없습니다.',
  'changes.from-to': '{before} → {now}',
  'changes.before': '이전:',
  'build.with-commit': '{version}({commit})',
  'changes.build-first': '{now} · 이전 빌드 없음',
  'changes.confirmed-by': '재확인: {person}',
  'changes.not-done-by': '완료 취소: {person}',
  'changes.not-applicable-by': '해당 없음으로 표시: {person}',
  'changes.added-by': '추가: {person}',
  'changes.restored-by': '복원: {person}',

  // Sign-offs that no longer count, and why
  'voided.by': '승인 무효: {event}',
  'voided.withdrawn': '승인 요청 회수({person})',
  'voided.returned': '보완 요청({person})',
  'voided.blocked': '이슈 등록({person})',
  'voided.failed': '검사 실패 기록({person})',
  'voided.reopened': '게이트 다시 열림({person})',
  'voided.recheck': '재확인 필요({cause})',

  // Changes since the gate was completed
  'completed.nothing': '게이트 완료 이후 변경된 내용이 없습니다.',
  'completed.changes': '게이트 완료 이후 변경 {count, number}건이 있습니다.',
  'completed.build-changed': '완료 당시 빌드: {before}. 현재 빌드: {now}.',
  'completed.build-set': '완료 당시에는 설정된 빌드가 없었습니다. 현재 빌드: {now}.',
  'completed.build-free': '이 게이트에는 빌드에 영향을 받는 항목이 없습니다.',
  'completed.needs-changed': '선행 게이트 {count, number}개가 더 이상 준비된 상태가 아닙니다: {gates}.',
  'completed.log': '이 게이트의 감사 로그 보기',
})
