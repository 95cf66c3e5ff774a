import { render } from '../http/render.ts'
import type { Words } from '../words/index.ts'
import type { FinishedMail } from './mailer.ts'

/** Every mail that is sent, as plain text and as HTML with the same words. */

interface Recipient {
  to: string
  name: string
  /** The address of this installation, BASE_URL. */
  baseUrl: string
}

export function inviteMail(w: Words, mail: Recipient & { inviter: string; url: string; hours: number }): FinishedMail {
  const { name, inviter, hours, url } = mail
  return written(w, 'invite', mail, {
    subject: w.t('mail.invite.subject', { inviter }),
    before: [w.t('mail.invite.text', { name, inviter })],
    action: { label: w.t('mail.invite.action'), url },
    after: [w.t('mail.invite.expiry', { hours, inviter })],
  })
}

export function passwordResetMail(w: Words, mail: Recipient & { url: string; minutes: number }): FinishedMail {
  const { name, minutes, url } = mail
  return written(w, 'password-reset', mail, {
    subject: w.t('mail.reset.subject'),
    before: [w.t('mail.reset.text', { name })],
    action: { label: w.t('mail.reset.action'), url },
    after: [
      minutes % 60 === 0
        ? w.t('mail.reset.expiry-hours', { hours: minutes / 60 })
        : w.t('mail.reset.expiry', { minutes }),
    ],
  })
}

/** `time` is finished text, such as `Tue 1 Dec 10:00 UTC`. */
export function passwordChangedMail(w: Words, mail: Recipient & { time: string }): FinishedMail {
  const { name, time } = mail
  return written(w, 'password-changed', mail, {
    subject: w.t('mail.changed.subject'),
    before: [w.t('mail.changed.text', { name, time }), w.t('mail.changed.not-you')],
    action: null,
    after: [],
  })
}

export function testMail(w: Words, mail: Recipient): FinishedMail {
  return written(w, 'test', mail, {
    subject: w.t('mail.test.subject'),
    before: [w.t('mail.test.text', { name: mail.name })],
    action: null,
    after: [],
  })
}

interface Content {
  subject: string
  before: string[]
  action: { label: string; url: string } | null
  after: string[]
}

function written(w: Words, kind: FinishedMail['kind'], { to, baseUrl }: Recipient, content: Content): FinishedMail {
  const { subject, before, action, after } = content
  const footer = w.t('mail.footer', { address: baseUrl })
  const link = action === null ? [] : [`${action.label}:\n${action.url}`]
  // A typed name that has line breaks must not begin a paragraph that looks like ours.
  const paragraphs = [...before.map(oneLine), ...link, ...after.map(oneLine)]
  return {
    kind,
    to,
    subject: oneLine(subject),
    text: `${paragraphs.join('\n\n')}\n\n-- \n${footer}\n`,
    html: render('mail/message', { lang: w.lang, subject, before, action, after, footer }),
  }
}

const oneLine = (text: string) => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
