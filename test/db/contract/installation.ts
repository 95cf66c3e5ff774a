import { beforeEach, describe, expect, test } from 'vitest'
import type { Person, Session } from '../../../db/directory.ts'
import { append, emptyFrontier, leafHash, rootOfFrontier } from '../../../db/merkle.ts'
import { opens, seal } from '../../../db/seal.ts'
import { type Store, Taken } from '../../../db/store.ts'
import { operator } from '../../../machines/installation/entry.ts'
import { addService } from '../../../machines/installation/tokens.ts'
import { deactivate, putPerson, putService, putSession, revoke } from '../../support/directory.ts'
import { monday } from '../hello.ts'
import { accept, everyRow } from './installation-rows.ts'
import type { StoreUnderTest } from './store-under-test.ts'

/** The installation's own log: no change of who may get in without its entry, and the other way round. */

const ada: Person = {
  id: 'ada',
  pseudonym: 'p_ada',
  name: 'Ada Byrne',
  email: 'ada@example.com',
  roles: [],
  admin: true,
  auditor: false,
  active: true,
}
const session: Session = {
  hash: 'ab'.repeat(32),
  person: 'ada',
  method: 'password',
  device: 'Firefox',
  createdAt: monday + 1,
  seenAt: monday + 1,
}

export function installationContract(under: StoreUnderTest): void {
  describe('the installation', () => {
    let store: Store
    beforeEach(() => {
      store = under.store
    })
    const actions = async () => (await store.installation.find({}, 0, 100)).map(({ action }) => action).reverse()
    const everything = async () => ({
      head: await store.installation.head(),
      standing: await store.installation.standing(),
      texts: (await store.installation.privateTexts()).length,
    })

    test('has a log that grows with each change, and a root over its exact leaves', async () => {
      expect(await store.installation.head()).toMatchObject({ size: 0 })
      await putPerson(store, ada, monday)
      await putSession(store, session)
      await putService(store, 'ci', 's_ci')
      expect(await actions()).toEqual(['installation.begin', 'person.add', 'session.start', 'service.add'])
      const leaves = await (await under.open()).installation.leaves(0, 10)
      const edge = leaves.map((leaf) => leafHash(leaf)).reduce(append, emptyFrontier)
      expect(await store.installation.head()).toEqual({ size: 4, root: rootOfFrontier(edge).toString('hex') })
      expect(leaves[1]).toContain('"person":"p_ada"')
      for (const secret of ['Ada', 'example.com', 'Firefox', session.hash]) expect(leaves.join()).not.toContain(secret)
      const texts = await store.installation.privateTexts()
      expect(texts.map(({ value }) => value).sort()).toEqual(['Ada Byrne', 'ada@example.com', 'ci'])
      expect(texts.every(opens)).toBe(true)
    })

    test('writes nothing of a change that is refused, or that the database refuses', async () => {
      await putPerson(store, ada, monday)
      const before = await everything()
      expect(await deactivate(store, 'ada', monday)).toBe('last-admin')
      expect(await revoke(store, 't9', monday)).toBe('unknown-token')
      await expect(putPerson(store, { ...ada, id: 'eve', pseudonym: 'p_eve' })).rejects.toThrow(Taken)
      expect(await putSession(store, { ...session, person: 'eve' })).toBe('unknown-person')
      expect(await everything()).toEqual(before)
      expect(await store.directory.session(session.hash)).toBeNull()
    })

    test('begins its log with those who were there', async () => {
      await putPerson(store, ada, monday)
      const [first] = await store.installation.leaves(0, 1)
      expect(JSON.parse(first ?? '')).toMatchObject({ seq: 0, data: { people: [], services: [], tokens: [] } })
    })

    test('asks the rule again under the lock: of two who make the first service one is refused', async () => {
      const other = await under.open()
      const make = (to: Store, pseudonym: string) => {
        const text = seal('ci')
        return to.installation.change({
          at: monday,
          asked: {},
          texts: [text],
          decide: (known) => addService(known, { name: 'ci', pseudonym }, text.commitment, operator),
        })
      }
      const outcomes = await Promise.all([make(store, 's_a'), make(other, 's_b'), make(store, 's_c')])
      expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['accepted', 'refused', 'refused'])
      expect(await actions()).toEqual(['installation.begin', 'service.add'])
    })

    test('never lets its time run backwards', async () => {
      await putPerson(store, ada, monday + 10)
      await putSession(store, session)
      const entries = await store.installation.find({ person: 'p_ada' }, 0, 10)
      expect(entries.map(({ at }) => Date.parse(at))).toEqual([monday + 10, monday + 10])
    })

    test('finds entries by person, action and time, the newest first', async () => {
      await putPerson(store, ada, monday)
      await putSession(store, { ...session, createdAt: monday + 5 })
      const find = async (filter: Parameters<typeof store.installation.find>[0]) => {
        const found = await store.installation.find(filter, 0, 10)
        expect(await store.installation.count(filter)).toBe(found.length)
        return found.map(({ seq }) => seq)
      }
      expect(await find({})).toEqual([2, 1, 0])
      expect(await find({ person: 'p_ada' })).toEqual([2, 1])
      expect(await find({ actions: ['session.start', 'session.end'] })).toEqual([2])
      expect(await find({ from: monday + 1 })).toEqual([2])
      expect(await find({ until: monday + 1, before: 1 })).toEqual([0])
    })

    test('gives the rows that are asked for', async () => {
      await putPerson(store, ada, monday)
      await putSession(store, session)
      const known = await store.installation.read({
        sessionsOf: 'ada',
        password: 'ada',
        limits: ['sign-in'],
        openInvites: monday,
      })
      expect(known).toMatchObject({ people: [ada], sessionsOf: [session], password: null, limits: [], openInvites: [] })
      expect(known.profiles.get('ada')).toMatchObject({ theme: 'system', language: null })
    })

    test('keeps every kind of row as it was written, until it is removed', async () => {
      await putPerson(store, ada, monday)
      const rows = everyRow()
      const write = (changes: Parameters<typeof accept>[0]) =>
        store.installation.change({ at: monday, asked: {}, texts: [], decide: () => accept(changes) })
      await write(rows.changes)
      const other = await under.open()
      expect(await other.installation.read(rows.asked)).toMatchObject(rows.found)
      await write(rows.removals)
      expect(await store.installation.read(rows.asked)).toMatchObject(rows.left)
    })
  })
}
