import { isDeepStrictEqual } from 'node:util'
import type { Stored } from '../../../db/store.ts'
import { verifyLaunch } from '../../../db/verify.ts'
import { asOf, decideClock } from '../../../machines/due.ts'
import type { Entry } from '../../../machines/entry.ts'
import { can } from '../../../machines/reading/can.ts'
import { factsOf } from '../../../machines/reading/gate-facts.ts'
import { isLaunched, isPreparing } from '../../../machines/reading/queries.ts'
import { verdict } from '../../../machines/reading/verdict.ts'
import type { LaunchState } from '../../../machines/state.ts'
import { actorOf, type Caller } from '../../../server/auth/caller.ts'
import { writeDue } from '../../../server/launches/clock-worker.ts'
import { againstBuild, Witness } from '../witness.ts'
import type { Asked, Refusal } from './doors.ts'
import { countMilestones } from './milestones.ts'
import { isUndone } from './say.ts'
import type { Stage } from './stage.ts'

/** One random story. After each step it looks at everything that must always hold, and throws at the first thing that does not. */
export class Story {
  readonly stage: Stage
  readonly #slug: string
  readonly #witness = new Witness()
  #stored: Stored | null = null

  constructor(stage: Stage, slug: string) {
    this.stage = stage
    this.#slug = slug
  }

