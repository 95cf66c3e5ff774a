import { translated } from '../catalogue.ts'
import type { enMail } from '../en/mail.ts'

/** Traditional Chinese (Taiwan) of the mails. See en/mail.ts. */
export const zhHantMail = translated<typeof enMail>()({
  'mail.invite.subject': '{inviter} 邀請您加入 Launchgate',
  'mail.invite.text':
    '{name} 您好：{inviter} 邀請您加入 Launchgate。在這裡可以看到上線前還缺哪些事項，以及哪些事項待您處理。',
  'mail.invite.action': '接受邀請',
  'mail.invite.expiry': '此連結限用一次，{hours, plural, other {# 小時}}內有效。若已失效，請洽 {inviter} 取得新連結。',
  'mail.reset.subject': '重新設定您的 Launchgate 密碼',
  'mail.reset.text': '{name} 您好：您現在可以設定新密碼。',
  'mail.reset.action': '設定新密碼',
  'mail.reset.expiry-hours':
    '此連結限用一次，{hours, plural, other {# 小時}}內有效。若您並未提出要求，請忽略這封電子郵件。',
  'mail.reset.expiry':
    '此連結限用一次，{minutes, plural, other {# 分鐘}}內有效。若您並未提出要求，請忽略這封電子郵件。',
  'mail.changed.subject': '您的 Launchgate 密碼已變更',
  'mail.changed.text': '{name} 您好：您的密碼已變更（{time}），所有裝置皆已登出。',
  'mail.changed.not-you': '若非您本人操作，請立即聯絡您的 Launchgate 系統管理員。',
  'mail.test.subject': 'Launchgate 測試郵件',
  'mail.test.text': '{name} 您好：收到這封測試郵件，表示 Launchgate 可以寄送電子郵件。',
  'mail.footer': '由 Launchgate 寄出：{address}',
})
