import { beforeEach, describe, expect, test } from 'vitest'
import { seal } from '../../../db/seal.ts'
import type { Store } from '../../../db/store.ts'
import { verifyLaunch, verifyLeaves } from '../../../db/verify.ts'
import type { Entry } from '../../../machines/entry.ts'
import { forge } from '../forger.ts'
import { does, monday, tellWholeStory } from '../hello.ts'
import type { Place, StoreUnderTest } from './store-under-test.ts'

/**
 * What verification finds on every store although the forger recomputed all that is derived from the log. What it can't
 * find without signed checkpoints is not here: cut-off newest commits, and a rewritten log that the roles allow.
 */
export function forgeryContract(under: StoreUnderTest): void {
  describe('a forged log', () => {
    let place: Place
    let store: Store
    beforeEach(async () => {
      place = under.place
      store = under.store
      await tellWholeStory(store)
    })

    /** The launch and its export say the same about the forgery. */
    async function expectFound(seq: number, difference: RegExp): Promise<void> {
      const found = { matches: false, seq, difference: expect.stringMatching(difference) }
      expect(await verifyLaunch(store, 'hello')).toEqual(found)
      expect(verifyLeaves(await store.leaves('hello', 0, 100))).toEqual(found)
    }

    test.each<[string, number, (entry: Entry) => Entry, RegExp]>([
      ['a role that its actor did not hold', 4, by('tom', 'content-team'), /p_tom acts as content-team, but the log/],
      ['a role too many', 6, by('priya', 'head-of-digital', 'ecommerce-sme'), /the log assigned ecommerce-sme$/],
      ['no role, though its actor held one', 1, by('priya'), /acts as no role, but the log assigned ecommerce-sme/],
      ['a signer without the role', 10, by('chloe', 'content-team'), /no role that allows gate\.signOff as head-of/],
      ['a signer who takes the role along', 10, by('chloe', 'head-of-digital'), /the log assigned content-team$/],
      ['a signer unknown to the launch', 10, by('mallory'), /p_mallory \(no role\) has no role that allows/],
      [
        'a role that does not sign',
        6,
        (entry) => ({ ...entry, as: 'content-team' }),
        /allows gate\.signOff as content/,
      ],
      ['a ticker without the role', 2, by('tom', 'backend-developer'), /p_tom \(backend-developer\) has no role that/],
      ['a sender without the role', 5, by('chloe', 'content-team'), /has no role that allows gate\.submit/],
      ['a starter without the role', 1, by('tom', 'backend-developer'), /has no role that allows launch\.start/],
      ['a service that ticks a note', 2, as('service', 's_ci'), /s_ci \(no role\) has no role that allows gate\.tick/],
      ['a service that creates', 0, as('service', 's_ci'), /launch\.create can't be done by a service/],
      ['the engine in place of a person', 6, as('engine', 'engine'), /gate\.signOff can't be done by the engine/],
      ['a person in place of the engine', 7, by('priya', 'ecommerce-sme'), /gate\.clear can't be done by a person/],
      ['an engine with a role', 7, as('engine', 'engine', ['tester']), /the engine has another id, or a/],
    ])('with %s is found', async (_, seq, edit, difference) => {
      await forge(place, store, 'hello', edited(seq, edit))
      await expectFound(seq, difference)
    })

    test.each<[string, number, (entry: Entry) => Entry, RegExp]>([
      [
        'another time than its commit',
        7,
        (entry) => ({ ...entry, at: '2026-11-23T09:06:30.000Z' }),
        /its commit was at/,
      ],
      ['another request', 7, (entry) => ({ ...entry, request: 'r_new' }), /follows from entry 6 of another commit/],
      ['an earlier request', 8, (entry) => ({ ...entry, request: 'r_2' }), /r_2 was already used by an earlier commit/],
      ['the request before it', 9, (entry) => ({ ...entry, request: 'r_7' }), /at is .*, its commit was at/],
      ['no cause', 7, ({ cause: _, ...entry }) => entry, /the engine acted without a cause/],
      ['a later cause', 7, (entry) => ({ ...entry, cause: { seq: 9 } }), /follows from entry 9 of another commit/],
      ['a cause for a person', 2, (entry) => ({ ...entry, cause: { clock: entry.at } }), /a command of a person has a/],
    ])('with an entry that has %s is found', async (_, seq, edit, difference) => {
      await forge(place, store, 'hello', edited(seq, edit))
      await expectFound(seq, difference)
    })

    test('with two commands in one commit is found', async () => {
      await forge(place, store, 'hello', (entries) =>
        entries.map((entry) => (entry.seq === 9 ? { ...entry, request: 'r_7', at: entries[8]?.at ?? '' } : entry)),
      )
      await expectFound(9, /its commit has another command with the same request r_7/)
    })

    test('with two ticks whose authors were swapped is found', async () => {
      await forge(place, store, 'hello', (entries) =>
        entries.map((entry) => ({
          ...entry,
          actor: entries[{ 2: 4, 4: 2 }[entry.seq] ?? entry.seq]?.actor ?? entry.actor,
        })),
      )
      await expectFound(2, /p_tom \(backend-developer\) has no role that allows gate\.tick/)
    })

    test('what was done with a role that was lost later stands; what is done after the loss is found', async () => {
      const after = { at: monday + 3_600_000 }
      const role = { role: 'content-team' } as const
      await does(store, 'priya', { type: 'launch.assignRole', ...role, person: 'p_fay' }, { ...after, request: 'r_a' })
      await does(
        store,
        'priya',
        { type: 'launch.unassignRole', ...role, person: 'p_chloe' },
        { ...after, request: 'r_b' },
      )
      const text = seal('Still here', 'salt-of-still')
      const comment = { type: 'gate.comment', gate: 'content', text: text.commitment } as const
      expect(await does(store, 'chloe', comment, { ...after, request: 'r_c', privateTexts: [text] })).toMatchObject({
        kind: 'accepted',
        entries: [{ seq: 15, actor: { id: 'p_chloe', roles: [] } }],
      })
      expect(await verifyLaunch(store, 'hello')).toMatchObject({ matches: true, entries: 16 })
      await forge(place, store, 'hello', edited(15, by('chloe', 'content-team')))
      await expectFound(15, /p_chloe acts as content-team, but the log assigned no role/)
    })
  })
}

const as =
  (kind: Entry['actor']['kind'], id: string, roles: string[] = []) =>
  (entry: Entry): Entry => ({ ...entry, actor: { id, kind, roles } })

const by = (who: string, ...roles: string[]) => as('person', `p_${who}`, roles)

const edited =
  (seq: number, edit: (entry: Entry) => Entry) =>
  (entries: Entry[]): Entry[] =>
    entries.map((entry) => (entry.seq === seq ? edit(entry) : entry))
