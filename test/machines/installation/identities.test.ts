import { expect, test } from 'vitest'
import { commitment } from '../../../machines/commitment.ts'
import type { InstallationDraft } from '../../../machines/installation/entry.ts'
import {
  acceptInviteWithIdentity,
  type Granted,
  type NewIdentity,
  signInWithIdentity,
} from '../../../machines/installation/identities.ts'
import type { InstallationRuling } from '../../../machines/installation/known.ts'
import type { Identity, Invite, Person, Session } from '../../../machines/installation/records.ts'
import { InstallationReplay } from '../../../machines/installation/replay.ts'
import { sessionName } from '../../../machines/installation/sessions.ts'
import { standingOf } from '../../../machines/installation/standing.ts'
import { knownOf, person } from './cast.ts'

/** Permissions from groups, and the sessions that end with them: the log and the rows say the same. */

const sealed = commitment.parse(`c1:${'A'.repeat(43)}`)
const sessionOf = (hash: string, of: string): Session => ({
  hash,
  person: of,
  method: 'oidc',
  device: '',
  createdAt: 0,
  seenAt: 0,
})
const from = { issuer: 'https://idp.example', subject: '1' }
const nothing: Granted = { roles: [], admin: false, auditor: false }
const auditor: Granted = { ...nothing, auditor: true }

/** The names of the sessions that the log has open after these entries, and those that the rows have. */
function sessionsAfter(people: readonly Person[], sessions: readonly Session[], ruling: InstallationRuling) {
  if (!ruling.accepted) throw new Error(ruling.reason)
  const data = standingOf({ people, services: [], tokens: [], sessions, launches: [] })
  const begin: InstallationDraft = { action: 'installation.begin', actor: { id: 'engine', kind: 'engine' }, data }
  const replay = new InstallationReplay()
  for (const [seq, draft] of [begin, ...ruling.entries].entries())
    expect(replay.add({ v: 1, log: 'installation', seq, at: '2026-12-01T10:00:00.000Z', ...draft })).toBeNull()
  const rows = new Map(sessions.map((each) => [each.hash, each]))
  for (const change of ruling.changes) {
    if ('remove' in change && change.remove === 'sessions') rows.delete(change.hash)
    if ('put' in change && change.put === 'sessions') rows.set(change.row.hash, change.row)
  }
  return { log: [...replay.sessions.keys()], rows: [...rows.values()].map(sessionName) }
}

test.each<[string, Partial<Person>, Granted, Granted, string[]]>([
  ['nothing changes', {}, nothing, nothing, ['old', 'new']],
  ['a role comes', {}, nothing, { ...nothing, roles: ['qa'] }, ['old', 'new']],
  ['a role goes', { roles: ['qa'] }, { ...nothing, roles: ['qa'] }, nothing, ['new']],
  ['they become an admin', {}, nothing, { ...nothing, admin: true }, ['old', 'new']],
  ['they become an auditor', {}, nothing, auditor, ['new']],
  ['they are no longer an auditor', { auditor: true }, auditor, nothing, ['new']],
])('where %s at a sign-in, the log and the rows have the same sessions', (_what, more, before, granted, open) => {
  const tom = person('tom', more)
  const old = sessionOf('old', 'tom')
  const identity: Identity = { ...from, ...before, person: 'tom', lastUsedAt: 0 }
  const known = { ...knownOf([tom]), identity, sessionsOf: [old], session: null }
  const ruling = signInWithIdentity(known, granted, sessionOf('new', 'tom'), 5)
  expect(sessionsAfter([tom], [old], ruling)).toEqual({ log: open, rows: open })
})

test.each([nothing, auditor])('who is invited and gets %o from groups is signed in', (granted) => {
  const invite: Invite = {
    id: 'i1',
    hash: 'cd',
    email: 'noa@example.com',
    ...nothing,
    invitedBy: 'operator',
    createdAt: 0,
    expiresAt: 9,
    acceptedAt: null,
    revokedAt: null,
  }
  const identity: NewIdentity = { ...from, sealed, granted }
  const known = { ...knownOf([]), identity: null, invite, session: null }
  const newcomer = { id: 'noa', pseudonym: 'p_noa', name: 'Noa' }
  const names = { name: sealed, email: sealed }
  const session = sessionOf('new', 'noa')
  const ruling = acceptInviteWithIdentity(known, newcomer, identity, invite.email, names, session, 5)
  expect(sessionsAfter([], [], ruling)).toEqual({ log: ['new'], rows: ['new'] })
})
