import { beforeEach, describe, expect, test } from 'vitest'
import type { Directory, Person, Token } from '../../../db/directory.ts'
import { type Store, Taken } from '../../../db/store.ts'
import { nextTurn } from '../../support/next-turn.ts'
import type { StoreUnderTest } from './store-under-test.ts'

/** The directory is read from memory: what a change must never be is overlooked, whoever made it. */

const at = Date.parse('2026-11-23T09:00:00.000Z')
const tom: Person = {
  id: 'tom',
  pseudonym: 'p_tom',
  name: 'Tom Becker',
  email: 'tom@example.com',
  roles: ['backend-developer'],
  admin: false,
  auditor: false,
  active: true,
}
const token: Token = {
  id: 'tomstoken01',
  secretHash: 'ab'.repeat(32),
  person: 'tom',
  service: null,
  scopes: ['status:read'],
  launch: null,
  createdAt: at,
  expiresAt: at + 1000,
  revokedAt: null,
  lastUsedAt: null,
}
const session = { hash: 'cd'.repeat(32), person: 'tom', createdAt: at, seenAt: at }
const ada: Person = { ...tom, id: 'ada', pseudonym: 'p_ada', email: 'ada@example.com', admin: true }

type Reads = 'people' | 'person' | 'services' | 'everyone' | 'tokens' | 'token' | 'heldToken' | 'session' | 'setting'
/** Each method that changes something, and what is read afterwards. A new method without a line here does not compile. */
const changes: Record<
  Exclude<keyof Directory, Reads>,
  { change(directory: Directory): Promise<unknown>; read: Record<string, unknown> }
> = {
  addPerson: { change: (all) => all.addPerson(ada), read: { people: ['ada', 'tom'], ada } },
  deactivatePerson: {
    change: (all) => all.deactivatePerson('tom', at + 1),
    read: { tom: { ...tom, active: false }, token: { ...token, revokedAt: at + 1 }, session: null },
  },
  service: { change: (all) => all.service('ci', 's_ci'), read: { services: ['ci'] } },
  addToken: {
    change: (all) => all.addToken({ ...token, id: 'tomstoken02' }),
    read: { tokens: ['tomstoken01', 'tomstoken02'], second: { ...token, id: 'tomstoken02' } },
  },
  revokeToken: { change: (all) => all.revokeToken(token.id, at + 1), read: { token: { ...token, revokedAt: at + 1 } } },
  touchToken: { change: (all) => all.touchToken(token.id, at + 1), read: { token: { ...token, lastUsedAt: at + 1 } } },
  addSession: {
    change: (all) => all.addSession({ ...session, hash: 'ef' }),
    read: { newer: { ...session, hash: 'ef' }, session },
  },
  removeOldSessions: {
    change: (all) => all.removeOldSessions('tom', { seenBefore: at + 1, createdBefore: 0 }, 5),
    read: { session: null },
  },
  touchSession: {
    change: (all) => all.touchSession(session.hash, at + 1),
    read: { session: { ...session, seenAt: at + 1 } },
  },
  endSession: { change: (all) => all.endSession(session.hash), read: { session: null } },
  setSetting: { change: (all) => all.setSetting('demo', 'yes'), read: { demo: 'yes' } },
}

const before = {
  people: ['tom'],
  tom,
  ada: null,
  services: [],
  tokens: [token.id],
  token,
  second: null,
  session,
  newer: null,
  demo: null,
}

async function everything(all: Directory): Promise<Record<string, unknown>> {
  return {
    people: (await all.people()).map(({ id }) => id),
    tom: await all.person('tom'),
    ada: await all.person('ada'),
    services: (await all.services()).map(({ name }) => name),
    tokens: (await all.tokens()).map(({ id }) => id),
    token: await all.token(token.id),
    second: await all.token('tomstoken02'),
    session: await all.session(session.hash),
    newer: await all.session('ef'),
    demo: await all.setting('demo'),
  }
}

export function directoryInMemoryContract(under: StoreUnderTest): void {
  describe('the directory in memory', () => {
    let server: Store
    let other: Store
    beforeEach(async () => {
      server = under.store
      other = await under.open()
      await server.directory.addPerson(tom)
      await server.directory.addToken(token)
      await server.directory.addSession(session)
      for (const store of [server, other]) expect(await everything(store.directory)).toEqual(before)
    })

    test.each(Object.entries(changes))('%s counts at the next read, here and in another process', async (_, row) => {
      await row.change(server.directory)
      await nextTurn()
      for (const store of [server, other]) expect(await everything(store.directory)).toEqual({ ...before, ...row.read })
    })

    test.each(Object.entries(changes))('%s on the command line counts here at the next read', async (_, row) => {
      await row.change(other.directory)
      await nextTurn()
      expect(await everything(server.directory)).toEqual({ ...before, ...row.read })
    })

    test('everyone is the same object until something changes, and nobody can change it', async () => {
      const all = await server.directory.everyone()
      expect(await server.directory.everyone()).toBe(all)
      expect(all).toEqual({ people: [tom], services: [] })
      for (const part of [all, all.people, all.services, ...all.people, ...all.people.map(({ roles }) => roles)])
        expect(Object.isFrozen(part)).toBe(true)
      const ci = await other.directory.service('ci', 's_ci')
      expect(await server.directory.everyone()).toEqual({ people: [tom], services: [ci] })
    })

    test('a token comes with its holder, of the same moment', async () => {
      const held = { token, holder: { kind: 'person', person: tom } }
      expect(await server.directory.heldToken(token.id)).toEqual(held)
      expect(await server.directory.heldToken('tomstoken02')).toBe(null)
      const service = await other.directory.service('ci', 's_ci')
      const ofService = { ...token, id: 'cistoken001', person: null, service: 'ci' }
      await other.directory.addToken(ofService)
      expect(await server.directory.heldToken(ofService.id)).toEqual({
        token: ofService,
        holder: { kind: 'service', service },
      })
      await other.directory.deactivatePerson('tom', at + 1)
      expect(await server.directory.heldToken(token.id)).toMatchObject({
        token: { revokedAt: at + 1 },
        holder: { person: { active: false } },
      })
    })

    test('a change that is refused leaves what is read as it was', async () => {
      await expect(server.directory.addPerson({ ...ada, email: 'TOM@example.com' })).rejects.toThrow(Taken)
      expect(await everything(server.directory)).toEqual(before)
    })
  })
}
