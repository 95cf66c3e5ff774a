import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { leafHash, rootOf } from '../../db/merkle.ts'
import { leafOf, seal, Unsealable } from '../../db/seal.ts'
import {
  type Commit,
  Damaged,
  type EvidenceFile,
  type Outcome,
  type Person,
  type Store,
  Taken,
  type Token,
  type WantedEntries,
} from '../../db/store.ts'
import { verifyLaunch } from '../../db/verify.ts'
import { type Accepted, actionNames, type SealedCommand, type SealedCreate } from '../../machines/entry.ts'
import type { Pipeline } from '../../machines/pipeline/pipeline.ts'
import type { Evidence } from '../../machines/state.ts'
import { popup, popupPipeline } from '../support/popup.ts'
import { sealed } from '../support/sealed.ts'
import { create, creation, does, execution, monday, settlement, tellWholeStory, texts, title } from './hello.ts'

/** Where a store keeps its data: it can be opened more than once, also at the same time. */
export interface Place {
  /** `steady` gives the milliseconds by which request keys age; without it, real ones. */
  open(steady?: () => number): Promise<Store>
  /** Runs SQL on the data behind every store's back and past every protection, which is back in its place afterwards. */
  tamper(...statements: string[]): Promise<void>
  remove(): Promise<void>
}

