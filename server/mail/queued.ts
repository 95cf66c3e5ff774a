import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { newMail } from '../../machines/installation/mails.ts'
import type { Mail } from '../../machines/installation/records.ts'
import { words } from '../words/index.ts'
import type { FinishedMail } from './mailer.ts'
import { inviteMail, passwordChangedMail, passwordResetMail, testMail } from './mails.ts'

/** Mails as the outbox keeps them until they are sent: what their texts need, as JSON. */

const content = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('invite'),
    name: z.string(),
    inviter: z.string(),
    url: z.string(),
    hours: z.number(),
  }),
  z.strictObject({ kind: z.literal('password-reset'), name: z.string(), url: z.string(), minutes: z.number() }),
  z.strictObject({ kind: z.literal('password-changed'), name: z.string(), time: z.string() }),
  z.strictObject({ kind: z.literal('test'), name: z.string() }),
])
export type MailContent = z.infer<typeof content>

/** The row of a mail that is due at once, for a rule to write in the same change as what it tells of. */
export function queuedMail(mail: MailContent, recipient: string, language: string, at: number): Mail {
  const { kind, ...data } = mail
  return newMail({ id: randomBytes(12).toString('hex'), kind, recipient, language, data: JSON.stringify(data) }, at)
}

/** The finished mail of a row. Throws where the row is not one that queuedMail made. */
export function finishedMail(row: Mail, baseUrl: string): FinishedMail {
  const data: unknown = JSON.parse(row.data)
  const mail = content.parse({ ...z.record(z.string(), z.unknown()).parse(data), kind: row.kind })
  return { ...written(mail, row, baseUrl), id: row.id }
}

function written(mail: MailContent, row: Mail, baseUrl: string): FinishedMail {
  const w = words(row.language)
  const recipient = { to: row.recipient, baseUrl, name: mail.name }
  switch (mail.kind) {
    case 'invite':
      return inviteMail(w, { ...recipient, inviter: mail.inviter, url: mail.url, hours: mail.hours })
    case 'password-reset':
      return passwordResetMail(w, { ...recipient, url: mail.url, minutes: mail.minutes })
    case 'password-changed':
      return passwordChangedMail(w, { ...recipient, time: mail.time })
    case 'test':
      return testMail(w, recipient)
  }
}
