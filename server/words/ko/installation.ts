import { translated } from '../catalogue.ts'
import type { enInstallation } from '../en/installation.ts'

/** Korean: why a change of the installation is refused. See en/installation.ts. */
export const koInstallation = translated<typeof enInstallation>()({
  'installation-reason.not-admin': '시스템 관리자만 할 수 있습니다.',
  'installation-reason.unknown-person': '사용자를 찾을 수 없습니다.',
  'installation-reason.inactive-person': '비활성화된 사용자입니다.',
  'installation-reason.last-admin':
    '마지막 남은 활성 시스템 관리자입니다. 먼저 다른 사람을 시스템 관리자로 지정해 주세요.',
  'installation-reason.already-done': '이미 처리되었습니다. 변경된 것이 없습니다.',
  'installation-reason.taken': '이미 사용 중입니다.',
  'installation-reason.unknown-token': '토큰을 찾을 수 없습니다.',
  'installation-reason.unknown-service': '서비스 계정을 찾을 수 없습니다.',
  'installation-reason.not-for-services': '서비스 계정에는 줄 수 없는 권한 범위입니다.',
  'installation-reason.unknown-session': '세션을 찾을 수 없습니다.',
  'installation-reason.unknown-invite': '이미 수락되었거나 취소된 초대입니다.',
  'installation-reason.not-inviter': '오픈 총괄이나 시스템 관리자만 초대할 수 있습니다.',
  'installation-reason.above-own':
    '시스템 관리자, 감사자, 오픈 총괄, 프로젝트 스폰서로 초대하려면 본인에게도 그 역할이 있어야 합니다.',
  'installation-reason.invited': '이미 초대한 사용자입니다. 새로 초대하는 대신 기존 초대를 다시 보내 주세요.',
  'installation-reason.email-in-use': '다른 사용자가 이미 사용하는 이메일 주소입니다.',
  'installation-reason.still-active': '먼저 이 사용자를 비활성화해 주세요.',
  'installation-reason.erased': '삭제된 사용자입니다.',
  'installation-reason.too-many': '시도 횟수가 너무 많습니다. 잠시 기다린 후 다시 시도해 주세요.',
  'installation-reason.sign-in-failed': '이메일 또는 비밀번호가 올바르지 않습니다.',
  'installation-reason.set-up-already': '이 Launchgate의 초기 설정은 이미 끝났습니다.',
  'installation-reason.wrong-code': '코드가 올바르지 않습니다. 서버를 시작한 콘솔에서 코드를 복사해 주세요.',
  'installation-reason.expired-code':
    '코드가 만료되었습니다. 서버를 다시 시작하거나 “npx launchgate admin setup-link”를 실행한 후 새 코드를 사용해 주세요.',
  'installation-reason.unknown-link': '링크가 불완전하거나 올바르지 않습니다. 다시 복사하거나 새 링크를 요청해 주세요.',
  'installation-reason.used-link': '이미 사용되었거나 새 링크로 대체된 링크입니다. 새 링크를 요청해 주세요.',
  'installation-reason.expired-link': '만료된 링크입니다. 새 링크를 요청해 주세요.',
  'installation-reason.wrong-invite':
    '링크가 불완전하거나 올바르지 않습니다. 다시 복사하거나 새로 초대해 달라고 요청해 주세요.',
  'installation-reason.used-invite': '이미 수락한 초대입니다. 로그인해 주세요.',
  'installation-reason.revoked-invite': '취소된 초대입니다. 새로 초대해 달라고 요청해 주세요.',
  'installation-reason.expired-invite': '만료된 초대입니다. 새로 초대해 달라고 요청해 주세요.',
  'installation-reason.unknown-challenge': '이미 사용되었거나 다른 브라우저에서 시작한 요청입니다. 다시 시도해 주세요.',
  'installation-reason.expired-challenge': '시간이 초과되었습니다. 다시 시도해 주세요.',
  'installation-reason.unknown-passkey': '패스키를 찾을 수 없습니다.',
  'installation-reason.passkey-counter':
    '복제된 것으로 의심되어 이 패스키를 거부했습니다. 이 패스키를 삭제하고 새로 추가해 주세요.',
  'installation-reason.wrong-passkey': '패스키를 확인할 수 없습니다. 다시 시도해 주세요.',
  'installation-reason.unknown-identity': '여기에 등록되지 않은 계정입니다.',
  'installation-reason.no-matching-group': '접근 권한이 있는 그룹에 속해 있지 않습니다.',
  'installation-reason.no-email': '이메일 주소가 필요합니다.',
  'installation-reason.invite-for-other-email': '다른 이메일 주소로 보낸 초대입니다.',
  'installation-reason.too-many-passkeys': '이미 패스키가 20개 있습니다. 먼저 하나를 삭제해 주세요.',
})
