import { beforeEach, describe, expect, test } from 'vitest'
import { leafHash } from '../../../db/merkle.ts'
import { seal } from '../../../db/seal.ts'
import type { Store } from '../../../db/store.ts'
import { InstallationVerifier, verifyInstallation, verifyInstallationLeaves } from '../../../db/verify.ts'
import type { InstallationDraft, InstallationEntry } from '../../../machines/installation/entry.ts'
import { operator } from '../../../machines/installation/entry.ts'
import * as directory from '../../support/directory.ts'
import { monday, tellWholeStory } from '../hello.ts'
import { forgeInstallation } from '../installation-forger.ts'
import type { Place, StoreUnderTest } from './store-under-test.ts'

const person = { email: '', roles: [], admin: false, auditor: false, active: true }
const ada = { ...person, id: 'ada', pseudonym: 'p_ada', name: 'Ada Byrne', email: 'ada@example.com', admin: true }
const tom = { ...person, id: 'tom', pseudonym: 'p_tom', name: 'Tom Novak', email: 'tom@example.com', roles: ['tester'] }
const priya = { ...person, id: 'priya', pseudonym: 'p_priya', name: 'Priya Shah', email: 'priya@example.com' }
const session = { person: 'tom', method: 'password', device: '', createdAt: monday, seenAt: monday } as const
const token = {
  secretHash: 'x',
  person: null,
  service: 'ci',
  scopes: ['status:read'],
  launch: 'hello',
  createdAt: monday,
  expiresAt: monday + 1000,
  revokedAt: null,
  lastUsedAt: null,
}

