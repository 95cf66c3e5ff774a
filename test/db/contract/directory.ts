import { beforeEach, describe, expect, test } from 'vitest'
import type { Person, Token } from '../../../db/directory.ts'
import { type Store, Taken } from '../../../db/store.ts'
import {
  deactivate,
  dropSession,
  putPerson,
  putService,
  putSession,
  putToken,
  revoke,
} from '../../support/directory.ts'
import { monday } from '../hello.ts'
import type { StoreUnderTest } from './store-under-test.ts'

/** People, services, tokens, sessions and settings. */
export function directoryContract(under: StoreUnderTest): void {
  const { open } = under
  let store: Store
  beforeEach(() => {
    store = under.store
  })

  describe('the directory', () => {
    const joon: Person = {
      id: 'joon',
      pseudonym: 'p_1',
      name: '박준',
      email: 'joon@example.com',
      roles: ['inventory-manager', 'tester'],
      admin: false,
      auditor: false,
      active: true,
    }
    const token: Token = {
      id: 't1',
      secretHash: 'ab'.repeat(32),
      person: 'joon',
      service: null,
      scopes: ['status:read', 'launch:read'],
      launch: null,
      createdAt: monday,
      expiresAt: monday + 1000,
      revokedAt: null,
      lastUsedAt: null,
    }

    test('keeps people as they are', async () => {
      const ada: Person = { ...joon, id: 'ada', pseudonym: 'p_2', email: 'ada@example.com', roles: [], admin: true }
      await putPerson(store, joon)
      await putPerson(store, ada)
      const again = await open()
      expect(await again.directory.people()).toEqual([ada, joon])
      expect(await again.directory.person('joon')).toEqual(joon)
      expect(await again.directory.person('nobody')).toBeNull()
    })

    test('refuses what is taken, and names it', async () => {
      await putPerson(store, joon)
      const other: Person = { ...joon, id: 'other', pseudonym: 'p_3', email: 'other@example.com' }
      const taken: [Partial<Person>, string][] = [
        [{ id: 'joon' }, 'id'],
        [{ pseudonym: 'p_1' }, 'pseudonym'],
        [{ email: 'Joon@Example.com' }, 'email address'],
      ]
      for (const [same, what] of taken) {
        const refused = await putPerson(store, { ...other, ...same }).catch((error: unknown) => error)
        expect(refused).toBeInstanceOf(Taken)
        expect(refused).toMatchObject({ what })
      }
      expect(await store.directory.people()).toEqual([joon])
    })

    test('deactivates a person at once and for good: sessions end, tokens are revoked, all else stays', async () => {
      await putPerson(store, joon)
      await putPerson(store, { ...joon, id: 'wei', pseudonym: 'p_2', email: 'wei@example.com' })
      await putToken(store, { ...token, revokedAt: monday + 1 })
      await putToken(store, { ...token, id: 't2' })
      await putToken(store, { ...token, id: 't3', person: 'wei' })
      const session = {
        hash: 'ab'.repeat(32),
        person: 'joon',
        method: 'password' as const,
        device: 'Firefox',
        createdAt: monday,
        seenAt: monday,
      }
      await putSession(store, session)
      await putSession(store, { ...session, hash: 'cd'.repeat(32), person: 'wei' })

      expect(await deactivate(store, 'joon', monday + 5)).toBeNull()
      const again = await open()
      expect(await again.directory.person('joon')).toEqual({ ...joon, active: false })
      expect((await again.directory.tokens()).map(({ id, revokedAt }) => [id, revokedAt])).toEqual([
        ['t1', monday + 1],
        ['t2', monday + 5],
        ['t3', null],
      ])
      expect(await again.directory.session(session.hash)).toBeNull()
      expect(await again.directory.session('cd'.repeat(32))).not.toBeNull()
      expect(await again.directory.person('wei')).toMatchObject({ active: true })
      expect(await deactivate(again, 'joon', monday + 9)).toBe('already-done')
      expect(await again.directory.token('t2')).toMatchObject({ revokedAt: monday + 5 })
      expect(await deactivate(again, 'nobody', monday + 9)).toBe('unknown-person')
    })

    test('never deactivates the last active admin, also when two are asked for at once', async () => {
      const ada: Person = { ...joon, id: 'ada', pseudonym: 'p_2', email: 'ada@example.com', admin: true }
      const zoe: Person = { ...ada, id: 'zoe', pseudonym: 'p_3', email: 'zoe@example.com' }
      for (const each of [joon, ada, zoe]) await putPerson(store, each)
      await putToken(store, { ...token, person: 'zoe' })
      const other = await open()
      const both = await Promise.all([deactivate(store, 'ada', monday), deactivate(other, 'zoe', monday)])
      expect(both.toSorted()).toEqual(['last-admin', null])
      const people = await store.directory.people()
      expect(people.filter(({ admin, active }) => admin && active)).toHaveLength(1)
      // The one who stays keeps their token too.
      const last = people.find(({ admin, active }) => admin && active)
      const kept = await store.directory.token('t1')
      expect(kept?.revokedAt).toBe(last?.id === 'zoe' ? null : monday)
      // Without an active admin at all, others can still go.
      expect(await deactivate(store, 'joon', monday)).toBeNull()
    })

    test('removes sessions that have ended', async () => {
      await putPerson(store, joon)
      await putPerson(store, { ...joon, id: 'wei', pseudonym: 'p_wei', email: 'wei@shop.example' })
      const add = (hash: string, person: string, createdAt: number, seenAt = monday) =>
        putSession(store, { hash, person, method: 'list', device: '', createdAt, seenAt })
      await add('idle', 'wei', monday - 10, monday - 101)
      await add('long', 'wei', monday - 1001)
      await add('joon-1', 'joon', monday - 1)
      await add('wei-9', 'wei', monday - 9)
      await store.directory.removeOldSessions({ seenBefore: monday - 100, createdBefore: monday - 1000 })
      const all = ['idle', 'long', 'joon-1', 'wei-9']
      const left = await Promise.all(all.map((hash) => store.directory.session(hash)))
      expect(left.flatMap((each) => each?.hash ?? [])).toEqual(['joon-1', 'wei-9'])
    })

    test('makes a service once, also when it is asked for twice at once', async () => {
      const [a, b] = await Promise.all([putService(store, 'ci', 's_1'), putService(store, 'ci', 's_2')])
      expect(a).toEqual(b)
      expect(await store.directory.services()).toEqual([a])
    })

    test('keeps tokens, what they last did and that they were revoked', async () => {
      await putPerson(store, joon)
      await putService(store, 'ci', 's_1')
      const ofService = { ...token, id: 't2', person: null, service: 'ci', launch: 'hello', createdAt: monday + 1 }
      await putToken(store, token)
      await putToken(store, ofService)
      expect(await store.directory.tokens()).toEqual([token, ofService])
      await store.directory.touchToken('t1', monday + 5)
      expect(await revoke(store, 't1', monday + 6)).toBeNull()
      // The first revocation stands.
      expect(await revoke(store, 't1', monday + 7)).toBe('already-done')
      expect(await store.directory.token('t1')).toEqual({ ...token, lastUsedAt: monday + 5, revokedAt: monday + 6 })
      expect(await revoke(store, 't9', monday)).toBe('unknown-token')
      expect(await store.directory.token('t9')).toBeNull()
      expect(await store.directory.token('t2')).toEqual(ofService)
    })

    test('refuses a token of nobody, of two, or of somebody unknown', async () => {
      await putPerson(store, joon)
      await putService(store, 'ci', 's_1')
      expect(await putToken(store, { ...token, person: null })).toBe('unknown-service')
      expect(await putToken(store, { ...token, person: 'nobody' })).toBe('unknown-person')
      await expect(putToken(store, { ...token, service: 'ci' })).rejects.toThrow()
      expect(await store.directory.tokens()).toEqual([])
    })

    test('keeps sessions until they end', async () => {
      await putPerson(store, joon)
      const session = {
        hash: 'cd'.repeat(32),
        person: 'joon',
        method: 'password' as const,
        device: 'Firefox',
        createdAt: monday,
        seenAt: monday,
      }
      await putSession(store, session)
      await store.directory.touchSession(session.hash, monday + 9)
      expect(await store.directory.session(session.hash)).toEqual({ ...session, seenAt: monday + 9 })
      expect(await dropSession(store, session.hash, joon)).toBeNull()
      expect(await store.directory.session(session.hash)).toBeNull()
    })

    test('keeps settings, the last value of each', async () => {
      expect(await store.directory.setting('demo')).toBeNull()
      await store.directory.setSetting('demo', 'on')
      await store.directory.setSetting('demo', 'off')
      expect(await store.directory.setting('demo')).toBe('off')
    })
  })
}
