import { beforeEach, describe, expect, test } from 'vitest'
import type { Directory, Person, Session, Token } from '../../../db/directory.ts'
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
const session: Session = { hash: 'cd'.repeat(32), person: 'tom', method: 'list', device: '', createdAt: at, seenAt: at }
const ada: Person = { ...tom, id: 'ada', pseudonym: 'p_ada', email: 'ada@example.com', admin: true }

type Reads =
  | 'people'
  | 'person'
  | 'profile'
  | 'services'
  | 'everyone'
  | 'tokens'
  | 'token'
  | 'heldToken'
  | 'session'
  | 'setting'
interface Row {
  change(store: Store): Promise<unknown>
  read: Record<string, unknown>
}
/** Each method that writes, and what is read afterwards. A new method without a line here does not compile. */
const written: Record<Exclude<keyof Directory, Reads>, Row> = {
  touchToken: {
    change: ({ directory }) => directory.touchToken(token.id, at + 1),
    read: { token: { ...token, lastUsedAt: at + 1 } },
  },
  removeOldSessions: {
    change: ({ directory }) => directory.removeOldSessions({ seenBefore: at + 1, createdBefore: 0 }),
    read: { session: null },
  },
  removeOldTries: { change: ({ directory }) => directory.removeOldTries(at), read: {} },
  touchSession: {
    change: ({ directory }) => directory.touchSession(session.hash, at + 1),
    read: { session: { ...session, seenAt: at + 1 } },
  },
  setSetting: { change: ({ directory }) => directory.setSetting('demo', 'yes'), read: { demo: 'yes' } },
}
/** The same for what goes through the installation's rules. */
const changes: Record<string, Row> = {
  ...written,
  'an added person': { change: (store) => putPerson(store, ada), read: { people: ['ada', 'tom'], ada } },
  'a deactivated person': {
    change: (store) => deactivate(store, 'tom', at + 1),
    read: { tom: { ...tom, active: false }, token: { ...token, revokedAt: at + 1 }, session: null },
  },
  'a service': { change: (store) => putService(store, 'ci', 's_ci'), read: { services: ['ci'] } },
  'an added token': {
    change: (store) => putToken(store, { ...token, id: 'tomstoken02' }),
    read: { tokens: ['tomstoken01', 'tomstoken02'], second: { ...token, id: 'tomstoken02' } },
  },
  'a revoked token': {
    change: (store) => revoke(store, token.id, at + 1),
    read: { token: { ...token, revokedAt: at + 1 } },
  },
  'a new session': {
    change: (store) => putSession(store, { ...session, hash: 'ef' }),
    read: { newer: { ...session, hash: 'ef' }, session },
  },
  'the end of a session': { change: (store) => dropSession(store, session.hash, tom), read: { session: null } },
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
      await putPerson(server, tom)
      await putToken(server, token)
      await putSession(server, session)
      for (const store of [server, other]) expect(await everything(store.directory)).toEqual(before)
    })

    test.each(Object.entries(changes))('%s counts at the next read, here and in another process', async (_, row) => {
      await row.change(server)
      await nextTurn()
      for (const store of [server, other]) expect(await everything(store.directory)).toEqual({ ...before, ...row.read })
    })

    test.each(Object.entries(changes))('%s on the command line counts here at the next read', async (_, row) => {
      await row.change(other)
      await nextTurn()
      expect(await everything(server.directory)).toEqual({ ...before, ...row.read })
    })

    test('everyone is the same object until something changes, and nobody can change it', async () => {
      const all = await server.directory.everyone()
      expect(await server.directory.everyone()).toBe(all)
      expect(all).toEqual({ people: [tom], services: [] })
      for (const part of [all, all.people, all.services, ...all.people, ...all.people.map(({ roles }) => roles)])
        expect(Object.isFrozen(part)).toBe(true)
      const ci = await putService(other, 'ci', 's_ci')
      expect(await server.directory.everyone()).toEqual({ people: [tom], services: [ci] })
    })

    test('a token comes with its holder, of the same moment', async () => {
      const held = { token, holder: { kind: 'person', person: tom } }
      expect(await server.directory.heldToken(token.id)).toEqual(held)
      expect(await server.directory.heldToken('tomstoken02')).toBe(null)
      const service = await putService(other, 'ci', 's_ci')
      const ofService = { ...token, id: 'cistoken001', person: null, service: 'ci' }
      await putToken(other, ofService)
      expect(await server.directory.heldToken(ofService.id)).toEqual({
        token: ofService,
        holder: { kind: 'service', service },
      })
      await deactivate(other, 'tom', at + 1)
      expect(await server.directory.heldToken(token.id)).toMatchObject({
        token: { revokedAt: at + 1 },
        holder: { person: { active: false } },
      })
    })

    test('a change that is refused leaves what is read as it was', async () => {
      await expect(putPerson(server, { ...ada, email: 'TOM@example.com' })).rejects.toThrow(Taken)
      expect(await everything(server.directory)).toEqual(before)
    })
  })
}
