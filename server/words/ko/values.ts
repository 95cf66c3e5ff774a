import { translated } from '../catalogue.ts'
import type { enValues } from '../en/values.ts'

/** Korean of the values: dates, names, numbers, roles, the states of items, gates and launches, blockers, kinds of evidence. See en/values.ts. */
export const koValues = translated<typeof enValues>()({
  // The order of the parts of a date
  'date.weekday-style': 'short',
  'date.month-style': 'numeric',
  'date.this-year': '{month}월 {day}일({weekday})',
  'date.any-year': '{year}년 {month}월 {day}일({weekday})',
  'date.time': '{date} {time}',
  'date.offset': '{dateTime} {offset}',
  'date.range': '{from} ~ {to}',

  // Names and quotations inside a sentence
  'mark.gate': '‘{gate}’',
  'mark.item': '‘{item}’',
  'mark.role': '‘{role}’',
  'mark.typed': '“{text}”',
  someone: '알 수 없는 사용자',
  'deleted-person': '삭제된 사용자',
  'no-build': '빌드 없음',
  'list.style': 'commas',
  'more-things': '외 {count, number}개',
  'more-people': '외 {count, number}명',
  'two-sentences': '{first} {second}',

  // The allowed range of a number
  'number.with-unit': '{value}{unit}',
  'number.with-sign': '{value}{unit}',
  'bounds.between': '{min}~{max}',
  'bounds.least': '{min} 이상',
  'bounds.most': '{max} 이하',
  'bounds.exactly': '정확히 {value}',
  'bounds.any': '범위 제한 없음',
  'bounds.any-in': '범위 제한 없음({unit})',

  // Roles that the product defines; the roles of a launch are named in its pipeline
  'role.lead': '오픈 총괄',
  'role.sponsor': '프로젝트 스폰서',
  'role.owner': '게이트 담당자',
  'role.member': '구성원',
  'role.auditor': '감사자',
  'role.admin': '시스템 관리자',
  'role.service': '서비스 계정',

  // Gate status
  'status.not-started': '시작 전',
  'status.in-progress': '진행 중',
  'status.returned': '보완 요청됨',
  'status.needs-recheck': '재확인 필요',
  'status.blocked': '이슈 발생',
  'status.awaiting-sign-off': '승인 대기',
  'status.completed': '완료됨',
  'status.waived': '예외 승인됨',
  'status.not-needed': '해당 없음',

  // Item states, and why an item needs a recheck
  'item.open': '미완료',
  'item.ticked': '완료',
  'item.stale': '재확인 필요',
  'item.not-needed': '해당 없음',
  'stale.age': '확인한 지 {duration} 넘게 지났습니다.',
  'stale.candidate': '빌드가 변경되었습니다: {candidate}.',
  'stale.needs': '선행 게이트가 변경되었습니다.',
  'stale.report': '최근 검사를 통과하지 못했습니다.',
  'stale.returned': '승인자가 보완을 요청했습니다.',
  'stale.reopened': '게이트가 다시 열렸습니다.',
  'stale.decision': '오픈 여부 결정 이후 변경 사항이 있습니다.',

  // Launch states, decisions, blockers
  'launch-state.draft': '초안',
  'launch-state.preparing.locked': '준비 중(배포 잠김)',
  'launch-state.preparing.unlocked': '배포 가능',
  'launch-state.held': '보류 중',
  'launch-state.launched': '오픈됨',
  'launch-state.cancelled': '취소됨',
  'launch-state.archived': '보관됨',
  'verdict.go': '오픈 가능',
  'verdict.live': '{since}부터 운영 중입니다.',
  'verdict.live-build': '{since}부터 {candidate} 빌드로 운영 중입니다.',
  'verdict.wait': '아직 준비되지 않음: 게이트 {total, number}개 중 {open}개 남음',
  'blocker.state.draft': '오픈 프로젝트가 아직 초안입니다.',
  'blocker.state.cancelled': '오픈 프로젝트가 취소되었습니다.',
  'blocker.gate': '‘{gate}’ 게이트: {status}. 처리 대기: {people}.',
  'blocker.candidate.unsaid': '배포 요청에 빌드가 지정되지 않았습니다.',
  'blocker.candidate.other': '오픈 프로젝트의 빌드와 다릅니다(요청: {asked}, 설정: {candidate}).',
  'blocker.hold': '보류 중: “{reason}”',
  'blocker.window': '오픈 가능 시간이 아닙니다({window}).',
  'blocker.people': '‘{role}’ 역할의 담당자가 없습니다.',
  'blocker.hold-unsaid': '보류 중입니다.',
  'blocker.needs': '남은 선행 게이트: {gates}.',
  'blocker.problem': '이슈가 등록되었습니다.',
  'blocker.returned': '승인자가 보완을 요청했습니다.',
  'blocker.stale': '‘{item}’ 항목: {cause}',
  'blocker.items-open': '항목 {open, number}개가 남았습니다.',
  'blocker.signed': '승인 {signers}건 중 {signed}건을 받았습니다.',
  'blocker.to-send': '필수 항목을 모두 완료했습니다. 승인을 요청할 수 있습니다.',
  'blocker.to-complete': '필수 항목을 모두 완료했습니다. 게이트를 완료할 수 있습니다.',

  // Evidence
  'kind.none': '증빙 없음',
  'kind.note': '메모',
  'kind.link': '링크',
  'kind.number': '수치',
  'kind.file': '파일',
  'kind.junit': '테스트 보고서',
})
