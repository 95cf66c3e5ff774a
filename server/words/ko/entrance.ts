import { translated } from '../catalogue.ts'
import type { enEntrance } from '../en/entrance.ts'

/** Korean of the pages around signing in: setup, sign-in, passwords, invites, first steps. See en/entrance.ts. */
export const koEntrance = translated<typeof enEntrance>()({
  // Fields that several of these pages have
  'entrance.name': '이름',
  'entrance.email': '이메일',
  'entrance.password': '비밀번호',
  'entrance.new-password': '새 비밀번호',
  'entrance.password-hint': '12자 이상이어야 합니다. 서로 관련 없는 단어 몇 개를 이어 쓰면 좋습니다.',
  'entrance.too-many': '시도 횟수가 너무 많습니다. {minutes, number}분 후에 다시 시도해 주세요.',
  'entrance.busy': '서버에 요청이 몰려 있습니다. 몇 초 기다린 후 비밀번호를 다시 입력해 주세요.',
  'password.too-short': '12자 이상 입력해 주세요.',
  'password.too-long': '256자 이하로 입력해 주세요.',
  'password.contains-person': '이름이나 이메일 주소는 사용하지 마세요.',
  'password.contains-product': '“Launchgate”라는 이름은 사용하지 마세요.',
  'password.too-simple': '추측하기 쉬운 비밀번호입니다. 서로 관련 없는 단어 몇 개를 이어 써 주세요.',

  // The first run
  'setup.title': 'Launchgate 초기 설정',
  'setup.lead': '첫 시스템 관리자가 됩니다. 여기서 정한 내용은 나중에 모두 변경할 수 있습니다.',
  'setup.code': '초기 설정 코드',
  'setup.code-hint': '서버를 시작한 콘솔에 표시됩니다.',
  'setup.organization': '조직',
  'setup.language': '언어',
  'setup.submit': '관리자 계정 만들기',

  // Signing in
  'sign-in.title': '{organization} 로그인',
  'sign-in.by-password': '비밀번호로 로그인',
  'sign-in.forgot': '비밀번호를 잊으셨나요?',
  'sign-in.password-saved': '새 비밀번호가 저장되었습니다. 새 비밀번호로 로그인해 주세요.',
  'sign-in.oidc': '통합 로그인(SSO)',
  'sign-in.wrong': '이메일 또는 비밀번호가 올바르지 않습니다.',

  // A new password by a link
  'reset.choose': '비밀번호 설정',
  'reset.for': '계정: {email}. 모든 기기에서 로그아웃됩니다.',
  'reset.submit': '비밀번호 저장',
  'reset.no-link': '사용할 수 없는 링크입니다',
  'reset.sign-in': '로그인으로 이동',
  'forgot.title': '비밀번호 재설정',
  'forgot.lead': '이메일 주소를 입력해 주세요. 등록된 계정이면 1시간 동안 사용할 수 있는 링크를 보내 드립니다.',
  'forgot.submit': '링크 보내기',
  'forgot.sent-title': '이메일을 확인해 주세요',
  'forgot.sent':
    '등록된 계정이면 이메일로 링크를 보내 드립니다({email}). 링크는 1시간 동안 한 번만 사용할 수 있습니다.',
  'forgot.no-mail':
    '이 시스템에는 이메일 발송이 설정되어 있지 않습니다. 시스템 관리자에게 비밀번호 재설정 링크를 요청해 주세요.',

  // Accepting an invite
  'invite.title': '{organization} 참여',
  'invite.by': '{inviter} 님이 초대했습니다.',
  'invite.by-operator': 'Launchgate에 초대되었습니다.',
  'invite.as': '로그인할 이메일: {email}.',
  'invite.submit': '계정 만들기',
  'invite.no-invite': '사용할 수 없는 초대입니다',

  // First steps of an administrator
  'first-steps.title': '시작 가이드',
  'first-steps.people': '사용자 초대',
  'first-steps.pipeline': '템플릿 선택',
  'first-steps.launch': '첫 오픈 프로젝트 만들기',
  'first-steps.done': '완료',
  'first-steps.dismiss': '시작 가이드 숨기기',
})