  get now(): number {
    return this.stage.shop.now
  }
  get before(): Stored {
    if (!this.#stored) throw new Error('nothing is stored')
    return this.#stored
  }
  /** As everybody sees it now. */
  get launch(): LaunchState {
    return asOf(this.before.state, this.now)
  }

  async begin(): Promise<void> {
    await this.#read(-1)
  }

  async verify(): Promise<void> {
    const verified = await verifyLaunch(this.stage.shop.store, this.#slug)
    if (!verified.matches) throw new Error(`the rows are not what the log says: ${verified.difference}`)
  }

  wait(days: number): void {
    this.stage.shop.now += Math.floor(days * 86_400_000)
    this.look()
  }

  async do(who: string, asked: Asked): Promise<Refusal> {
    const before = this.before
    const launch = this.launch
    const due = decideClock(before.state, this.now, '')
    const against = this.#against(launch, asked)
    const refusal = await this.stage.door(who, this.#slug, asked)
    const entries = await this.#read(before.state.version - 1)
    const after = this.before
    if (refusal !== null) {
      if (!isDeepStrictEqual(after, before))
        throw new Error(`${who} ${asked.type} was refused (${refusal.code}), and something was written`)
      return refusal
    }
    // What was due is written first, as the worker would have written it.
    const expected = due.accepted ? due.entries : []
    const written = entries.slice(0, expected.length)
    if (!isDeepStrictEqual(written.map(withoutRequest), JSON.parse(JSON.stringify(expected.map(withoutRequest)))))
      throw new Error(`what was due was not written as the clock would have: ${JSON.stringify({ written, expected })}`)
    const own = entries.slice(expected.length)[0]
    // The evidence address, which a service's numbers go to, says itself whether they pass.
    if (own && asked.type !== 'evidence' && who !== 'ci' && own.action !== asked.type)
      throw new Error(`${asked.type} wrote ${own.action}`)
    if (own) this.#mustHaveBeenOffered(who, launch, own)
    if (against.length > 0) throw new Error(`${who} ${asked.type}, and in the way was: ${against.join('; ')}`)
    if (own?.action === 'launch.setCandidate' && isUndone(after.state))
      throw new Error(`a build that was rolled back is the candidate again`)
    const locks = entries.filter(({ action }) => action === 'launch.unlock' || action === 'launch.relock')
    if (locks.length > expected.filter(({ action }) => action.endsWith('lock')).length + 1)
      throw new Error('one command unlocked it and locked it again')
    countMilestones(this.stage.reach, launch, entries)
    this.look()
    return null
  }

  #mustHaveBeenOffered(who: string, launch: LaunchState, { action, gate, data, as }: Entry): void {
    const may = can(launch, actorOf(this.caller(who)), this.now)
    const ofGate = gate === undefined ? undefined : may.gates[gate]
    const ofItem = typeof data.item === 'string' ? ofGate?.items[data.item] : undefined
    const offered: readonly string[] = gate === undefined ? may.launch : [...(ofGate?.gate ?? []), ...(ofItem ?? [])]
    if (!offered.includes(action) || (as !== undefined && !ofGate?.signAs.includes(as)))
      throw new Error(`${who} did ${action}, and was not offered it`)
  }

  /** The clock's own worker writes what everybody saw already. */
  async worker(): Promise<void> {
    const before = this.before
    const seen = this.launch
    // Of those who hear of it the worker tells only that the clock moved, and nobody listens here.
    await writeDue(this.stage.shop.services, { clockMoved: async () => {} } as unknown as Parameters<
      typeof writeDue
    >[1])
    const entries = await this.#read(before.state.version - 1)
    if (!isDeepStrictEqual(this.before.state, seen)) throw new Error('the worker did not write what was seen')
    countMilestones(this.stage.reach, before.state, entries)
    this.look()
  }

  /** Reads what is stored, and has the witness read what is new. */
  async #read(after: number): Promise<Entry[]> {
    const { store } = this.stage.shop
    const stored = await store.stored(this.#slug)
    if (!stored) throw new Error('the launch is gone')
    const kept = await store.load(this.#slug)
    if (kept === null || !isDeepStrictEqual(kept, stored.state))
      throw new Error('what is kept in memory is not what is stored')
    if (!isDeepStrictEqual(factsOf(kept), factsOf(stored.state)))
      throw new Error('the facts that were carried over from state to state are not those of the gates')
    if (stored.entries !== stored.state.version)
      throw new Error(`version ${stored.state.version}, and a tree of ${stored.entries}`)
    this.#stored = stored
    const entries = await store.entries(this.#slug, after, 10_000)
    const wrong = entries.flatMap((entry) => this.#witness.read(entry))
    if (wrong.length > 0) throw new Error(wrong.join('; '))
    return entries
  }

  /** A go is deserved at this very instant; a launch is unlocked exactly when its gates deserve it. */
  look(): void {
    const now = this.now
    const launch = this.launch
    const { candidate } = launch.context
    const gates = isLaunched(launch) ? [] : this.#lookAhead(launch)
    const against = [...gates, ...againstBuild(launch, now)]
    const answers = [
      { asked: { build: 'current' } as const, deserved: against.length === 0 },
      { asked: { build: 'named', name: 'another' } as const, deserved: false },
      { asked: { build: 'unnamed' } as const, deserved: false },
      ...[candidate?.version, candidate?.commit]
        .flatMap((name) => name ?? [])
        .map((name) => ({ asked: { build: 'named', name } as const, deserved: against.length === 0 })),
    ]
    const isAtWork = isPreparing(launch) || isLaunched(launch)
    for (const { asked, deserved } of answers) {
      const { decision, blockers } = verdict(launch, now, asked)
      if (decision === 'go' && !(deserved && isAtWork))
        throw new Error(`${JSON.stringify(asked)} is a go, but ${against.join('; ') || launch.state}`)
      // A role that nobody holds may be in the way too.
      if (decision !== 'go' && deserved && isAtWork && blockers.some(({ kind }) => kind !== 'people'))
        throw new Error(`${JSON.stringify(asked)} is no go, and nothing is in the way: ${JSON.stringify(blockers)}`)
    }
    if (!isPreparing(launch)) return
    if ((launch.state === 'preparing.unlocked') !== (gates.length === 0))
      throw new Error(`it is ${launch.state}, and in the way is: ${gates.join('; ') || 'nothing'}`)
  }

  /** What the witness knows against this, whoever asks; nothing where they have no view. */
  #against(launch: LaunchState, asked: Asked): string[] {
    const { type } = asked
    if (type === 'launch.launch') return [...this.#lookAhead(launch), ...againstBuild(launch, this.now)]
    if (type !== 'gate.submit' && type !== 'gate.complete' && type !== 'gate.signOff') return []
    return this.#ahead().againstSending(launch, asked.gate, this.now)
  }

  #lookAhead(launch: LaunchState): string[] {
    return this.#ahead().againstGates(launch, this.now)
  }

  /** The witness reads also what has fallen due and is not written yet, in books that are thrown away. */
  #ahead(): Witness {
    const due = decideClock(this.before.state, this.now, '')
    const witness = this.#witness.copy()
    for (const entry of due.accepted ? due.entries : []) witness.read(entry)
    return witness
  }

  caller(who: string): Caller {
    const caller = this.stage.callers.get(who)
    if (!caller) throw new Error(`nobody is called ${who}`)
    return caller
  }
  /** The people behind these pseudonyms. */
  named(pseudonyms: readonly string[]): string[] {
    return this.stage.people.filter(({ pseudonym }) => pseudonyms.includes(pseudonym)).map(({ id }) => id)
  }
}

const withoutRequest = ({ request: _, ...entry }: Entry) => entry
