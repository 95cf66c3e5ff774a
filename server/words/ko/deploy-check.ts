import { translated } from '../catalogue.ts'
import type { enDeployCheck } from '../en/deploy-check.ts'

/** Korean of `check` and `wait`. See en/deploy-check.ts. */
export const koDeployCheck = translated<typeof enDeployCheck>()({
  'deploy-check.unknown': '배포 가능 여부를 알 수 없음: {why}',
  'deploy-check.retrying': '상태를 알 수 없음: {why} 다시 시도합니다.',
  'deploy-check.not-a-slug': '‘{launch}’ 값은 올바른 오픈 프로젝트 URL 이름이 아닙니다.',
  'deploy-check.no-candidate': '--candidate 값이 비어 있습니다. 버전이나 커밋을 지정해 주세요.',
  'deploy-check.not-a-url': '‘{url}’ 값은 http 또는 https URL이 아닙니다(--url 또는 LAUNCHGATE_URL).',
  'deploy-check.url-credentials':
    'URL에 사용자 이름이나 비밀번호가 들어 있습니다. 대신 --token 또는 LAUNCHGATE_TOKEN을 사용해 주세요.',
  'deploy-check.token-characters': '토큰에 잘못된 문자가 있습니다(--token 또는 LAUNCHGATE_TOKEN).',
  'deploy-check.no-response': '{server} 응답 없음({why}).',
  'deploy-check.timed-out': '{seconds}초 동안 기다렸으나 시간 초과',
  'deploy-check.status': '서버 응답: {status}.',
  'deploy-check.status-because': '서버 응답: {status}. {detail}',
  'deploy-check.not-launchgate': '예상하지 못한 응답({status}): Launchgate 서버가 맞나요?',
  'deploy-check.inconsistent': '앞뒤가 맞지 않는 응답입니다({status}, 판정: {decision}).',
  'deploy-check.other-launch': '다른 오픈 프로젝트에 대한 응답입니다(‘{launch}’).',
  'deploy-check.go-without-build':
    '앞뒤가 맞지 않는 응답입니다(오픈 가능이지만 빌드가 설정되지 않음). 빌드를 설정한 뒤 다시 시도해 주세요.',
  'deploy-check.other-build': '다른 빌드에 대한 응답입니다(‘{build}’).',
  'deploy-check.pass-candidate': '--candidate 옵션을 지정해 주세요. 이 오픈 프로젝트에 설정된 빌드: {build}.',
  'deploy-check.launch': '오픈 프로젝트',
  'deploy-check.wrong-timeout': '잘못된 --timeout 값 ‘{timeout}’: 초, 분 또는 시간으로 입력해 주세요. 예: 90s, 30m, 2h',
  'deploy-check.waiting-on': '처리 대기: {gates}.',
  'deploy-check.gate': '{gate}({people})',
  'deploy-check.more': '그 외 {count}개',
  // The server's own codes in English; a word in other languages.
  'deploy-check.status.not-started': '시작 전',
  'deploy-check.status.in-progress': '진행 중',
  'deploy-check.status.returned': '보완 요청됨',
  'deploy-check.status.needs-recheck': '재확인 필요',
  'deploy-check.status.blocked': '이슈 발생',
  'deploy-check.status.awaiting-sign-off': '승인 대기',
  'deploy-check.status.completed': '완료됨',
  'deploy-check.status.waived': '예외 승인됨',
  'deploy-check.status.not-needed': '해당 없음',
})
