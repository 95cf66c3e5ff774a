import { translated } from '../catalogue.ts'
import type { enAudit } from '../en/audit.ts'

/** Korean of the auditors' pages. See en/audit.ts. */
export const koAudit = translated<typeof enAudit>()({
  'audit.title': '감사',
  'audit.log': '시스템 감사 로그',
  'audit.log-lead': '로그인, 접근 거부, 사용자, 역할, 토큰, 설정, 내보내기에 대한 기록입니다.',
  'audit.open-log': '시스템 감사 로그 열기',
  'audit.checked': '로그 검증 완료({when}), 기록 {entries, number}건',
  'audit.mismatch': '저장된 데이터가 로그와 일치하지 않음({when} 확인)',
  'audit.not-checked': '아직 로그를 검증하지 않음(잠시 후 새로 고침)',
  'audit.failed': '로그를 검증하지 못함',
  'audit.damaged': '읽을 수 없음',
  'audit.no-launches': '아직 오픈 프로젝트가 없습니다.',
  'audit.waivers': '예외 승인',
  'audit.no-waivers': '예외 승인이 없습니다.',
  'audit.voided': '무효가 된 승인',
  'audit.no-voided': '무효가 된 승인이 없습니다.',
  'audit.decisions': '결정 내역',
  'audit.no-decisions': '결정 내역이 없습니다.',
  'audit.exports': '내보낸 로그',
  'audit.no-exports': '내보낸 로그가 없습니다.',
  'audit.newest': '종류별로 최근 {count, number}건만 표시됩니다.',
  'audit.entries': '기록 {count, number}건',
  'audit.some-entries': '기록 {all, number}건 중 {count, number}건',
  'audit.export': '내보내기',
  'audit.operator': '명령줄',
  'audit.code': '코드',
})
