import { beforeEach, describe, expect, test } from 'vitest'
import { leafHash } from '../../../db/merkle.ts'
import { seal } from '../../../db/seal.ts'
import type { Store } from '../../../db/store.ts'
import { verifyLaunch } from '../../../db/verify.ts'
import { does, monday, tellWholeStory, title } from '../hello.ts'
import { root } from './same-leaves.ts'
import type { Place, StoreUnderTest } from './store-under-test.ts'

/** Verification finds whatever was changed behind the store’s back. */
export function verificationContract(under: StoreUnderTest): void {
  let store: Store
  let place: Place
  beforeEach(() => {
    store = under.store
    place = under.place
  })

  describe('verification', () => {
    const stranger = seal('Psst', 'salt-of-stranger')
    beforeEach(() => tellWholeStory(store))

    test('reports that an unaltered launch matches', async () => {
      const root = (await store.storedHead('hello'))?.root
      expect(await verifyLaunch(store, 'hello')).toEqual({ matches: true, entries: 13, root, texts: 4, files: 1 })
    })

    test('names the private texts that are missing: no command erases one', async () => {
      await place.tamper(`delete from private_texts where commitment = '${title.commitment}'`)
      expect(await store.texts('hello', [title.commitment])).toEqual(new Map())
      expect(await verifyLaunch(store, 'hello')).toEqual({
        matches: false,
        difference: `1 private text is missing: ${title.commitment} of entry 0`,
      })
      await place.tamper(`delete from private_texts`)
      expect(await verifyLaunch(store, 'hello')).toEqual({
        matches: false,
        difference: expect.stringMatching(/^4 private texts are missing: c1:\S+ of entry 0, .*, …$/),
      })
    })

    test('takes no name of a build for a private text, whatever it looks like', async () => {
      const version = `c1:${'A'.repeat(43)}`
      const outcome = await does(store, 'priya', { type: 'launch.setCandidate', version }, { request: 'r_build' })
      expect(outcome).toMatchObject({ kind: 'accepted' })
      expect(await verifyLaunch(store, 'hello')).toMatchObject({ matches: true })
    })

    test('follows gates that a command about the launch touched, and each commit of its own request', async () => {
      const after = { at: monday + 3_600_000 }
      const helen = { type: 'gate.assign', gate: 'payment-gateway', person: 'p_tom' } as const
      await does(store, 'priya', helen, { ...after, request: 'r_assign' })
      const role = { type: 'launch.unassignRole', role: 'backend-developer', person: 'p_tom' } as const
      await does(
        store,
        'priya',
        { ...role, type: 'launch.assignRole', person: 'p_fay' },
        { ...after, request: 'r_fay' },
      )
      await does(store, 'priya', role, { ...after, request: 'r_unassign' })
      expect((await store.commits('hello', 0)).at(-1)?.gates.map(({ id }) => id)).toEqual(['payment-gateway'])
      expect(await verifyLaunch(store, 'hello')).toMatchObject({ matches: true })
      await place.tamper(`update commits set gates = '[]' where id = (select max(id) from commits)`)
      expect(await verifyLaunch(store, 'hello')).toMatchObject({
        matches: false,
        difference: expect.stringMatching(/the log and the commits differ: commits\.\d+\.gates\.0 is absent/),
      })
    })

    test('says when there is no such launch', async () => {
      expect(await verifyLaunch(store, 'nowhere')).toMatchObject({
        matches: false,
        difference: 'there is no launch nowhere',
      })
    })

    test('notices a changed leaf also when its hash was changed with it', async () => {
      const leaf = (await store.leaves('hello', 2, 3))[0]?.replace('p_chloe', 'p_tom') ?? ''
      await place.tamper(
        `update entries set leaf = '${leaf}', hash = '${leafHash(leaf).toString('hex')}' where seq = 2`,
      )
      expect(await verifyLaunch(store, 'hello')).toMatchObject({
        matches: false,
        difference: expect.stringContaining(`the stored root is ${root}`),
      })
    })

    const forged = `update entries set leaf = replace(leaf, '"PAY-1"', '"PAY-2"')`
    test.each<[string, string, { seq?: number; difference: RegExp }]>([
      ['a leaf was changed', `${forged} where seq = 4`, { seq: 4, difference: /entry\.hash/ }],
      ['a leaf is no JSON', `update entries set leaf = 'x' where seq = 4`, { seq: 4, difference: /not JSON/ }],
      [
        'a leaf has white space',
        `update entries set leaf = leaf || ' ' where seq = 4`,
        { seq: 4, difference: /canonical/ },
      ],
      ['an entry is gone', 'delete from entries where seq = 6', { seq: 6, difference: /seq is 7, expected 6/ }],
      ['the last entry is gone', 'delete from entries where seq = 12', { difference: /version 13, the log has 12/ }],
      [
        'a copied instant was changed',
        'update entries set at = at + 1 where seq = 2',
        { seq: 2, difference: /entry\.at/ },
      ],
      [
        'a copied gate was changed',
        `update entries set gate = null where seq = 2`,
        { seq: 2, difference: /entry\.gate/ },
      ],
      [
        'a copied request was changed',
        `update entries set request = 'r' where seq = 2`,
        { seq: 2, difference: /entry\.request/ },
      ],
      [
        'the stored root is another',
        `update launches set edge = replace(edge, '0', '1')`,
        { difference: /the stored root is/ },
      ],
      ['the stored edge is none', `update launches set edge = '[]'`, { difference: /the edge of the tree/ }],
      [
        'the launch says it is locked',
        `update launches set state = 'preparing.locked'`,
        { difference: /launch\.state is "preparing\.locked", expected "preparing\.unlocked"/ },
      ],
      [
        'the launch is in an unknown state',
        `update launches set state = 'open'`,
        { difference: /row of launch hello: state/ },
      ],
      [
        'a gate is in another state',
        `update gates set state = 'open.inProgress' where id = 'content'`,
        { difference: /launch\.gates\.content\.state is "open\.inProgress"/ },
      ],
      [
        'a gate has another version',
        `update gates set version = 99 where id = 'content'`,
        { difference: /launch\.gates\.content\.version is 99/ },
      ],
      [
        'a signature was given to another',
        `update gates set context = replace(context, 'p_helen', 'p_tom')`,
        { difference: /go-no-go\.context\.signatures\.head-of-digital\.by is "p_tom"/ },
      ],
      ['a gate is gone', `delete from gates where id = 'content'`, { difference: /its gates are not those/ }],
      [
        'a private text was changed',
        `update private_texts set value = '"Bye"' where value = '"Hello"'`,
        { difference: /private text of c1:/ },
      ],
      [
        'a private text is kept that no entry names',
        `insert into private_texts (launch, commitment, salt, value) values ('hello', '${stranger.commitment}', '${stranger.salt}', '"Psst"')`,
        { difference: /is kept, no entry names it/ },
      ],
      [
        'a private text is no JSON',
        `update private_texts set value = 'x' where value = '"Hello"'`,
        { difference: /private text c1:.*: not JSON/ },
      ],
      [
        'a commit lists fewer gates',
        `update commits set gates = '[]' where version = 1`,
        { difference: /commits\.0\.gates\.0 is absent/ },
      ],
      [
        'a commit lists another version of a gate',
        `update commits set gates = replace(gates, '3', '2') where version = 3`,
        { difference: /commits\.2\.gates\.0\.version is 2, expected 3/ },
      ],
      [
        'a commit is there beyond the last entry',
        `insert into commits (launch, version, gates, at) values ('hello', 14, '[]', 0)`,
        { difference: /the log and the commits differ: commits\.10 is .*expected absent/ },
      ],
      [
        'a commit is there before the first entry',
        `insert into commits (launch, version, gates, at) values ('hello', -3, '[]', 0)`,
        { difference: /the log and the commits differ: commits\.0/ },
      ],
      ['a commit is gone', 'delete from commits where version = 8', { difference: /the log and the commits differ/ }],
    ])('notices that %s', async (_, statement, found) => {
      await store.load('hello')
      await place.tamper(statement)
      const { difference, ...rest } = found
      expect(await verifyLaunch(store, 'hello')).toMatchObject({
        matches: false,
        ...rest,
        difference: expect.stringMatching(difference),
      })
    })
  })
}
