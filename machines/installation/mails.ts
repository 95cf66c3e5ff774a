import { engine, type InstallationDraft } from './entry.ts'
import type { Change, InstallationRuling, Known } from './known.ts'
import type { Mail } from './records.ts'

/**
 * The rules about mails that are to be sent. Who sends takes a lease first: nobody else takes the mail before the lease is over, and a
 * mail whose sender has died is sent by the next one. What it said goes as soon as it was sent or given up, since it may hold a link.
 */

const minute = 60_000
const hour = 60 * minute
/** How long one attempt may take. */
const mailLease = 2 * minute
/** How long after each failed attempt the next one follows; the last of them repeats. */
const pauses = [minute, 5 * minute, 30 * minute, 2 * hour, 6 * hour]
const givenUpAfter = 24 * hour

export const newMail = (mail: Pick<Mail, 'id' | 'kind' | 'recipient' | 'language' | 'data'>, at: number): Mail => ({
  ...mail,
  createdAt: at,
  dueAt: at,
  attempts: 0,
  leasedUntil: 0,
  sentAt: null,
  failedAt: null,
  error: null,
})

/** What a rule writes for this mail; nothing where mail is not sent. */
export const queueMail = (mail: Mail | null): Change[] => (mail === null ? [] : [{ add: 'mails', row: mail }])

/** The mails that the sender may send now. */
export function leaseMails(known: Known<{ dueMails: number }>, at: number): InstallationRuling {
  return {
    accepted: true,
    entries: [],
    changes: known.dueMails.map((mail): Change => ({ put: 'mails', row: leased(mail, at) })),
  }
}

export const leased = (mail: Mail, at: number): Mail => ({
  ...mail,
  attempts: mail.attempts + 1,
  leasedUntil: at + mailLease,
})

/** What came of an attempt; `error` is null when the mail was sent. Of a mail that is settled, or that somebody else has since, nothing is written. */
export function settleMail(
  known: Known<{ mail: string }>,
  lease: Pick<Mail, 'attempts'>,
  error: string | null,
  at: number,
): InstallationRuling {
  const { mail } = known
  const isOurs = mail !== null && mail.sentAt === null && mail.failedAt === null && mail.attempts === lease.attempts
  if (!isOurs) return { accepted: false, reason: 'already-done' }
  const done = { ...mail, leasedUntil: 0, error }
  if (error === null) return written({ ...done, recipient: '', data: '{}', sentAt: at })
  const dueAt = at + (pauses[mail.attempts - 1] ?? pauses.at(-1) ?? hour)
  if (dueAt - mail.createdAt <= givenUpAfter) return written({ ...done, dueAt })
  const failed: InstallationDraft = {
    action: 'mail.fail',
    actor: engine,
    data: { mail: mail.id, kind: mail.kind },
  }
  return written({ ...done, data: '{}', failedAt: at }, [failed])
}

const written = (row: Mail, entries: InstallationDraft[] = []): InstallationRuling => ({
  accepted: true,
  entries,
  changes: [{ put: 'mails', row }],
})
