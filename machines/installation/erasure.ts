import { isErased, mayAdminister, personBy } from './directory.ts'
import type { Author } from './entry.ts'
import type { Change, InstallationRuling, Known } from './known.ts'
import type { Mail, Person } from './records.ts'

/** The rule about deleting what is known about a person. The logs keep their pseudonym, which then leads to nobody. */

/** What has to be known of somebody who is to be erased; by their id, and by their address. */
interface ErasureRows {
  identitiesOf: string
  passkeysOf: string
  invitesOf: string
  mailsTo: string
}

/**
 * Name, address, password, passkeys, identities, and the addresses of their invites and mails go. Only somebody who is deactivated can be
 * erased, so their sessions and tokens have ended before. The store blanks their texts and their id together with this.
 */
export function erasePerson(known: Known<ErasureRows>, id: string, by: Author, at: number): InstallationRuling {
  if (!mayAdminister(known, by)) return { accepted: false, reason: 'not-admin' }
  const person = personBy(known, id)
  if (person === undefined) return { accepted: false, reason: 'unknown-person' }
  if (isErased(known, id)) return { accepted: false, reason: 'already-done' }
  if (person.active) return { accepted: false, reason: 'still-active' }
  const { pseudonym } = person
  const invites = known.invitesOf.map((invite) => invite.id)
  return {
    accepted: true,
    entries: [{ action: 'person.erase', actor: by, data: { person: pseudonym, invites } }],
    changes: [...forget(known, person), ...forgetSecrets(known, id), ...blankProfile(id, at)],
  }
}

/** An address that no one else can have, and no server takes (RFC 2606). */
const erasedEmail = ({ pseudonym }: Pick<Person, 'pseudonym'>): string => `${pseudonym}@erased.invalid`

function forget(known: Known<ErasureRows>, person: Person): Change[] {
  return [
    { put: 'people', row: { ...person, name: '', email: erasedEmail(person) } },
    ...known.invitesOf.map((invite): Change => ({ put: 'invites', row: { ...invite, email: '' } })),
    ...known.mailsTo.map((mail): Change => ({ put: 'mails', row: blankMail(mail) })),
  ]
}

/** A mail that was not sent yet is not sent any more. */
const blankMail = (mail: Mail): Mail => ({
  ...mail,
  recipient: '',
  data: '{}',
  failedAt: mail.sentAt === null ? (mail.failedAt ?? mail.createdAt) : mail.failedAt,
})

const forgetSecrets = (known: Known<ErasureRows>, id: string): Change[] => [
  { remove: 'passwords', person: id },
  ...known.passkeysOf.map((passkey): Change => ({ remove: 'passkeys', id: passkey.id })),
  ...known.identitiesOf.map(({ issuer, subject }): Change => ({ remove: 'identities', issuer, subject })),
]

const blankProfile = (person: string, erasedAt: number): Change[] => [
  {
    put: 'profiles',
    row: { person, language: null, timeZone: null, theme: 'system', firstSteps: false, erasedAt },
  },
]