/** What the verification of the installation finds on every store. */
export function installationVerificationContract(under: StoreUnderTest): void {
  describe('verification of the installation', () => {
    let store: Store
    let place: Place
    beforeEach(async () => {
      store = under.store
      place = under.place
      await directory.putPerson(store, ada, monday)
      await directory.putPerson(store, tom, monday)
      await directory.putService(store, 'ci', 's_ci')
      await directory.putToken(store, { ...token, id: 't1' })
      await directory.putToken(store, { ...token, id: 't2' })
      await directory.revoke(store, 't2', monday)
      await directory.putSession(store, { ...session, hash: 'ab'.repeat(32) })
      await directory.putSession(store, { ...session, hash: 'cd'.repeat(32) })
      await directory.dropSession(store, 'cd'.repeat(32), tom)
      await directory.putPerson(store, priya, monday)
      await tellWholeStory(store)
    })

    const found = (difference: RegExp, seq?: number) => ({
      matches: false,
      ...(seq === undefined ? {} : { seq }),
      difference: expect.stringMatching(difference),
    })
    const write = (...entries: InstallationDraft[]) =>
      store.installation.change({
        at: monday,
        asked: {},
        texts: [],
        decide: () => ({ accepted: true, entries, changes: [] }),
      })

    test('reports that an unaltered installation and its export match', async () => {
      const { size, root } = await store.installation.head()
      expect(size).toBe(12)
      expect(await verifyInstallation(store)).toEqual({ matches: true, entries: 12, root, texts: 7, files: 0 })
      const lines = await store.installation.leaves(0, 100)
      expect(verifyInstallationLeaves(lines)).toEqual({ matches: true, entries: 12, root })
      expect(verifyInstallationLeaves(lines.slice(1))).toEqual(found(/seq is 1, expected 0/, 0))
      expect(verifyInstallationLeaves([])).toEqual(found(/no entries/, 0))
    })

    const signed = `'${'ef'.repeat(32)}', 'tom', ${monday}, ${monday}, 'password', ''`
    test.each<[string, string, RegExp]>([
      ['an administrator is made', `update people set admin = 1 where id = 'tom'`, /person\.p_tom\.admin is true/],
      ['an auditor is made', `update people set auditor = 1 where id = 'tom'`, /person\.p_tom\.auditor is true/],
      ['a person is deactivated', `update people set active = 0 where id = 'ada'`, /person\.p_ada\.active is false/],
      ['a role is given', `update people set roles = '["tester","dev"]' where id = 'tom'`, /roles\.1 is "dev"/],
      [
        'a person is planted',
        `insert into people values ('eve', 'p_eve', 'Eve', 'e', '[]', 1, 0, 1)`,
        /person\.p_eve is/,
      ],
      ['a person is gone', `delete from people where id = 'tom'`, /person\.p_tom is absent/],
      [
        'a person gets the pseudonym of another',
        `update people set pseudonym = 'p_x' where id = 'tom'`,
        /p_tom is abs/,
      ],
      [
        'a service is planted',
        `insert into services values ('bot', 's_bot')`,
        /service\.s_bot is true, expected absent/,
      ],
      [
        'a token is planted',
        `insert into tokens select 't9', 'y', person, service, scopes, launch, created_at,
        expires_at, revoked_at, last_used_at from tokens where id = 't1'`,
        /token\.t9 is/,
      ],
      [
        'a token gets a scope',
        `update tokens set scopes = '["status:read","launch:read"]' where id = 't1'`,
        /scopes\.1/,
      ],
      ['a token gets every launch', `update tokens set launch = null where id = 't1'`, /token\.t1\.launch is null/],
      ['a token lives longer', `update tokens set expires_at = expires_at + 1 where id = 't1'`, /t1\.expiresAt is/],
      [
        'a token changes hands',
        `update tokens set service = null, person = 'tom' where id = 't1'`,
        /holder is "p_tom"/,
      ],
      ['a revocation is undone', `update tokens set revoked_at = null where id = 't2'`, /token\.t2\.revoked is false/],
      ['a session is planted', `insert into sessions values (${signed})`, /session (ef)+ of p_tom was not started/],
      ['a session is another’s', `update sessions set person = 'ada'`, /session (ab)+\.person is "p_ada"/],
      ['a session is made young', 'update sessions set created_at = created_at + 1', /began at .* after its entry/],
      ['a launch is removed', `delete from launches where slug = 'hello'`, /launch\.hello is absent, expected true/],
      ['a launch is renamed', `update launches set slug = 'aurora'`, /launch\.hello is absent/],
      [
        'a text is changed',
        `update installation_texts set value = '"Eve"' where value = '"Tom Novak"'`,
        /is not the one/,
      ],
      [
        'a text is gone',
        `delete from installation_texts where value = '"ci"'`,
        /1 private text is missing: .* entry 3/,
      ],
      [
        'a text is blanked',
        `update installation_texts set value = '', salt = '', erased_at = 1 where value = '"Tom Novak"'`,
        /the private text c1:\S+ of entry 2 was erased, no entry says so/,
      ],
      [
        'a text is planted',
        `insert into installation_texts values ('${seal('x').commitment}', 's', '"x"', null)`,
        /8 private texts are kept, the entries name 7/,
      ],
      ['the log is emptied', 'delete from installation_entries', /person\.p_ada is .*, expected absent/],
      ['the newest entries are cut off', 'delete from installation_entries where seq > 5', /person\.p_priya is/],
    ])('notices that %s', async (_, statement, difference) => {
      expect(await verifyInstallation(store)).toMatchObject({ matches: true })
      await place.tamper(statement)
      expect(await verifyInstallation(store)).toEqual(found(difference))
    })

    const change = (what: string) => `update installation_entries set ${what} where seq = 4`
    const forged = `leaf = replace(leaf, 'status:read', 'sign:write')`
    test.each<[string, string, RegExp]>([
      ['a leaf was changed', change(forged), /entry\.hash/],
      ['a leaf is no JSON', change(`leaf = 'x'`), /not JSON/],
      ['a leaf has white space', change(`leaf = leaf || ' '`), /canonical/],
      ['a leaf has a field too many', change(`leaf = replace(leaf, '"v":1', '"v":1,"w":1')`), /not an entry/],
      ['an entry is gone', 'delete from installation_entries where seq = 4', /seq is 5, expected 4/],
      ['an instant was changed', change('at = at + 1'), /entry\.at/],
      ['an action was changed', change(`action = 'token.revoke'`), /entry\.action/],
      ['an author was changed', change(`actor = 'p_tom'`), /entry\.actor/],
      ['the tree is another', change(`edge = replace(edge, 'a', 'b')`), /entry\.edge/],
    ])('says at which entry %s', async (_, statement, difference) => {
      await place.tamper(statement)
      expect(await verifyInstallation(store)).toEqual(found(difference, 4))
    })

    test('notices a changed leaf also when its hash was changed with it', async () => {
      const leaf = (await store.installation.leaves(4, 5))[0]?.replace('status:read', 'sign:write') ?? ''
      await place.tamper(change(`leaf = '${leaf}', hash = '${leafHash(leaf).toString('hex')}'`))
      expect(await verifyInstallation(store)).toEqual(found(/entry\.edge/, 4))
    })

    const without = (action: InstallationEntry['action']) => (entries: InstallationEntry[]) =>
      entries.filter((entry) => entry.action !== action)
    const edited =
      (seq: number, edit: (entry: InstallationEntry) => InstallationEntry) => (entries: InstallationEntry[]) =>
        entries.map((entry) => (entry.seq === seq ? edit(entry) : entry))
    test.each<[string, (entries: InstallationEntry[]) => InstallationEntry[], RegExp, number?]>([
      ['without a revocation', without('token.revoke'), /token\.t2\.revoked is true, expected false/],
      ['without a launch', without('launch.create'), /launch\.hello is true, expected absent/],
      ['without a sign-in', without('session.start'), /p_tom has no session (cd)+/, 7],
      ['without its beginning', without('installation.begin'), /the first entry is not installation\.begin/, 0],
      ['with an author whom nobody knows', edited(9, by('p_eve')), /the log doesn't know its author p_eve/, 9],
      ['with a time that runs backwards', edited(5, early), /at runs backwards/, 5],
      [
        'with an entry twice',
        (entries) => entries.flatMap((each) => (each.seq === 3 ? [each, each] : [each])),
        /s_ci is/,
        4,
      ],
    ])('finds a log that was written anew %s', async (_, edit, difference, seq) => {
      await forgeInstallation(place, store, edit)
      expect(await verifyInstallation(store)).toEqual(found(difference, seq))
    })

    test('accepts that a text was erased with its person, and only then', async () => {
      const blank = (who: string) =>
        place.tamper(
          `update installation_texts set value = '', salt = '', erased_at = 1 where value like '%${who}%'`,
          `update people set active = 0 where id = 'tom'`,
          'delete from sessions',
        )
      await write({ action: 'person.erase', actor: operator, data: { person: 'p_tom', invites: [] } })
      await blank('tom@')
      expect(await verifyInstallation(store)).toMatchObject({ matches: true, texts: 7 })
      await place.tamper(`update installation_texts set value = '', erased_at = 1 where value like '%Ada%'`)
      expect(await verifyInstallation(store)).toEqual(found(/of entry 1 was erased, no entry says so/))
    })

    test('goes on from where it was, and looks at all rows again', async () => {
      const verifier = new InstallationVerifier()
      expect(await verifier.verify(store, true)).toMatchObject({ matches: true, entries: 12 })
      await directory.putToken(store, { ...token, id: 't3' })
      expect(await verifier.verify(store, false)).toMatchObject({ matches: true, entries: 13 })
      await place.tamper(`update tokens set revoked_at = null where id = 't2'`)
      expect(await verifier.verify(store, false)).toEqual(found(/token\.t2\.revoked/))
    })
  })

  describe('a log that begins later', () => {
    test('says who and what was there, and matches', async () => {
      const { store, place } = under
      await directory.putPerson(store, tom, monday)
      await directory.putPerson(store, priya, monday)
      await directory.putSession(store, { ...session, hash: 'ab'.repeat(32) })
      await tellWholeStory(store)
      await place.tamper('delete from installation_entries', 'delete from installation_texts')
      const later = await under.reopen()
      await directory.putService(later, 'ci', 's_ci')
      const [first] = await later.installation.leaves(0, 1)
      expect(JSON.parse(first ?? '')).toMatchObject({
        data: {
          people: [{ person: 'p_priya' }, { person: 'p_tom' }],
          sessions: [{ person: 'p_tom' }],
          launches: ['hello'],
        },
      })
      expect(await verifyInstallation(later)).toMatchObject({ matches: true, entries: 2 })
    })
  })
}

const by = (id: string) => (entry: InstallationEntry) => ({ ...entry, actor: { id, kind: 'person' as const } })
const early = (entry: InstallationEntry) => ({ ...entry, at: '2020-01-01T00:00:00.000Z' })
