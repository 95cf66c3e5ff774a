import { describe, expect, test } from 'vitest'
import { commitment } from '../../../machines/commitment.ts'
import { erasePerson } from '../../../machines/installation/erasure.ts'
import type { InstallationReason, InstallationRuling } from '../../../machines/installation/known.ts'
import { makePasswordLink } from '../../../machines/installation/password-links.ts'
import { activatePerson, changePerson, type PersonWish } from '../../../machines/installation/people.ts'
import type { Session } from '../../../machines/installation/records.ts'
import { changeSettings } from '../../../machines/installation/settings.ts'
import { as, cast, knownOf, person, whoMay } from './cast.ts'

/** Who may change whom, and what follows. */

const sealed = commitment.parse(`c1:${'A'.repeat(43)}`)
const names = { name: sealed, email: sealed }
const session: Session = { hash: 'ab', person: 'tom', method: 'password', device: '', createdAt: 0, seenAt: 0 }
const known = { ...knownOf(), sessionsOf: [session] }
const [tom, ada] = [person('tom', { roles: ['developer'] }), person('ada', { admin: true })]
const wishOf = ({ name, email, roles, admin, auditor }: PersonWish): PersonWish => ({
  name,
  email,
  roles,
  admin,
  auditor,
})
const change = (wish: Partial<PersonWish>, { of = tom, by = as('ada'), among = known } = {}) =>
  changePerson(among, of.id, { ...wishOf(of), ...wish }, names, by)
const rows = { ...knownOf(), identitiesOf: [], passkeysOf: [], invitesOf: [], mailsTo: [] }
const link = { hash: 'cd', kind: 'password', person: 'tom', createdAt: 0, expiresAt: 9, usedAt: null } as const

const refused = (ruling: InstallationRuling): InstallationReason | null => (ruling.accepted ? null : ruling.reason)

describe.each(whoMay)('%s', (_who, by, isAdmin) => {
  const expected = isAdmin ? null : 'not-admin'
  test.each<[string, () => InstallationRuling]>([
    ['changes somebody', () => change({ name: 'Thomas' }, { by })],
    ['activates somebody', () => activatePerson(known, 'zoe', by)],
    ['erases somebody', () => erasePerson(rows, 'zoe', by, 5)],
    ['makes a password link', () => makePasswordLink({ ...known, openLinks: [] }, link, null, by, 5)],
    [
      'changes settings',
      () => changeSettings(known, { organization: 'Acme', language: 'en', timeZone: 'UTC' }, sealed, by),
    ],
  ])(`${isAdmin ? '' : 'never '}%s`, (_what, act) => {
    const ruling = act()
    expect(refused(ruling)).toBe(expected)
    if (!ruling.accepted) expect(ruling).toEqual({ accepted: false, reason: expected })
  })
})

describe('a change of a person', () => {
  test.each<[string, Partial<PersonWish>, string[], boolean]>([
    ['a name', { name: 'Thomas' }, ['name'], false],
    ['an address', { email: 'thomas@example.com' }, ['email'], false],
    ['another role', { roles: ['developer', 'tester'] }, [], false],
    ['a role less', { roles: [] }, [], true],
    ['becoming an admin', { admin: true }, [], false],
    ['becoming an auditor', { auditor: true }, [], true],
  ])('%s is one entry, and ends the sessions where something is lost', (_what, wish, named, ends) => {
    const ruling = change(wish)
    expect(ruling).toMatchObject({ accepted: true, entries: [{ action: 'person.change', actor: as('ada') }] })
    const [entry] = ruling.entries ?? []
    expect(Object.keys(entry?.data ?? {}).filter((key) => ['name', 'email'].includes(key))).toEqual(named)
    const removed = ruling.changes?.filter((each) => 'remove' in each)
    expect(removed).toEqual(ends ? [{ remove: 'sessions', hash: 'ab' }] : [])
  })

  test('that changes nothing writes nothing', () =>
    expect(change({})).toEqual({ accepted: true, entries: [], changes: [] }))

  test.each<[string, () => InstallationRuling, InstallationReason]>([
    ['of somebody unknown', () => change({}, { of: person('nobody') }), 'unknown-person'],
    ['of somebody who was erased', () => change({ name: 'Gone' }, { of: person('gone') }), 'erased'],
    ['to an address in use, whatever its case', () => change({ email: 'ADA@example.com' }), 'email-in-use'],
    [
      'that takes the last admin’s permission',
      () => change({ admin: false }, { of: ada, among: { ...known, people: cast.filter(({ id }) => id !== 'bea') } }),
      'last-admin',
    ],
    ['an activation of somebody active', () => activatePerson(known, 'tom', as('ada')), 'already-done'],
    ['an activation of somebody erased', () => activatePerson(known, 'gone', as('ada')), 'erased'],
    ['an erasure of somebody active', () => erasePerson(rows, 'tom', as('ada'), 5), 'still-active'],
    ['an erasure of somebody erased', () => erasePerson(rows, 'gone', as('ada'), 5), 'already-done'],
    [
      'a link for somebody deactivated',
      () => makePasswordLink({ ...known, openLinks: [] }, { ...link, person: 'zoe' }, null, as('ada'), 5),
      'inactive-person',
    ],
  ])('%s is refused', (_what, act, reason) => expect(act()).toEqual({ accepted: false, reason }))

  test('the same address in another case is a change of their own', () =>
    expect(change({ email: 'TOM@example.com' })).toMatchObject({ accepted: true, entries: [{}] }))

  test('of one admin among two takes the permission', () =>
    expect(change({ admin: false }, { of: ada })).toMatchObject({ accepted: true, entries: [{}] }))
})

test('a new password link ends the one before it, and nobody else’s', () => {
  const open = [
    { ...link, hash: 'old' },
    { ...link, hash: 'other', person: 'priya' },
  ]
  const ruling = makePasswordLink({ ...known, openLinks: open }, link, null, as('ada'), 5)
  expect(ruling.changes).toEqual([
    { put: 'links', row: { ...link, hash: 'old', usedAt: 5 } },
    { add: 'links', row: link },
  ])
})

test('settings: only what differs is written, and the name is sealed', () => {
  const wish = { organization: 'Acme', language: 'en', timeZone: 'Asia/Taipei' }
  const ruling = changeSettings(known, wish, sealed, as('ada'))
  expect(ruling.entries).toEqual([
    {
      action: 'settings.change',
      actor: as('ada'),
      data: { organization: sealed, timeZone: 'Asia/Taipei' },
    },
  ])
  const settings = new Map([
    ['organization', 'Acme'],
    ['time-zone', 'Asia/Taipei'],
  ])
  expect(changeSettings({ ...known, settings }, wish, sealed, as('ada'))).toMatchObject({ entries: [], changes: [] })
})
