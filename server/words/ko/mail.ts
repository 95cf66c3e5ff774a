import { translated } from '../catalogue.ts'
import type { enMail } from '../en/mail.ts'

/** Korean of the mails. See en/mail.ts. */
export const koMail = translated<typeof enMail>()({
  'mail.invite.subject': '{inviter} 님이 Launchgate에 초대했습니다',
  'mail.invite.text':
    '{name} 님, 안녕하세요. {inviter} 님이 Launchgate에 초대했습니다. Launchgate에서는 오픈까지 무엇이 남았는지, 그중 직접 처리할 일은 무엇인지 볼 수 있습니다.',
  'mail.invite.action': '초대 수락',
  'mail.invite.expiry':
    '이 링크는 {hours, number}시간 동안 한 번만 사용할 수 있습니다. 만료되었다면 {inviter} 님에게 새 링크를 요청해 주세요.',
  'mail.reset.subject': 'Launchgate 새 비밀번호 설정',
  'mail.reset.text': '{name} 님, 안녕하세요. 이제 새 비밀번호를 설정할 수 있습니다.',
  'mail.reset.action': '새 비밀번호 설정',
  'mail.reset.expiry-hours':
    '이 링크는 {hours, number}시간 동안 한 번만 사용할 수 있습니다. 직접 요청하지 않았다면 이 이메일을 무시해 주세요.',
  'mail.reset.expiry':
    '이 링크는 {minutes, number}분 동안 한 번만 사용할 수 있습니다. 직접 요청하지 않았다면 이 이메일을 무시해 주세요.',
  'mail.changed.subject': 'Launchgate 비밀번호가 변경되었습니다',
  'mail.changed.text':
    '{name} 님, 안녕하세요. 비밀번호가 변경되었습니다(변경 시각: {time}). 모든 기기에서 로그아웃되었습니다.',
  'mail.changed.not-you': '직접 변경하지 않았다면 지금 바로 Launchgate 시스템 관리자에게 알려 주세요.',
  'mail.test.subject': 'Launchgate 테스트 이메일',
  'mail.test.text':
    '{name} 님, 안녕하세요. 이 테스트 이메일이 도착했다면 Launchgate의 이메일 발송이 정상적으로 작동하는 것입니다.',
  'mail.footer': '발신: Launchgate({address})',
})
