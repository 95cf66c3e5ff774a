import { translated } from '../catalogue.ts'
import type { enSso } from '../en/sso.ts'

/** Korean of single sign-on and of passkeys before signing in. See en/sso.ts. */
export const koSso = translated<typeof enSso>()({
  'sso.failed': '로그인하지 못했습니다',
  'sso.back': '로그인으로 돌아가기',
  'sso.groups': '소속 그룹: {groups}.',
  'sso.no-groups': 'ID 공급자가 그룹 정보를 보내지 않았습니다.',
  'sign-in-failure.wrong-state': '확인할 수 없거나 이미 사용된 로그인입니다. 처음부터 다시 시작해 주세요.',
  'sign-in-failure.took-too-long': '로그인에 10분이 넘게 걸렸습니다. 처음부터 다시 시작해 주세요.',
  'sign-in-failure.other-browser': '다른 브라우저에서 시작한 로그인입니다. 처음부터 다시 시작해 주세요.',
  'sign-in-failure.wrong-nonce': '이 로그인에 대한 ID 공급자의 응답이 아닙니다. 처음부터 다시 시작해 주세요.',
  'sign-in-failure.wrong-issuer': '다른 ID 공급자가 보낸 응답입니다. 처음부터 다시 시작해 주세요.',
  'sign-in-failure.replayed-code':
    'ID 공급자가 이 로그인을 거부했거나 이미 사용된 로그인입니다. 처음부터 다시 시작해 주세요.',
  'sign-in-failure.denied-by-provider': 'ID 공급자에서 로그인되지 않았습니다.',
  'sign-in-failure.provider-unreachable':
    '지금은 통합 로그인(SSO)에 연결할 수 없습니다. 비밀번호로 로그인하거나 1분 후에 다시 시도해 주세요.',
  'sign-in-failure.invalid-response':
    'ID 공급자의 응답을 사용할 수 없습니다. 시스템 관리자에게 서버 로그 확인을 요청해 주세요.',
  'sign-in-failure.no-matching-group':
    '소속 그룹 중 접근 권한이 있는 그룹이 없습니다. 시스템 관리자에게 문의해 주세요.',
  'sign-in-failure.email-in-use': '다른 계정에서 사용하는 이메일입니다. 시스템 관리자에게 초대를 요청해 주세요.',
  'sign-in-failure.no-email': 'ID 공급자가 이메일 주소를 보내지 않았습니다. 시스템 관리자에게 문의해 주세요.',
  'sign-in-failure.inactive-account': '비활성화된 계정입니다. 시스템 관리자에게 문의해 주세요.',
  'sign-in-failure.invite-for-other-email':
    '다른 이메일 주소로 보낸 초대이거나, ID 공급자가 이메일 주소를 확인하지 않았습니다.',
  'sign-in-failure.invite-over':
    '만료되었거나, 이미 사용되었거나, 취소된 초대입니다. 새로 초대해 달라고 요청해 주세요.',
  'sign-in.passkey': '패스키로 로그인',
  'sign-in.passkey-title': '로그인하지 못했습니다',
  'sign-in.passkey-failed': '이 패스키를 사용할 수 없습니다. 다시 시도하거나 비밀번호로 로그인해 주세요.',
  'sign-in.passkey-expired': '시간이 초과되었습니다. 다시 시도해 주세요.',
})
