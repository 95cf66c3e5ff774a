/** English mails. See index.ts. */
export const enMail = {
  'mail.invite.subject': '{inviter} invited you to Launchgate',
  'mail.invite.text':
    'Hi {name}, {inviter} invited you to Launchgate. It shows what a launch is waiting on, and what is waiting on you.',
  'mail.invite.action': 'Accept the invite',
  'mail.invite.expiry':
    'This link works once, for {hours, plural, one {# hour} other {# hours}}. Ask {inviter} for a new one if it has expired.',
  'mail.reset.subject': 'Choose a new Launchgate password',
  'mail.reset.text': 'Hi {name}, you can now choose a new password.',
  'mail.reset.action': 'Choose a new password',
  'mail.reset.expiry-hours':
    'This link works once, for {hours, plural, one {# hour} other {# hours}}. If you didn’t ask for it, ignore this email.',
  'mail.reset.expiry':
    'This link works once, for {minutes, plural, one {# minute} other {# minutes}}. If you didn’t ask for it, ignore this email.',
  'mail.changed.subject': 'Your Launchgate password was changed',
  'mail.changed.text': 'Hi {name}, your password was changed on {time}. You were signed out on every device.',
  'mail.changed.not-you': 'If this wasn’t you, contact an admin of your Launchgate now.',
  'mail.test.subject': 'Test email from Launchgate',
  'mail.test.text': 'Hi {name}, this test email shows that Launchgate can send email.',
  'mail.footer': 'Sent by Launchgate at {address}',
} as const
