import { translated } from '../catalogue.ts'
import type { enProblems } from '../en/problems.ts'

/** Korean of errors that no rule gives, and of requests that never reach one. See en/problems.ts. */
export const koProblems = translated<typeof enProblems>()({
  // Errors that no rule gives: what happened, and what to do
  'problem.unauthenticated.title': '로그인 필요',
  'problem.unauthenticated.detail': '로그인하거나 API 토큰을 보내 주세요.',
  'problem.unknown.title': '찾을 수 없음',
  'problem.unknown.detail': '이 주소에는 아무것도 없습니다.',
  'problem.method-not-allowed.title': '이 주소에서 지원하지 않는 요청',
  'problem.invalid.title': '입력 오류',
  'problem.invalid.detail': '아래에 표시된 입력 내용을 고치고 다시 시도해 주세요.',
  'problem.forbidden.title': '권한 없음',
  'problem.version-required.title': '버전 필요',
  'problem.stale.title': '내용이 변경됨',
  'problem.refused.title': '지금은 할 수 없음',
  'problem.locked.title': '배포가 잠겨 있음',
  'problem.too-large.title': '크기 초과',
  'problem.too-large.detail': '요청 크기를 줄여 주세요.',
  'problem.too-many.title': '요청이 너무 많음',
  'problem.unavailable.title': '일시적으로 이용할 수 없음',
  'problem.unavailable.detail': '잠시 후 다시 시도해 주세요. 입력한 내용은 그대로 있습니다.',
  'problem.unavailable.unknown': '저장되었는지 확인할 수 없습니다. 잠시 후 같은 요청 키로 다시 시도해 주세요.',
  'problem.unavailable.unknown-form': '저장되었는지 확인할 수 없습니다. 다시 보내 주세요. 한 번만 저장됩니다.',
  'problem.unavailable.clock': '서버 시계가 갑자기 바뀌었습니다. 시계가 안정되도록 1분 후에 다시 시도해 주세요.',
  'problem.unavailable.damaged':
    '‘{launch}’ 오픈 프로젝트를 읽을 수 없습니다. 잠시 후 다시 시도해 주세요. 계속되면 데이터가 손상된 것이니 {command} 명령으로 백업을 복원해 주세요.',
  'problem.fault.title': '문제가 발생했습니다',
  'problem.fault.detail': '서버 오류이며 저장된 내용은 없습니다. 다시 시도해 주세요.',

  // Requests that are refused before they reach a rule
  'api.method': '이 주소에서 사용할 수 있는 메서드: {methods}. 이 중 하나를 사용해 주세요.',
  'api.scope': '이 토큰에는 다음 권한 범위 중 하나가 필요합니다: {scopes}.',
  'api.other-site': '다른 사이트에서 보낸 요청이라 차단했습니다. 이 사이트에서 페이지를 열고 다시 시도해 주세요.',
  'api.key-reused': '이미 다른 요청에 사용한 Idempotency-Key입니다. 새 키를 사용해 주세요.',
  'api.not-json': 'JSON 객체 하나를 application/json 형식으로 보내 주세요.',
  'api.not-utf8': '올바른 UTF-8 요청이 아닙니다. UTF-8로 다시 보내 주세요.',
  'api.corrupt': '본문이 Content-Encoding(gzip, deflate, br 또는 없음)과 맞지 않습니다.',
  'api.not-evidence': '파일 하나, JUnit XML 보고서 또는 수치를 보내 주세요.',
  'api.no-file': '파일을 선택해 주세요.',
  'api.unknown-field': '알 수 없는 필드입니다.',
  'api.too-long': '너무 깁니다.',
  'api.missing-or-wrong': '값이 없거나 형식이 잘못되었습니다.',
  'api.not-accepted': '올바르지 않은 값입니다.',
  'api.busy-reading': '진행 중인 업로드가 너무 많습니다. 잠시 후 다시 시도해 주세요.',
  'api.busy-streams': '열려 있는 이벤트 스트림이 너무 많습니다. 하나를 닫거나 나중에 다시 시도해 주세요.',
  'api.too-many-writes': '1분 동안 변경한 횟수가 너무 많습니다. 잠시 기다린 뒤 다시 시도해 주세요.',
  'api.one-launch': '이 토큰은 ‘{launch}’ 오픈 프로젝트에서만 사용할 수 있습니다.',
  'api.auditors-only': '감사자, 시스템 관리자, 서비스 계정만 볼 수 있습니다.',
  'api.damaged-file': '파일이 기록된 체크섬과 일치하지 않아 제공하지 않습니다. 시스템 관리자에게 문의해 주세요.',
  'api.unsealable': '저장할 수 없는 문자가 들어 있습니다.',
})