/** What every store promises, whatever its database and however long its answers take. */
export function storeContract(name: string, newPlace: () => Promise<Place>): void {
  describe(`${name} keeps launches`, () => {
    let place: Place
    let store: Store
    const opened: Store[] = []
    const open = async (steady?: () => number): Promise<Store> => {
      const another = await place.open(steady)
      opened.push(another)
      return another
    }

    beforeEach(async () => {
      place = await newPlace()
      store = await open()
    })
    afterEach(async () => {
      for (const each of opened.splice(0)) await each.close()
      await place.remove()
    })

    const comment = (n: number | string) => {
      const text = seal(`Comment ${n}`, `salt-${n}`)
      const command = { type: 'gate.comment', gate: 'content', text: text.commitment } as const
      return { command, text, request: `r_comment_${n}` }
    }
    const says = (n: number | string, extra: Parameters<typeof does>[3] = {}, to: Store = store): Promise<Outcome> => {
      const { command, text, request } = comment(n)
      return does(to, 'chloe', command, { privateTexts: [text], request, ...extra })
    }

    describe('an accepted command', () => {
      test('is there with everything that came with it when the store is opened again', async () => {
        const outcome = await create(store, { evidence: [settlement] })
        expect(outcome).toMatchObject({ kind: 'accepted', replayed: false, version: 1 })
        if (outcome.kind !== 'accepted') return
        await store.close()

        const again = await open()
        expect(await again.load('hello')).toEqual(outcome.state)
        expect(await again.entries('hello', -1, 10)).toEqual(outcome.entries)
        expect(outcome.entries).toMatchObject([
          { seq: 0, action: 'launch.create', actor: { id: 'p_priya' }, to: 'draft' },
        ])
        expect(await again.leaves('hello', 0, 10)).toEqual(outcome.entries.map(leafOf))
        expect(await again.texts('hello', [title.commitment, texts.commitment, sealed('unknown')])).toEqual(
          new Map<string, unknown>([
            [title.commitment, 'Hello'],
            [texts.commitment, { title: { en: 'Hello' } }],
          ]),
        )
        expect(await again.evidenceFile('hello', settlement.sha256)).toEqual(settlement)
        const versions = ['content', 'payment-gateway', 'go-no-go'].map((id) => ({ id, version: 1 }))
        expect(await again.commits('hello', 0)).toEqual([{ launch: 'hello', version: 1, gates: versions, at: monday }])
      })

      test('is judged at the state that the one before left', async () => {
        await create(store)
        await does(store, 'priya', { type: 'launch.start' })
        const outcome = await does(store, 'tom', { type: 'gate.comment', gate: 'content', text: sealed('x') })
        expect(outcome).toMatchObject({
          kind: 'accepted',
          version: 3,
          state: { state: 'preparing.locked', version: 3 },
        })
        expect(await store.load('hello')).toEqual(outcome.kind === 'accepted' && outcome.state)
      })

      test('that changes nothing writes nothing', async () => {
        await create(store)
        const build = { type: 'launch.setCandidate', version: '4812' } as const
        await does(store, 'priya', build)
        const before = await everything()
        const text = seal('nobody points at it')
        const outcome = await does(store, 'priya', build, { privateTexts: [text], evidence: [settlement] })
        expect(outcome).toMatchObject({ kind: 'accepted', replayed: false, version: 2, entries: [] })
        expect(await everything()).toEqual(before)
      })

      test('about one launch leaves the others alone', async () => {
        await create(store)
        await create(store, { launch: 'aurora' })
        const hello = await everything('hello')
        expect(await says(1, { launch: 'aurora', evidence: [settlement] })).toMatchObject({
          kind: 'accepted',
          version: 2,
        })
        expect(await everything('hello')).toEqual(hello)
        expect(await store.texts('hello', [comment(1).text.commitment])).toEqual(new Map())
        expect(await store.evidenceFile('aurora', settlement.sha256)).toEqual(settlement)
      })
    })

    /** All that a launch has in the store. */
    async function everything(launch = 'hello') {
      return {
        state: await store.load(launch),
        stored: await store.stored(launch),
        leaves: await store.storedEntries(launch, 0, 1000),
        texts: await store.privateTexts(launch),
        commits: await store.commits(launch, 0),
        root: await store.storedRoot(launch),
        file: await store.evidenceFile(launch, settlement.sha256),
      }
    }

    describe('nothing is written', () => {
      test('by a refused command, which says what was judged', async () => {
        await create(store)
        const before = await everything()
        const privateTexts = [seal('I would like to start.')]
        const outcome = await does(store, 'tom', { type: 'launch.start' }, { privateTexts, evidence: [settlement] })
        expect(outcome).toMatchObject({ kind: 'refused', refusal: { kind: 'forbidden' } })
        expect(outcome.kind === 'refused' && outcome.state).toEqual(before.state)
        expect(await everything()).toEqual(before)
      })

      test('by a command about a launch that is not there', async () => {
        const outcome = await does(store, 'priya', { type: 'launch.start' }, { launch: 'nowhere' })
        expect(outcome).toMatchObject({ kind: 'refused', refusal: { kind: 'unknown' }, state: null })
        expect(await everything('nowhere')).toEqual({
          state: null,
          stored: null,
          leaves: [],
          texts: [],
          commits: [],
          root: null,
          file: null,
        })
      })

      test('by a commit that breaks at its last steps', async () => {
        await create(store)
        const before = await everything()
        const unkeepable = { commitment: sealed('nul'), salt: 's', value: 'a\u0000b' }
        await expect(says(1, { privateTexts: [comment(1).text, unkeepable] })).rejects.toThrow('NUL')
        expect(await everything()).toEqual(before)
        // The next one goes through as if the broken one had never been.
        expect(await says(2)).toMatchObject({ kind: 'accepted', version: 2 })
        expect(await verifyLaunch(store, 'hello')).toMatchObject({ whole: true, entries: 2 })
      })

      test('by a decision that throws, or that does not follow the stored version', async () => {
        await create(store)
        const before = await everything()
        const good = execution('chloe', comment(1).command)
        const throws = () => {
          throw new Error('a mistake in the rules')
        }
        await expect(store.execute({ ...good, decide: throws })).rejects.toThrow('a mistake in the rules')
        await expect(
          store.execute({
            ...good,
            decide: (state) => {
              const decision = good.decide(state)
              if (!decision.accepted) return decision
              return { ...decision, entries: decision.entries.map((entry) => ({ ...entry, seq: entry.seq + 1 })) }
            },
          }),
        ).rejects.toThrow('does not follow')
        await expect(store.execute({ ...good, launch: 'aurora' })).resolves.toMatchObject({ kind: 'refused' })
        expect(await everything()).toEqual(before)
      })
    })

    describe('what could not be read again is never stored', () => {
      const half: SealedCommand = {
        type: 'gate.tick',
        gate: 'payment-gateway',
        item: 'PAY-1',
        evidence: { kind: 'file', name: sealed('name'), type: 'text/csv', sha256: settlement.sha256, size: 0.5 },
      }
      /** A good comment, and a decision about it that a mistake in the program has spoilt. */
      const spoilt = (spoil: (decision: Accepted) => Accepted) => {
        const good = execution('chloe', comment(1).command, { privateTexts: [comment(1).text] })
        return store.execute({
          ...good,
          decide: (state) => {
            const decision = good.decide(state)
            return decision.accepted ? spoil(decision) : decision
          },
        })
      }
      const withEntry = (change: object) => (decision: Accepted) => ({
        ...decision,
        entries: decision.entries.map((entry) => ({ ...entry, ...change })),
      })
      const withContext = (change: object) => (decision: Accepted) => ({
        ...decision,
        state: { ...decision.state, context: { ...decision.state.context, ...change } },
      })

      const mistakes: [string, RegExp, () => Promise<Outcome>][] = [
        [
          'a gate that remembers half a byte',
          /row of gate payment-gateway: context\.items\.PAY-1/,
          () => does(store, 'tom', half, { evidence: [settlement] }),
        ],
        ['a title in clear', /row of launch hello: context\.title/, () => spoilt(withContext({ title: 'Hello' }))],
        [
          'a comment in clear',
          /gate\.comment cannot be read: .*not sealed/,
          () => spoilt(withEntry({ data: { text: 'Call me at home.' } })),
        ],
        [
          'a comment that only begins like a commitment',
          /gate\.comment cannot be read: .*not sealed/,
          () => spoilt(withEntry({ data: { text: 'c1:Call me at home.' } })),
        ],
        [
          'a comment with a field that no command has',
          /gate\.comment cannot be read: .*remark/,
          () => spoilt(withEntry({ data: { text: sealed('comment'), remark: 'Call me at home.' } })),
        ],
        [
          'the sentence of a scoping question in clear',
          /the first entry cannot be read: .*not sealed/,
          () => {
            const wrong = { ...creation(), scopeReasons: { photos: 'Are there photos?' } }
            // What a compiler would refuse is what a mistake may make.
            return does(store, 'priya', wrong as unknown as SealedCreate, { launch: 'aurora' })
          },
        ],
        ['an instant of another form', /not an entry: at/, () => spoilt(withEntry({ at: '2026-11-23T09:00:01Z' }))],
        ['a field that no entry has', /not an entry: value: .*mood/, () => spoilt(withEntry({ mood: 'good' }))],
        [
          'a definition without phases',
          /row of launch aurora: definition\.phases/,
          () => {
            const wrong = { ...creation(), pipeline: { ...creation().pipeline, phases: undefined } }
            // What a compiler would refuse is what a mistake may make.
            return does(store, 'priya', wrong as unknown as SealedCreate, { launch: 'aurora' })
          },
        ],
      ]
      test.each(mistakes)('%s is refused, and nothing is written', async (_, why, mistake) => {
        await create(store)
        await does(store, 'priya', { type: 'launch.start' })
        const before = await everything()
        await expect(mistake()).rejects.toThrow(/could not be read again/)
        await expect(mistake()).rejects.toThrow(why)
        expect(await everything()).toEqual(before)
        expect(await store.load('aurora')).toBeNull()
        // The next one goes through, and whoever opens the data anew can read it.
        expect(await says(2)).toMatchObject({ kind: 'accepted', version: 3 })
        const again = await open()
        expect(await again.load('hello')).toEqual(await store.load('hello'))
        expect(await verifyLaunch(again, 'hello')).toMatchObject({ whole: true, entries: 3 })
      })
    })

    describe('commands at the same time', () => {
      test('on one launch come one after the other: each sees the one before', async () => {
        await create(store)
        const numbers = Array.from({ length: 20 }, (_, n) => n)
        const outcomes = await Promise.all(numbers.map((n) => says(n)))
        const versions = outcomes.map((outcome) => outcome.kind === 'accepted' && outcome.version)
        expect(new Set(versions)).toEqual(new Set(numbers.map((n) => n + 2)))
        expect((await store.entries('hello', 0, 100)).map(({ seq }) => seq)).toEqual(numbers.map((n) => n + 1))
        expect(await verifyLaunch(store, 'hello')).toMatchObject({ whole: true, entries: 21 })
      })

      test('of which some are refused or fail: the others are done, and nothing of those is left', async () => {
        await create(store)
        const breaks = {
          ...execution('chloe', comment('broken').command),
          privateTexts: [seal('of a broken rule')],
          decide: () => {
            throw new Error('a rule broke')
          },
        }
        const nul = { ...seal('x'), value: 'NUL \u0000' }
        const outcomes = await Promise.allSettled([
          says(1),
          does(store, 'tom', { type: 'launch.start' }, { privateTexts: [seal('of a refusal')] }),
          store.execute(breaks),
          says(2),
          says('nul', { privateTexts: [seal('of half a command'), nul] }),
          says(3),
        ])
        expect(outcomes).toMatchObject([
          { value: { kind: 'accepted' } },
          { value: { kind: 'refused' } },
          { reason: { message: 'a rule broke' } },
          { value: { kind: 'accepted' } },
          { reason: expect.any(Unsealable) },
          { value: { kind: 'accepted' } },
        ])
        const kept = (await store.privateTexts('hello')).map(({ value }) => value)
        expect(kept.filter((value) => typeof value === 'string').sort()).toEqual([
          'Comment 1',
          'Comment 2',
          'Comment 3',
          'Hello',
        ])
        expect(await store.load('hello')).toEqual((await store.stored('hello'))?.state)
        expect(await verifyLaunch(store, 'hello')).toMatchObject({ whole: true, entries: 4 })
      })

      test('through two openings of the same data do not get in each other’s way', async () => {
        await create(store)
        const other = await open()
        await Promise.all(Array.from({ length: 10 }, (_, n) => says(n, {}, n % 2 === 0 ? store : other)))
        expect(await store.load('hello')).toMatchObject({ version: 11 })
        expect(await other.load('hello')).toEqual(await store.load('hello'))
        expect(await verifyLaunch(other, 'hello')).toMatchObject({ whole: true, entries: 11 })
      })

      test('that create the same launch: one makes it, the other hears that the name is taken', async () => {
        const outcomes = await Promise.all([create(store), create(store, { request: 'r_other' })])
        expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['accepted', 'refused'])
        expect(outcomes.find(({ kind }) => kind === 'refused')).toMatchObject({
          refusal: { reason: { code: 'slug-taken' } },
        })
        expect(await store.load('hello')).toMatchObject({ version: 1 })
      })

      test('what another opening wrote is seen by the next reading and the next judgement', async () => {
        await create(store)
        await says(1)
        const other = await open()
        await does(other, 'priya', { type: 'launch.start' })
        expect(await store.load('hello')).toMatchObject({ state: 'preparing.locked', version: 3 })
        await does(other, 'helen', { type: 'launch.hold', reason: sealed('wait') })
        const outcome = await does(store, 'priya', { type: 'launch.hold', reason: sealed('wait too') })
        expect(outcome).toMatchObject({ kind: 'refused', state: { state: 'held', version: 4 } })
      })
    })

    describe('a request key', () => {
      const key = (fingerprint = 'f1') => ({ actor: 'p_chloe', route: '/hello/commands', key: 'k1', fingerprint })

      test('gives the first outcome again, and the launch as it is now', async () => {
        await create(store)
        const first = await says(1, { key: key() })
        await says(2)
        const before = await everything()
        const again = await says('again', { key: key(), request: 'r_another' })
        expect(again).toMatchObject({ kind: 'accepted', replayed: true, version: 2, state: { version: 3 } })
        expect(again.kind === 'accepted' && again.entries).toEqual(first.kind === 'accepted' && first.entries)
        expect(await everything()).toEqual(before)
      })

      test('gives the first decision again, whatever it is now', async () => {
        await create(store)
        const start = { type: 'launch.start' } as const
        const hold = { type: 'launch.hold', reason: sealed('wait') } as const
        const mine = { ...key(), actor: 'p_priya' }
        expect(await does(store, 'priya', start)).toMatchObject({ decision: 'wait' })
        expect(await does(store, 'priya', hold, { key: mine })).toMatchObject({ decision: 'hold' })
        expect(await does(store, 'priya', { type: 'launch.release' })).toMatchObject({ decision: 'wait' })
        store = await open()
        expect(await does(store, 'priya', hold, { key: mine })).toMatchObject({ replayed: true, decision: 'hold' })
      })

      test('with another command is refused, whatever that command is', async () => {
        await create(store)
        await says(1, { key: key() })
        const before = await everything()
        expect(await says(2, { key: key('f2') })).toEqual({ kind: 'key-reused' })
        expect(await everything()).toEqual(before)
      })

      test('of twins at once writes once, and both hear the same', async () => {
        await create(store)
        const twins = await Promise.all([says(1, { key: key() }), says(1, { key: key() }), says(1, { key: key() })])
        expect(twins.map((twin) => twin.kind === 'accepted' && twin.replayed).sort()).toEqual([false, true, true])
        expect(twins.map((twin) => twin.kind === 'accepted' && twin.version)).toEqual([2, 2, 2])
        expect(await store.load('hello')).toMatchObject({ version: 2 })
      })

      test('belongs to its actor and its route', async () => {
        await create(store)
        await says(1, { key: key() })
        expect(await says(2, { key: { ...key(), actor: 'p_tom' } })).toMatchObject({ replayed: false, version: 3 })
        expect(await says(3, { key: { ...key(), route: '/elsewhere' } })).toMatchObject({ replayed: false, version: 4 })
      })

      test('of a refused command is not kept: the command is judged anew', async () => {
        await create(store)
        const hold = { type: 'launch.hold', reason: sealed('wait') } as const
        const mine = { ...key(), actor: 'p_priya' }
        expect(await does(store, 'priya', hold, { key: mine })).toMatchObject({ kind: 'refused' })
        await does(store, 'priya', { type: 'launch.start' })
        expect(await does(store, 'priya', hold, { key: mine })).toMatchObject({ kind: 'accepted', replayed: false })
      })

      test('of a command that changed nothing is kept', async () => {
        await create(store)
        const build = { type: 'launch.setCandidate', version: '4812' } as const
        await does(store, 'priya', build)
        const mine = { ...key(), actor: 'p_priya' }
        await does(store, 'priya', build, { key: mine })
        await says(1)
        expect(await does(store, 'priya', build, { key: mine })).toMatchObject({
          kind: 'accepted',
          replayed: true,
          version: 2,
          entries: [],
          state: { version: 3 },
        })
      })

      const day = 24 * 60 * 60 * 1000

      test('is forgotten after 24 hours, not before', async () => {
        let now = 0
        store = await open(() => now)
        await create(store)
        expect(await store.knowsRequestKey(key(), monday)).toBe(false)
        await says(1, { key: key() })
        now = day
        expect(await store.knowsRequestKey(key('f2'), monday)).toBe(true)
        expect(await store.knowsRequestKey({ ...key(), actor: 'p_tom' }, monday)).toBe(false)
        expect(await store.knowsRequestKey({ ...key(), route: '/elsewhere' }, monday)).toBe(false)
        expect(await says(2, { key: key() })).toMatchObject({ replayed: true, version: 2 })
        now = day + 1
        expect(await store.knowsRequestKey(key(), monday)).toBe(false)
        expect(await says(3, { key: key('f3') })).toMatchObject({ replayed: false, version: 3 })
        expect(await says(4, { key: key('f3') })).toMatchObject({ replayed: true, version: 3 })
      })

      test('outlives a wall clock that jumps, in either direction, also across a restart', async () => {
        await create(store)
        await says(1, { key: key() })
        for (const at of [monday + 10 * day, monday - 10 * day])
          expect(await says(2, { key: key(), at })).toMatchObject({ replayed: true, version: 2 })
        await says(3, { key: { ...key(), key: 'k2' }, at: monday + 10 * day })
        store = await open()
        for (const at of [monday + 20 * day, monday])
          expect(await says(4, { key: key(), at })).toMatchObject({ replayed: true, version: 2 })
      })

      test('ages on after a restart', async () => {
        let now = 0
        store = await open(() => now)
        await create(store)
        await says(1, { key: key() })
        now = day - 1
        await says(2, { key: { ...key(), key: 'k2' } })
        now = 0
        store = await open(() => now)
        expect(await says(3, { key: key() })).toMatchObject({ replayed: true, version: 2 })
        now = 2
        expect(await says(4, { key: key('f4') })).toMatchObject({ replayed: false, version: 4 })
      })
    })

    describe('reading', () => {
      test('entries, leaves and commits come in order and by their bounds', async () => {
        await create(store)
        for (const n of [1, 2, 3, 4]) await says(n)
        const seqs = async (after: number, limit: number) =>
          (await store.entries('hello', after, limit)).map(({ seq }) => seq)
        expect(await seqs(-1, 2)).toEqual([0, 1])
        expect(await seqs(1, 2)).toEqual([2, 3])
        expect(await seqs(3, 500)).toEqual([4])
        expect(await seqs(4, 500)).toEqual([])
        const leaves = await store.leaves('hello', 0, 5)
        expect(await store.leaves('hello', 1, 3)).toEqual(leaves.slice(1, 3))
        expect((await store.commits('hello', 3)).map(({ version }) => version)).toEqual([4, 5])
        // A comment changes nothing that a signer relies on, so the gate keeps its version; it is touched all the same.
        expect(await store.commits('hello', 4)).toEqual([
          { launch: 'hello', version: 5, gates: [{ id: 'content', version: 1 }], at: monday + 1000 },
        ])
      })

      test('the newest entries about one gate, or about the launch itself, come in order and only by the actions asked for', async () => {
        await create(store)
        await create(store, { launch: 'aurora' })
        await does(store, 'priya', { type: 'launch.setCandidate', version: '4812' })
        for (const n of [1, 2, 3]) await says(n)
        await says(4, { launch: 'aurora' })
        await does(store, 'tom', { type: 'gate.comment', gate: 'payment-gateway', text: sealed('x') })
        const about = async (wanted: WantedEntries) =>
          (await store.entriesAbout('hello', 'content', wanted)).map(({ seq }) => seq)
        const every = { actions: actionNames, before: 100, limit: 100 }
        expect(await about(every)).toEqual([0, 1, 2, 3, 4])
        expect(await about({ ...every, limit: 2 })).toEqual([3, 4])
        expect(await about({ ...every, before: 4, limit: 2 })).toEqual([2, 3])
        expect(await about({ ...every, actions: ['gate.comment'] })).toEqual([2, 3, 4])
        expect(await about({ ...every, actions: ['launch.setCandidate', 'gate.tick'] })).toEqual([1])
        expect(await about({ ...every, actions: [] })).toEqual([])
        const [first] = await store.entriesAbout('hello', 'content', every)
        expect(first).toEqual((await store.entries('hello', -1, 1))[0])
      })

      test('the board holds every launch, the newest target last', async () => {
        const targets = {
          late: '2026-12-03T02:00:00.000Z',
          early: '2026-12-01T02:00:00.000Z',
          middle: '2026-12-02T02:00:00.000Z',
        }
        for (const [launch, at] of Object.entries(targets)) await does(store, 'priya', creation(at), { launch })
        expect((await store.board()).map(({ launch }) => launch)).toEqual(['early', 'middle', 'late'])
        expect((await store.board())[2]).toEqual(await store.load('late'))
      })

      const damages: [string, string, RegExp][] = [
        [
          'its context is no JSON',
          `update launches set context = 'x' where slug = 'hello'`,
          /row of launch hello: not JSON/,
        ],
        [
          'a gate is in a state that no gate has',
          `update gates set state = 'gone' where launch = 'hello' and id = 'content'`,
          /row of gate content: state/,
        ],
        ['a gate is gone', `delete from gates where launch = 'hello' and id = 'content'`, /its gates are not those/],
        [
          'only its log is left',
          `delete from launches where slug = 'hello'`,
          /the row of launch hello is gone, its log has 1 entries/,
        ],
      ]
      test.each(damages)('a damaged launch is named and hides no other: %s', async (_, statement, difference) => {
        await create(store)
        await create(store, { launch: 'aurora', request: 'r_aurora' })
        expect(await store.survey()).toEqual({ readable: await store.board(), damaged: [] })
        await place.tamper(statement)
        // Also the store that has the launch in memory as it was says yes no more.
        for (const each of [store, await open()]) {
          const { readable, damaged } = await each.survey()
          expect(readable).toEqual([await each.load('aurora')])
          expect(damaged).toEqual([{ launch: 'hello', difference: expect.stringMatching(difference) }])
          expect(await each.board()).toEqual(readable)
          expect(await each.slugs()).toEqual(['aurora', 'hello'])
          await expect(each.load('hello')).rejects.toThrow(Damaged)
        }
        // Work on the other goes on, work on the damaged one does not.
        const leaves = await store.leaves('hello', 0, 10)
        expect(await says(1, { launch: 'aurora' })).toMatchObject({ kind: 'accepted', version: 2 })
        await expect(says(1)).rejects.toThrow(Damaged)
        await expect(create(store, { request: 'r_again' })).rejects.toThrow(Damaged)
        expect(await store.leaves('hello', 0, 10)).toEqual(leaves)
        expect(await verifyLaunch(store, 'hello')).toMatchObject({
          whole: false,
          difference: expect.stringMatching(difference),
        })
        expect(await verifyLaunch(store, 'aurora')).toMatchObject({ whole: true, entries: 2 })
      })

      test('what is not there is null, empty or missing', async () => {
        expect(await store.load('nowhere')).toBeNull()
        expect(await store.entries('nowhere', -1, 10)).toEqual([])
        expect(await store.entriesAbout('nowhere', 'content', { actions: actionNames, before: 10, limit: 10 })).toEqual(
          [],
        )
        expect(await store.board()).toEqual([])
        expect(await store.survey()).toEqual({ readable: [], damaged: [] })
        expect(await store.slugs()).toEqual([])
        await store.ping()
      })
    })

    describe('watching', () => {
      test('a listener hears of each commit once, in order, and finds it in the store', async () => {
        await create(store)
        const heard: Commit[] = []
        const stop = store.watch((commit) => heard.push(commit))
        await Promise.all([says(1), says(2)])
        await says(3)
        await vi.waitFor(() => expect(heard.length).toBe(3))
        expect(heard).toEqual(await store.commits('hello', 1))
        stop()
        await says(4)
        const other = await open()
        await says(5, {}, other)
        await new Promise((wake) => setTimeout(wake, 500))
        expect(heard.length).toBe(3)
      })

      test('it hears nothing of what was refused, given again or changed nothing', async () => {
        await create(store)
        const key = { actor: 'p_chloe', route: '/', key: 'k', fingerprint: 'f' }
        await says(1, { key })
        await does(store, 'priya', { type: 'launch.setCandidate', version: '1' })
        const heard: Commit[] = []
        store.watch((commit) => heard.push(commit))
        await says(1, { key })
        await does(store, 'tom', { type: 'launch.start' })
        await does(store, 'priya', { type: 'launch.setCandidate', version: '1' })
        await says(2)
        await vi.waitFor(() => expect(heard).toMatchObject([{ version: 4 }]))
      })

      test('it hears of what another opening committed, mixed with its own, still in order', async () => {
        await create(store)
        const heard: number[] = []
        store.watch(({ version }) => heard.push(version))
        const other = await open()
        await says(1, {}, other)
        await says(2)
        await says(3, {}, other)
        await vi.waitFor(() => expect(heard).toEqual([2, 3, 4]), { timeout: 5000 })
      })

      test('a listener that sends a command of its own hears of everything once and in order', async () => {
        await create(store)
        const other = await open()
        const heard: number[] = []
        let mine: Promise<Outcome> | null = null
        store.watch(({ version }) => {
          heard.push(version)
          if (version === 2) mine = says('mine')
        })
        const alsoHeard: number[] = []
        store.watch(({ version }) => alsoHeard.push(version))
        await says(1, {}, other)
        await says(2)
        await vi.waitFor(() => expect(heard).toEqual([2, 3, 4]))
        expect(await mine).toMatchObject({ kind: 'accepted' })
        await vi.waitFor(() => expect(alsoHeard).toEqual([2, 3, 4]))
      })

      test('a listener that throws harms neither the command nor the other listeners', async () => {
        await create(store)
        const warned = new Promise((resolve) => process.once('warning', resolve))
        const heard: number[] = []
        store.watch(() => {
          throw new Error('a listener broke')
        })
        store.watch(({ version }) => heard.push(version))
        expect(await says(1)).toMatchObject({ kind: 'accepted', version: 2 })
        await vi.waitFor(() => expect(heard).toEqual([2]))
        expect(await warned).toMatchObject({ message: 'a listener broke' })
      })
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
        await store.directory.addPerson(joon)
        await store.directory.addPerson(ada)
        const again = await open()
        expect(await again.directory.people()).toEqual([ada, joon])
        expect(await again.directory.person('joon')).toEqual(joon)
        expect(await again.directory.person('nobody')).toBeNull()
      })

      test('refuses what is taken, and names it', async () => {
        await store.directory.addPerson(joon)
        const other: Person = { ...joon, id: 'other', pseudonym: 'p_3', email: 'other@example.com' }
        const taken: [Partial<Person>, string][] = [
          [{ id: 'joon' }, 'id'],
          [{ pseudonym: 'p_1' }, 'pseudonym'],
          [{ email: 'Joon@Example.com' }, 'e-mail address'],
        ]
        for (const [same, what] of taken) {
          const refused = await store.directory.addPerson({ ...other, ...same }).catch((error: unknown) => error)
          expect(refused).toBeInstanceOf(Taken)
          expect(refused).toMatchObject({ what })
        }
        expect(await store.directory.people()).toEqual([joon])
      })

      test('deactivates a person at once and for good: sessions end, tokens are revoked, all else stays', async () => {
        await store.directory.addPerson(joon)
        await store.directory.addPerson({ ...joon, id: 'wei', pseudonym: 'p_2', email: 'wei@example.com' })
        await store.directory.addToken({ ...token, revokedAt: monday + 1 })
        await store.directory.addToken({ ...token, id: 't2' })
        await store.directory.addToken({ ...token, id: 't3', person: 'wei' })
        const session = { hash: 'ab'.repeat(32), person: 'joon', createdAt: monday, seenAt: monday }
        await store.directory.addSession(session)
        await store.directory.addSession({ ...session, hash: 'cd'.repeat(32), person: 'wei' })

        expect(await store.directory.deactivatePerson('joon', monday + 5)).toBe('done')
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
        expect(await again.directory.deactivatePerson('joon', monday + 9)).toBe('was-inactive')
        expect(await again.directory.token('t2')).toMatchObject({ revokedAt: monday + 5 })
        expect(await again.directory.deactivatePerson('nobody', monday + 9)).toBe('unknown')
      })

      test('never deactivates the last active admin, also when two are asked for at once', async () => {
        const ada: Person = { ...joon, id: 'ada', pseudonym: 'p_2', email: 'ada@example.com', admin: true }
        const zoe: Person = { ...ada, id: 'zoe', pseudonym: 'p_3', email: 'zoe@example.com' }
        for (const each of [joon, ada, zoe]) await store.directory.addPerson(each)
        await store.directory.addToken({ ...token, person: 'zoe' })
        const other = await open()
        const both = await Promise.all([
          store.directory.deactivatePerson('ada', monday),
          other.directory.deactivatePerson('zoe', monday),
        ])
        expect(both.toSorted()).toEqual(['done', 'last-admin'])
        const people = await store.directory.people()
        expect(people.filter(({ admin, active }) => admin && active)).toHaveLength(1)
        // The one who stays keeps their token too.
        const last = people.find(({ admin, active }) => admin && active)
        const kept = await store.directory.token('t1')
        expect(kept?.revokedAt).toBe(last?.id === 'zoe' ? null : monday)
        // Without an active admin at all, others can still go.
        expect(await store.directory.deactivatePerson('joon', monday)).toBe('done')
      })

      test('removes sessions that have ended, and of one person all but the newest', async () => {
        await store.directory.addPerson(joon)
        await store.directory.addPerson({ ...joon, id: 'wei', pseudonym: 'p_wei', email: 'wei@shop.example' })
        const add = (hash: string, person: string, createdAt: number, seenAt = monday) =>
          store.directory.addSession({ hash, person, createdAt, seenAt })
        await add('idle', 'wei', monday - 10, monday - 101)
        await add('long', 'wei', monday - 1001)
        for (const age of [4, 3, 2, 1]) await add(`joon-${age}`, 'joon', monday - age)
        await add('wei-9', 'wei', monday - 9)
        await store.directory.removeOldSessions('joon', { seenBefore: monday - 100, createdBefore: monday - 1000 }, 2)
        const all = ['idle', 'long', 'joon-4', 'joon-3', 'joon-2', 'joon-1', 'wei-9']
        const left = await Promise.all(all.map((hash) => store.directory.session(hash)))
        expect(left.flatMap((each) => each?.hash ?? [])).toEqual(['joon-2', 'joon-1', 'wei-9'])
      })

      test('makes a service once, also when it is asked for twice at once', async () => {
        const [a, b] = await Promise.all([store.directory.service('ci', 's_1'), store.directory.service('ci', 's_2')])
        expect(a).toEqual(b)
        expect(await store.directory.services()).toEqual([a])
      })

      test('keeps tokens, what they last did and that they were revoked', async () => {
        await store.directory.addPerson(joon)
        await store.directory.service('ci', 's_1')
        const ofService = { ...token, id: 't2', person: null, service: 'ci', launch: 'hello', createdAt: monday + 1 }
        await store.directory.addToken(token)
        await store.directory.addToken(ofService)
        expect(await store.directory.tokens()).toEqual([token, ofService])
        await store.directory.touchToken('t1', monday + 5)
        expect(await store.directory.revokeToken('t1', monday + 6)).toBe(true)
        // The first revocation stands.
        expect(await store.directory.revokeToken('t1', monday + 7)).toBe(true)
        expect(await store.directory.token('t1')).toEqual({ ...token, lastUsedAt: monday + 5, revokedAt: monday + 6 })
        expect(await store.directory.revokeToken('t9', monday)).toBe(false)
        expect(await store.directory.token('t9')).toBeNull()
        expect(await store.directory.token('t2')).toEqual(ofService)
      })

      test('refuses a token of nobody, of two, or of somebody unknown', async () => {
        await store.directory.addPerson(joon)
        await store.directory.service('ci', 's_1')
        for (const wrong of [{ person: null }, { service: 'ci' }, { person: 'nobody' }])
          await expect(store.directory.addToken({ ...token, ...wrong })).rejects.toThrow()
        expect(await store.directory.tokens()).toEqual([])
      })

      test('keeps sessions until they end', async () => {
        await store.directory.addPerson(joon)
        const session = { hash: 'cd'.repeat(32), person: 'joon', createdAt: monday, seenAt: monday }
        await store.directory.addSession(session)
        await store.directory.touchSession(session.hash, monday + 9)
        expect(await store.directory.session(session.hash)).toEqual({ ...session, seenAt: monday + 9 })
        await store.directory.endSession(session.hash)
        expect(await store.directory.session(session.hash)).toBeNull()
      })

      test('keeps settings, the last value of each', async () => {
        expect(await store.directory.setting('demo')).toBeNull()
        await store.directory.setSetting('demo', 'on')
        await store.directory.setSetting('demo', 'off')
        expect(await store.directory.setting('demo')).toBe('off')
      })
    })

    describe('imported pipelines', () => {
      const corner: Pipeline = {
        definition: { ...popup, id: 'corner', version: 1 },
        texts: { ...popupPipeline.texts, title: { en: 'Corner shop', ko: '작은 가게' } },
      }
      const version = (number: number, title = 'Corner shop'): Pipeline => ({
        definition: { ...corner.definition, version: number },
        texts: { ...corner.texts, title: { en: title } },
      })

      test('are there when the store is opened again, the newest version of each, in the order of their ids', async () => {
        expect(await store.pipelines()).toEqual([])
        expect(await store.addPipeline(popupPipeline, monday)).toEqual({ kind: 'added' })
        expect(await store.addPipeline(corner, monday)).toEqual({ kind: 'added' })
        expect(await store.pipelines()).toEqual([corner, popupPipeline])
        // Ten is more than nine also where numbers are kept as text.
        for (const number of [9, 10])
          expect(await store.addPipeline(version(number), monday + number)).toEqual({ kind: 'added' })
        expect(await (await open()).pipelines()).toEqual([version(10), popupPipeline])
      })

      test('of one version and one content are added once, whatever the order of their keys', async () => {
        await store.addPipeline(version(2), monday)
        const { title, ...texts } = version(2).texts
        const turned = { texts: { ...texts, title }, definition: { ...version(2).definition } }
        expect(await store.addPipeline(turned, monday + 1)).toEqual({ kind: 'there' })
        await store.addPipeline(version(3), monday + 2)
        // An older one that is there is still there.
        expect(await store.addPipeline(version(2), monday + 3)).toEqual({ kind: 'there' })
        expect(await store.pipelines()).toEqual([version(3)])
      })

      test('are never changed, and never older than what is there', async () => {
        await store.addPipeline(version(2), monday)
        const otherRules = { ...version(2), definition: { ...version(2).definition, waiverLimit: 1 } }
        for (const wrong of [version(2, 'Another'), otherRules, version(1)]) {
          expect(await store.addPipeline(wrong, monday + 1)).toEqual({ kind: 'not-newer', newest: 2 })
          expect(await store.pipelines()).toEqual([version(2)])
        }
      })

      test('that a log could not hold are refused, and nothing is written', async () => {
        await expect(store.addPipeline(version(1, 'a\u0000b'), monday)).rejects.toThrow(Unsealable)
        expect(await store.pipelines()).toEqual([])
      })

      test('of two at once with the same version: one is added, the other hears of it', async () => {
        const other = await open()
        const both = await Promise.all([
          store.addPipeline(version(1, 'One'), monday),
          other.addPipeline(version(1, 'Two'), monday),
        ])
        expect(both.map(({ kind }) => kind).toSorted()).toEqual(['added', 'not-newer'])
        const title = both[0]?.kind === 'added' ? 'One' : 'Two'
        expect(await store.pipelines()).toEqual([version(1, title)])
      })

      test('are kept in every version, each as it was when a newer one came', async () => {
        expect(await store.pipelineVersions('corner')).toEqual([])
        expect(await store.pipeline('corner', 2)).toBeNull()
        await store.addPipeline(popupPipeline, monday)
        for (const number of [2, 9, 10]) await store.addPipeline(version(number, `Corner ${number}`), monday + number)
        const again = await open()
        // Ten comes after nine also where numbers are kept as text.
        expect(await again.pipelineVersions('corner')).toEqual([2, 9, 10])
        expect(await again.pipelineVersions('pop-up')).toEqual([1])
        for (const number of [2, 9, 10])
          expect(await again.pipeline('corner', number)).toEqual(version(number, `Corner ${number}`))
        for (const [id, number] of [
          ['corner', 1],
          ['corner', 2.5],
          ['corner', 2 ** 60],
          ['Corner', 2],
          ['', 2],
        ] as const)
          expect([id, number, await again.pipeline(id, number)]).toEqual([id, number, null])
      })

      test('that were damaged are not handed out, and hide no other version', async () => {
        await store.addPipeline(corner, monday)
        await store.addPipeline(version(2), monday)
        await place.tamper(`update pipelines set definition = replace(definition, '"version":1', '"version":7')`)
        await expect(store.pipeline('corner', 1)).rejects.toThrow(Damaged)
        expect(await store.pipelineVersions('corner')).toEqual([1, 2])
        expect(await store.pipeline('corner', 2)).toEqual(version(2))
        expect(await store.pipelines()).toEqual([version(2)])
        await place.tamper(`update pipelines set definition = replace(definition, '"version":2', '"version":7')`)
        await expect(store.pipelines()).rejects.toThrow(Damaged)
      })
    })

    describe('verification', () => {
      const stranger = seal('Psst', 'salt-of-stranger')
      beforeEach(() => tellWholeStory(store))

      test('finds a whole launch whole', async () => {
        const root = await store.storedRoot('hello')
        expect(await verifyLaunch(store, 'hello')).toEqual({ whole: true, entries: 13, root, texts: 4, files: 1 })
      })

      test('names the private texts that are missing: no command erases one', async () => {
        await place.tamper(`delete from private_texts where commitment = '${title.commitment}'`)
        expect(await store.texts('hello', [title.commitment])).toEqual(new Map())
        expect(await verifyLaunch(store, 'hello')).toEqual({
          whole: false,
          difference: `1 private text is missing: ${title.commitment} of entry 0`,
        })
        await place.tamper(`delete from private_texts`)
        expect(await verifyLaunch(store, 'hello')).toEqual({
          whole: false,
          difference: expect.stringMatching(/^4 private texts are missing: c1:\S+ of entry 0, .*, …$/),
        })
      })

      test('takes no name of a build for a private text, whatever it looks like', async () => {
        const version = `c1:${'A'.repeat(43)}`
        const outcome = await does(store, 'priya', { type: 'launch.setCandidate', version }, { request: 'r_build' })
        expect(outcome).toMatchObject({ kind: 'accepted' })
        expect(await verifyLaunch(store, 'hello')).toMatchObject({ whole: true })
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
        expect(await verifyLaunch(store, 'hello')).toMatchObject({ whole: true })
        await place.tamper(`update commits set gates = '[]' where id = (select max(id) from commits)`)
        expect(await verifyLaunch(store, 'hello')).toMatchObject({
          whole: false,
          difference: expect.stringMatching(/the log and the commits differ: commits\.\d+\.gates\.0 is absent/),
        })
      })

      describe('of the files', () => {
        const csv = Buffer.from('order,amount')
        const xml = Buffer.from('<testsuite/>')
        const sha = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
        const file: EvidenceFile = { sha256: sha(csv), type: 'text/csv', size: csv.length }
        const report: EvidenceFile = { sha256: sha(xml), type: 'application/xml', size: xml.length }
        const reading = (files: Record<string, Buffer>) => async (sha256: string) => {
          const bytes = files[sha256]
          return bytes === undefined ? null : Readable.from([bytes.subarray(0, 3), bytes.subarray(3)])
        }
        const all = { [sha(csv)]: csv, [sha(xml)]: xml }
        const asks = (kind: 'file' | 'junit') => ({ ...creation().pipeline.gates[1]?.items[0], asks: { kind } })

        /** Aurora: its payment gateway has a file, and a report; the file twice, the second time as another type. */
        beforeEach(async () => {
          const { pipeline } = creation()
          const gates = pipeline.gates.map((gate) =>
            gate.id === 'payment-gateway'
              ? {
                  ...gate,
                  items: [asks('file'), asks('junit')].map((item, index) => ({ ...item, id: `PAY-${index + 1}` })),
                }
              : gate,
          )
          // The spread keeps every member of an item that is there.
          const made = { ...creation(), pipeline: { ...pipeline, gates } as typeof pipeline }
          const told = { launch: 'aurora' }
          const named = seal('orders.csv', 'salt-of-orders')
          await does(store, 'priya', made, { ...told, request: 'r_a', privateTexts: [title, texts] })
          await does(store, 'priya', { type: 'launch.start' }, { ...told, request: 'r_b' })
          const tick = (item: string, evidence: Evidence, row: EvidenceFile, request: string) =>
            does(
              store,
              'tom',
              { type: 'gate.tick', gate: 'payment-gateway', item, evidence },
              {
                ...told,
                request,
                evidence: [row],
                privateTexts: evidence.kind === 'file' ? [named] : [],
              },
            )
          const asFile = { kind: 'file', name: named.commitment, ...file } as const
          const asReport = {
            kind: 'junit',
            passed: 1,
            failed: 0,
            skipped: 0,
            flaky: 0,
            seconds: 1.5,
            sha256: report.sha256,
          } as const
          const outcomes = [
            await tick('PAY-1', asFile, file, 'r_c'),
            await tick('PAY-2', asReport, report, 'r_d'),
            await does(
              store,
              'tom',
              { type: 'gate.untick', gate: 'payment-gateway', item: 'PAY-1' },
              { ...told, request: 'r_untick' },
            ),
            await tick('PAY-1', { ...asFile, type: 'text/plain' }, { ...file, type: 'text/plain' }, 'r_e'),
          ]
          expect(outcomes.map(({ kind }) => kind)).toEqual(outcomes.map(() => 'accepted'))
        })

        test('finds them whole, with and without their bytes', async () => {
          expect(await verifyLaunch(store, 'aurora')).toMatchObject({ whole: true, entries: 6 })
          expect(await verifyLaunch(store, 'aurora', reading(all))).toMatchObject({ whole: true, entries: 6 })
        })

        test.each<[string, Record<string, Buffer>, string]>([
          ['are gone', { [sha(csv)]: csv }, `the bytes of file ${sha(xml)} are missing`],
          [
            'are others',
            { ...all, [sha(csv)]: xml },
            `the bytes of file ${sha(csv)} are others: their hash is ${sha(xml)}`,
          ],
        ])('notices that bytes %s', async (_, files, difference) => {
          expect(await verifyLaunch(store, 'aurora', reading(files))).toEqual({ whole: false, difference })
        })

        const row = `launch = 'aurora' and sha256`
        test.each<[string, string, RegExp]>([
          [
            'a file has another type',
            `update evidence set type = 'text/plain' where ${row} = '${sha(csv)}'`,
            /\.type is "text\/plain", expected "text\/csv"/,
          ],
          [
            'a file has another size',
            `update evidence set size = 1 where ${row} = '${sha(csv)}'`,
            /\.size is 1, expected 12/,
          ],
          [
            'a report has another type',
            `update evidence set type = 'text/csv' where ${row} = '${sha(xml)}'`,
            /\.type is "text\/csv", expected "application\/xml"/,
          ],
          [
            'a report has another size',
            `update evidence set size = 1 where ${row} = '${sha(xml)}'`,
            /has 12 bytes, the list of files says 1/,
          ],
          [
            'a file is not listed',
            `delete from evidence where ${row} = '${sha(csv)}'`,
            /is named by an entry, the list of files lacks it/,
          ],
          [
            'a report is not listed',
            `delete from evidence where ${row} = '${sha(xml)}'`,
            /is named by an entry, the list of files lacks it/,
          ],
          [
            'a file is listed that no entry names',
            `insert into evidence values ('aurora', '../secret', 'text/csv', 3)`,
            /\.\.\/secret is in the list of files, no entry names it/,
          ],
        ])('notices that %s', async (_, statement, difference) => {
          await place.tamper(statement)
          expect(await verifyLaunch(store, 'aurora', reading(all))).toEqual({
            whole: false,
            difference: expect.stringMatching(difference),
          })
        })
      })

      test('says when there is no such launch', async () => {
        expect(await verifyLaunch(store, 'nowhere')).toMatchObject({
          whole: false,
          difference: 'there is no launch nowhere',
        })
      })

      test('notices a changed leaf also when its hash was changed with it', async () => {
        const leaf = (await store.leaves('hello', 2, 3))[0]?.replace('p_chloe', 'p_tom') ?? ''
        await place.tamper(
          `update entries set leaf = '${leaf}', hash = '${leafHash(leaf).toString('hex')}' where seq = 2`,
        )
        expect(await verifyLaunch(store, 'hello')).toMatchObject({
          whole: false,
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
          `insert into private_texts values ('hello', '${stranger.commitment}', '${stranger.salt}', '"Psst"')`,
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
          whole: false,
          ...rest,
          difference: expect.stringMatching(difference),
        })
      })
    })

    test('the same commands produce the same leaves and the same root on every store', async () => {
      await tellWholeStory(store)
      const leaves = await store.leaves('hello', 0, 100)
      expect(leaves[2]).toBe(leafOfChloe)
      expect(leaves.length).toBe(13)
      expect(rootOf(leaves.map(leafHash)).toString('hex')).toBe(root)
      expect(await store.storedRoot('hello')).toBe(root)
    })
  })
}

/** Written down from a run, and the root computed from its leaves by another program in another language. */
const leafOfChloe =
  '{"action":"gate.tick","actor":{"id":"p_chloe","kind":"person","roles":["content-team"]},"at":"2026-11-23T09:02:00.000Z","data":{"evidence":{"kind":"note","text":"c1:aGYz3CvlsTidTGxzDtErqS3rfv2QS0F4nmA7o4dHfrI"},"item":"CON-1"},"from":"open.notStarted","gate":"content","launch":"hello","request":"r_2","seq":2,"to":"open.inProgress","v":1}'
const root = '6e6c42219509c327dd39d18a650d9f3cb3188bedf0f7a59804370bc78af0e2ad'
