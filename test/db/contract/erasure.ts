import { beforeEach, describe, expect, test } from 'vitest'
import type { Person } from '../../../db/directory.ts'
import type { Store } from '../../../db/store.ts'
import { verifyInstallation, verifyLaunch } from '../../../db/verify.ts'
import { operator } from '../../../machines/installation/entry.ts'
import { erasePerson } from '../../../machines/installation/erasure.ts'
import type { InstallationRuling, Known } from '../../../machines/installation/known.ts'
import { deactivate, putPerson } from '../../support/directory.ts'
import { monday, tellWholeStory } from '../hello.ts'
import type { StoreUnderTest } from './store-under-test.ts'

/** Chloe is erased: with her entry in the log her words go in the same transaction, and nobody else’s. */

const personOf = (id: string, more: Partial<Person> = {}): Person => ({
  id,
  pseudonym: `p_${id}`,
  name: `The name of ${id}`,
  email: `${id}@example.com`,
  roles: [],
  admin: false,
  auditor: false,
  active: true,
  ...more,
})

export function erasureContract(under: StoreUnderTest): void {
  describe('erasing a person', () => {
    let store: Store
    beforeEach(async () => {
      store = under.store
      for (const id of ['priya', 'helen', 'tom', 'chloe']) await putPerson(store, personOf(id), monday)
      await tellWholeStory(store)
      await deactivate(store, 'chloe', monday)
    })

    const asked = {
      identitiesOf: 'chloe',
      passkeysOf: 'chloe',
      invitesOf: 'chloe@example.com',
      mailsTo: 'chloe@example.com',
    }
    const erase = (decide: (known: Known<typeof asked>, at: number) => InstallationRuling) =>
      store.installation.change({ at: monday, asked, texts: [], decide, erases: 'chloe' })
    const values = async () => (await store.privateTexts('hello')).map(({ value }) => JSON.stringify(value)).sort()

    test('blanks what she wrote and her id, and every log verifies, for other readers too', async () => {
      const before = await values()
      const kept = await store.load('hello')
      const outcome = await erase((known, at) => erasePerson(known, 'chloe', operator, at))
      expect(outcome).toMatchObject({ kind: 'accepted', entries: [{ action: 'person.erase' }] })
      const after = await values()
      expect(after).toHaveLength(before.length)
      expect(after.filter((value) => value === 'null')).toHaveLength(1)
      // What was made of the launch before may hold her words.
      expect(await store.load('hello')).not.toBe(kept)
      expect(await store.load('hello')).toEqual(kept)
      const people = await store.directory.people()
      expect(people.find(({ pseudonym }) => pseudonym === 'p_chloe')).toMatchObject({
        id: 'deleted-chloe',
        name: '',
        active: false,
      })
      expect(await store.directory.person('chloe')).toBeNull()
      expect(await store.directory.profile('deleted-chloe')).toMatchObject({ erasedAt: monday })
      for (const reader of [store, await under.open()]) {
        expect(await verifyLaunch(reader, 'hello')).toMatchObject({ matches: true, deleted: 1 })
        expect(await verifyInstallation(reader)).toMatchObject({ matches: true })
        expect(await reader.integrity.inspect()).toBeNull()
      }
    })

    test.each<[string, (known: Known<typeof asked>, at: number) => InstallationRuling]>([
      ['when the rule refuses', () => ({ accepted: false, reason: 'not-admin' })],
      ['when she is active', (known, at) => erasePerson({ ...known, people: active(known) }, 'chloe', operator, at)],
    ])('changes nothing %s', async (_when, decide) => {
      const all = async () => [await values(), await store.installation.head(), await store.directory.people()]
      const before = await all()
      expect(await erase(decide)).toMatchObject({ kind: 'refused' })
      expect(await all()).toEqual(before)
    })

    test('throws without its entry, and changes nothing', async () => {
      const before = await values()
      await expect(erase(() => ({ accepted: true, entries: [], changes: [] }))).rejects.toThrow('Nobody is erased')
      expect(await values()).toEqual(before)
      expect((await store.directory.person('chloe'))?.name).toBe('The name of chloe')
    })
  })
}

const active = ({ people }: Known) => people.map((each) => ({ ...each, active: true }))
