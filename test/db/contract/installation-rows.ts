import type { Change, InstallationRuling } from '../../../machines/installation/known.ts'
import type {
  Challenge,
  Identity,
  Invite,
  Limit,
  Link,
  Mail,
  Passkey,
  Password,
} from '../../../machines/installation/records.ts'
import { monday } from '../hello.ts'

/** A ruling that only changes rows. */
export const accept = (changes: readonly Change[]): InstallationRuling => ({ accepted: true, entries: [], changes })

/** A row of each kind of Ada's, how it is asked for, and what is left once everything that can be removed is. */
export function everyRow() {
  const person = 'ada'
  const password: Password = { person, hash: '$argon2id$v=19$', changedAt: monday }
  const passkey: Passkey = {
    id: 'k1',
    person,
    name: 'Laptop',
    publicKey: 'AQID',
    counter: 4,
    transports: ['internal', 'hybrid'],
    createdAt: monday,
    lastUsedAt: null,
  }
  const identity: Identity = {
    issuer: 'https://id.example',
    subject: '42',
    person,
    roles: ['tester'],
    admin: false,
    auditor: true,
    lastUsedAt: monday,
  }
  const invite: Invite = {
    id: 'i1',
    hash: 'cd',
    email: 'tom@example.com',
    roles: ['tester'],
    admin: true,
    auditor: false,
    invitedBy: 'p_ada',
    createdAt: monday,
    expiresAt: monday + 1000,
    acceptedAt: null,
    revokedAt: null,
  }
  const link: Link = { hash: 'ef', kind: 'password', person, createdAt: monday, expiresAt: monday + 9, usedAt: null }
  const challenge: Challenge = { hash: '01', kind: 'oidc', data: '{}', createdAt: monday, expiresAt: monday + 9 }
  const limit: Limit = { key: 'sign-in ada', count: 3, since: monday, until: monday + 5 }
  const mail: Mail = {
    id: 'm1',
    kind: 'invite',
    recipient: 'tom@example.com',
    language: 'en',
    data: '{}',
    createdAt: monday,
    dueAt: monday,
    attempts: 0,
    leasedUntil: 0,
    sentAt: null,
    failedAt: null,
    error: null,
  }
  const asked = {
    password: person,
    passkeysOf: person,
    passkey: 'k1',
    identity: { issuer: identity.issuer, subject: '42' },
    identitiesOf: person,
    invite: 'cd',
    inviteById: 'i1',
    openInvites: monday,
    link: 'ef',
    openLinks: 'password' as const,
    challenge: '01',
    limits: ['sign-in ada', 'none'],
    dueMails: monday,
    mail: 'm1',
  }
  const found = {
    password,
    passkeysOf: [passkey],
    passkey,
    identity,
    identitiesOf: [identity],
    invite,
    inviteById: invite,
    openInvites: [invite],
    link,
    openLinks: [link],
    challenge,
    limits: [limit],
    dueMails: [mail],
    mail,
  }
  const changes: Change[] = [
    { put: 'passwords', row: password },
    { add: 'passkeys', row: passkey },
    { put: 'identities', row: identity },
    { add: 'invites', row: invite },
    { add: 'links', row: link },
    { add: 'challenges', row: challenge },
    { put: 'limits', row: limit },
    { add: 'mails', row: mail },
  ]
  const removals: Change[] = [
    { remove: 'passwords', person },
    { remove: 'passkeys', id: 'k1' },
    { remove: 'identities', issuer: identity.issuer, subject: '42' },
    { remove: 'challenges', hash: '01' },
    { remove: 'limits', key: 'sign-in ada' },
    { put: 'invites', row: { ...invite, acceptedAt: monday + 1 } },
    { put: 'links', row: { ...link, usedAt: monday + 1 } },
    { put: 'mails', row: { ...mail, sentAt: monday + 1 } },
  ]
  const left = {
    password: null,
    passkeysOf: [],
    passkey: null,
    identity: null,
    identitiesOf: [],
    invite: { ...invite, acceptedAt: monday + 1 },
    openInvites: [],
    openLinks: [],
    challenge: null,
    limits: [],
    dueMails: [],
  }
  return { asked, found, changes, removals, left }
}
