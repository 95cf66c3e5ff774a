import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import type { Person, Stored } from '../../db/store.ts'
import { verifyLaunch } from '../../db/verify.ts'
import { type PersonCommand, type PersonCommandType, personCommand } from '../../machines/commands.ts'
import { asOf, decideClock } from '../../machines/due.ts'
import type { Entry } from '../../machines/entry.ts'
import type { ItemDefinition } from '../../machines/pipeline/pipeline.ts'
import { can } from '../../machines/reading/can.ts'
import {
  findItem,
  gateOf,
  holdersOf,
  isCancelled,
  isDraft,
  isHeld,
  isLaunched,
  isOpen,
  isPreparing,
  isReady,
  itemStateOf,
  itemsOf,
  needsNotReady,
} from '../../machines/reading/queries.ts'
import { verdict } from '../../machines/reading/verdict.ts'
import { type Waiting, waitingFor } from '../../machines/reading/waiting.ts'
import type { LaunchState } from '../../machines/state.ts'
import { actorOf, type Caller } from '../../server/auth/caller.ts'
import { scopes } from '../../server/auth/tokens.ts'
import { type CommandOutcome, handleCommand } from '../../server/commands/handle-command.ts'
import { receiveEvidence } from '../../server/evidence/receive.ts'
import { writeDue } from '../../server/launches/clock-worker.ts'
import { fairPeople, fairPipeline } from './fair.ts'
import { monday, type Shop } from './shop.ts'
import { againstBuild, Witness } from './witness.ts'

/**
 * Random stories: people of the cast do what they may, or what they may not, while the clock moves; after each move everything that must
 * always hold is looked at. A story is a list of moves; the same moves lead to the same story.
 */

type Way = 'advance' | 'offered' | 'tempt' | 'wild' | 'build' | 'clock' | 'age' | 'worker' | 'waive' | 'scope' | 'look'

export interface Move {
  way: Way
  /** Whatever the move leaves open is drawn from this number. */
  pick: number
}

/** `length`: how many moves a story has at most. */
export const moves = (length: number): fc.Arbitrary<Move[]> =>
  fc.array(
    fc.record({
      way: fc.oneof(
        { weight: 14, arbitrary: fc.constant<Way>('advance') },
        { weight: 4, arbitrary: fc.constant<Way>('offered') },
        { weight: 5, arbitrary: fc.constant<Way>('tempt') },
        { weight: 2, arbitrary: fc.constant<Way>('wild') },
        { weight: 1, arbitrary: fc.constant<Way>('build') },
        { weight: 1, arbitrary: fc.constant<Way>('clock') },
        { weight: 1, arbitrary: fc.constant<Way>('age') },
        { weight: 1, arbitrary: fc.constant<Way>('worker') },
        { weight: 2, arbitrary: fc.constant<Way>('waive') },
        { weight: 1, arbitrary: fc.constant<Way>('scope') },
        { weight: 1, arbitrary: fc.constant<Way>('look') },
      ),
      pick: fc.nat(),
    }),
    { minLength: Math.ceil(length / 2), maxLength: length, size: 'max' },
  )

/** Every number that follows from `pick`, between 0 and 1 (mulberry32). */
type Chance = () => number
function chanceFrom(pick: number): Chance {
  let at = pick | 0
  return () => {
    at = (at + 0x6d2b79f5) | 0
    let mixed = Math.imul(at ^ (at >>> 15), 1 | at)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
function oneOf<T>(chance: Chance, choices: readonly T[]): T {
  if (choices.length === 0) throw new Error('there is nothing to choose from')
  // There is one at every index below the length.
  return choices[Math.floor(chance() * choices.length)] as T
}

/** A command, or evidence at its own address. */
type Asked =
  | PersonCommand
  | {
      type: 'evidence'
      gate: string
      item: string
      candidate?: string | undefined
      received:
        | { kind: 'file'; name: string; bytes: Buffer }
        | { kind: 'report'; bytes: Buffer }
        | { kind: 'number'; value: number }
    }

/** Null when it was accepted. */
type Refusal = { kind: string; code: string } | null
type Door = (who: string, launch: string, asked: Asked) => Promise<Refusal>

/** Straight to the one way through. */
export function innerDoor(shop: Shop, callers: ReadonlyMap<string, Caller>): Door {
  return async (who, launch, asked) => {
    const caller = callers.get(who)
    if (!caller) throw new Error(`nobody is called ${who}`)
    const route = `random ${launch}`
    const outcome: CommandOutcome =
      asked.type === 'evidence'
        ? await receiveEvidence(shop.services, { ...asked, caller, launch, route }, asked.received)
        : await handleCommand(shop.services, { caller, launch, command: personCommand.parse(asked), route })
    if (outcome.kind === 'accepted') return null
    if (outcome.kind === 'key-reused') throw new Error('no key was given')
    return { kind: outcome.refusal.kind, code: outcome.refusal.reason.code }
  }
}

const kindsOfStatus: Record<number, string> = {
  403: 'forbidden',
  404: 'unknown',
  409: 'refused',
  412: 'stale',
  428: 'version-required',
}

/** Through HTTP, with each one's own token; a token that may sign does not live long, and the clock moves fast. */
export function outerDoor(shop: Shop): Door {
  const tokens = new Map<string, { token: string; at: number }>()
  const tokenOf = async (who: string): Promise<string> => {
    const known = tokens.get(who)
    if (known && shop.now - known.at < 86_400_000) return known.token
    const token = await shop.token(
      who,
      who === 'ci' ? ['launch:read', 'evidence:write', 'candidate:write'] : [...scopes],
    )
    tokens.set(who, { token, at: shop.now })
    return token
  }
  return async (name, launch, said) => {
    const who = await tokenOf(name)
    const asked = name === 'ci' ? measured(said) : said
    const path = `/api/v1/launches/${launch}`
    const answer = await (asked.type === 'evidence'
      ? sendEvidence(shop, who, path, asked)
      : shop.send(who, launch, asked))
    if (answer.status === 200) return null
    const kind = kindsOfStatus[answer.status]
    if (kind === undefined) throw new Error(`${name} ${asked.type}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return { kind, code: answer.body.reason?.code ?? answer.body.code ?? 'none' }
  }
}

/** A service has no command for what it measures: its numbers go to the evidence address. */
function measured(said: Asked): Asked {
  if (said.type !== 'gate.tick' && said.type !== 'gate.failCheck') return said
  const { gate, item, candidate, evidence } = said
  if (evidence?.kind !== 'number') return said
  return { type: 'evidence', gate, item, candidate, received: { kind: 'number', value: evidence.value } }
}

function sendEvidence(
  shop: Shop,
  who: string,
  launch: string,
  { gate, item, candidate, received }: Extract<Asked, { type: 'evidence' }>,
) {
  const query = candidate === undefined ? '' : `?candidate=${candidate}`
  const post = shop.post(who, `${launch}/gates/${gate}/items/${item}/evidence${query}`)
  if (received.kind === 'number') return post.send({ value: received.value })
  if (received.kind === 'file') return post.attach('file', received.bytes, received.name)
  return post.set('Content-Type', 'application/xml').send(received.bytes.toString('utf8'))
}

export async function callersOf(shop: Shop): Promise<Map<string, Caller>> {
  const { directory } = shop.store
  const callers = new Map<string, Caller>()
  for (const person of await directory.people()) callers.set(person.id, { kind: 'person', person, token: null })
  const [service] = await directory.services()
  const token = (await directory.tokens()).find((each) => each.service === service?.name)
  if (!service || !token) throw new Error('there is no service')
  callers.set('ci', { kind: 'service', service, token })
  return callers
}

/** What happened, and how often. */
export type Reach = Record<string, number>
export const milestones = [
  'unlock',
  'return',
  'waiver granted',
  'waiver expired',
  'recheck by candidate',
  'recheck by need',
  'recheck by both',
  'lapse and renewal',
  'lapse, then a new candidate',
  'failed check',
  'added item',
  'rollBack',
] as const

/** A shop in which random stories of the fair pipeline can be told, one launch each. */
export interface Stage {
  shop: Shop
  door: Door
  callers: ReadonlyMap<string, Caller>
  people: readonly Person[]
  reach: Reach
  told: number
  /** What the slugs of its launches begin with. */
  name: string
}

export async function stageIn(shop: Shop, door: 'inner' | 'outer'): Promise<Stage> {
  await shop.store.addPipeline(fairPipeline, shop.now)
  const callers = await callersOf(shop)
  const people = await shop.store.directory.people()
  return {
    shop,
    callers,
    people,
    reach: Object.fromEntries(milestones.map((each) => [each, 0])),
    door: door === 'inner' ? innerDoor(shop, callers) : outerDoor(shop),
    told: 0,
    name: `fair-${door}`,
  }
}

/** Tells one story; throws at the first thing that does not hold. */
export async function tellRandom(stage: Stage, story: readonly Move[]): Promise<void> {
  stage.told += 1
  stage.shop.now = monday
  const slug = `${stage.name}-${stage.told}`
  await stage.shop
    .post('priya', '/api/v1/launches', {
      pipeline: 'fair',
      slug,
      title: 'The fair',
      targetAt: '2026-12-01T10:00:00+08:00',
      timeZone: 'Asia/Taipei',
      people: fairPeople,
      scope: { photos: false },
    })
    .expect(201)
  const teller = new Teller(stage, slug)
  await teller.begin()
  for (const [index, move] of story.entries()) {
    await teller.play(move)
    if (index % 40 === 39) await teller.verify()
  }
  await teller.verify()
}

class Teller {
  readonly #stage: Stage
  readonly #slug: string
  readonly #witness = new Witness()
  #stored: Stored | null = null

  constructor(stage: Stage, slug: string) {
    this.#stage = stage
    this.#slug = slug
  }

  get #now(): number {
    return this.#stage.shop.now
  }
  get #before(): Stored {
    if (!this.#stored) throw new Error('nothing is stored')
    return this.#stored
  }
  /** As everybody sees it now. */
  get #launch(): LaunchState {
    return asOf(this.#before.state, this.#now)
  }

  async begin(): Promise<void> {
    await this.#read(-1)
  }

  async verify(): Promise<void> {
    const verified = await verifyLaunch(this.#stage.shop.store, this.#slug)
    if (!verified.whole) throw new Error(`the rows are not what the log says: ${verified.difference}`)
  }

  async play({ way, pick }: Move): Promise<void> {
    const chance = chanceFrom(pick)
    if (way === 'advance') for (let n = 1 + Math.floor(chance() * 6); n > 0; n -= 1) await this.#advance(chance)
    if (way === 'offered') await this.#offered(chance)
    if (way === 'tempt') await this.#tempt(chance)
    if (way === 'wild') await this.#wild(chance)
    if (way === 'build') await this.#do(oneOf(chance, ['ci', 'ana', 'priya']), this.#newBuild(chance))
    if (way === 'clock') this.#wait(0.1 + 2 * chance())
    if (way === 'age') {
      this.#wait(3.2 + 2 * chance())
      if (chance() < 0.7) await this.#do('ci', this.#newBuild(chance))
    }
    if (way === 'scope') await this.#scope(chance)
    if (way === 'worker') await this.#worker()
    if (way === 'waive') await this.#waive(chance)
    if (way === 'look') this.#look()
  }

  // ---- what people do

  #wait(days: number): void {
    this.#stage.shop.now += Math.floor(days * 86_400_000)
    this.#look()
  }

  /** The next thing that somebody is waited for. */
  async #advance(chance: Chance): Promise<void> {
    const launch = this.#launch
    const leads = this.#named(holdersOf(launch, launch.definition.lead))
    const lead = oneOf(chance, leads)
    if (isCancelled(launch)) return
    if (isDraft(launch)) {
      const refusal = await this.#do(lead, { type: 'launch.start' })
      if (refusal?.code === 'four-eyes-impossible' || refusal?.code === 'nobody-in-role') await this.#restaff(chance)
      return
    }
    if (isHeld(launch)) return void (await this.#do(lead, { type: 'launch.release' }))
    if (isLaunched(launch)) {
      if (chance() < 0.4) await this.#do(lead, { type: 'launch.rollBack', reason: 'it broke' })
      return
    }
    if (launch.context.candidate === null || this.#isUndone(launch))
      return void (await this.#do('ci', this.#newBuild(chance)))
    const waiting = launch.definition.gates
      .map(({ id }) => ({ id, asked: waitingFor(launch, id) }))
      // Mostly those that can go on now, now and then one that should wait for other gates.
      .filter(({ id, asked }) => asked.length > 0 && (needsNotReady(launch, id).length === 0 || chance() < 0.15))
    if (waiting.length === 0) {
      const live = { type: 'launch.launch' as const, candidate: launch.context.candidate.version }
      if (launch.context.window && chance() < 0.3) await this.#do(lead, live)
      else if (launch.context.window && chance() < 0.5) await this.#do(lead, { type: 'launch.schedule', window: null })
      else if (chance() < 0.15) await this.#do(lead, live)
      else if (chance() < 0.1) await this.#do(lead, this.#said(chance, launch, { type: 'launch.schedule' }, true))
      return
    }
    const { id, asked } = oneOf(chance, waiting)
    const next = oneOf(chance, asked)
    const [someone] = next.people
    if (someone === undefined) return this.#restaff(chance)
    await this.#doWaited(chance, launch, id, next, oneOf(chance, this.#named(next.people)))
  }

  async #doWaited(
    chance: Chance,
    launch: LaunchState,
    gate: string,
    { to, role, items }: Waiting,
    who: string,
  ): Promise<void> {
    const { definition, gate: stands } = gateOf(launch, gate)
    const ifVersion = stands.version
    const send: PersonCommand = {
      type: definition.signers.length > 0 ? 'gate.submit' : 'gate.complete',
      gate,
      ifVersion,
    }
    if (to === 'send') return void (await this.#do(who, send))
    if (to === 'solve') return void (await this.#do(who, { type: 'gate.unblock', gate }))
    if (to === 'grant') {
      const asker = this.#named([stands.context.waiverRequest?.by ?? ''])
      const grants = oneOf(chance, [who, who, ...asker])
      return void (await this.#do(grants, { type: 'gate.grantWaiver', gate, ifVersion }))
    }
    if (to === 'sign') {
      if (chance() < 0.06)
        return void (await this.#do(who, {
          type: 'gate.return',
          gate,
          reason: 'look again',
          items: this.#someItems(chance, launch, gate),
        }))
      // Now and then whoever holds the role, also who must not sign this one.
      const signs = chance() < 0.3 ? oneOf(chance, this.#named(holdersOf(launch, role))) : who
      return void (await this.#do(signs, { type: 'gate.signOff', gate, as: role, ifVersion }))
    }
    if (chance() < 0.1) {
      const [owner] = this.#named(holdersOf(launch, definition.owner))
      if (owner !== undefined) await this.#do(owner, send)
    }
    for (const id of items) {
      const item = findItem(definition, stands.context, id)
      if (!item) throw new Error(`no item ${id}`)
      const byService = (item.asks.kind === 'number' || item.asks.kind === 'junit') && chance() < 0.3
      await this.#do(byService ? 'ci' : who, this.#tick(chance, launch, gate, item, chance() < 0.05))
    }
  }

  /** Everybody has their roles again. */
  async #restaff(chance: Chance): Promise<void> {
    for (const [role, people] of Object.entries(fairPeople))
      for (const person of people)
        if (!this.#named(holdersOf(this.#launch, role)).includes(person))
          await this.#do(oneOf(chance, ['ada', 'priya', 'helen']), { type: 'launch.assignRole', role, person })
    for (const [role, people] of Object.entries(fairPeople))
      for (const person of this.#named(holdersOf(this.#launch, role)))
        if (!people.includes(person)) await this.#do('priya', { type: 'launch.unassignRole', role, person })
  }

  /** Something that somebody is offered, said well: it is refused only for what its fields say. */
  async #offered(chance: Chance): Promise<void> {
    const launch = this.#launch
    const who = oneOf(chance, [...this.#stage.callers.keys()])
    const may = can(launch, actorOf(this.#caller(who)), this.#now)
    const about = [
      ...may.launch.map((type) => ({ type })),
      ...Object.entries(may.gates).flatMap(([gate, { gate: types, signAs, items }]) => [
        ...types.filter((type) => type !== 'gate.signOff').map((type) => ({ type, gate })),
        ...signAs.map((as) => ({ type: 'gate.signOff' as const, gate, as })),
        ...Object.entries(items).flatMap(([item, each]) => each.map((type) => ({ type, gate, item }))),
      ]),
    ]
    // What ends a story, or empties it of people, is rare.
    const rare = ['launch.cancel', 'launch.unassignRole', 'launch.assignRole', 'gate.comment', 'gate.assign']
    const likely = about.filter(({ type }) => !rare.includes(type) || chance() < 0.1)
    if (likely.length === 0) return
    const probe = oneOf(chance, likely)
    const refusal = await this.#do(who, this.#said(chance, launch, probe, false))
    // Whom a role is given to says who may give it; an offer does not know that yet.
    if (refusal === null || probe.type.endsWith('ssignRole')) return
    // A token's scopes are narrower than what its holder may do; then no rule was asked.
    if (refusal.kind === 'forbidden' && refusal.code === 'forbidden') return
    if (refusal.kind !== 'refused' || offers.includes(refusal.code))
      throw new Error(`${who} was offered ${JSON.stringify(probe)}, and refused: ${refusal.kind} ${refusal.code}`)
  }

  /** Anything by anybody. */
  async #wild(chance: Chance): Promise<void> {
    const launch = this.#launch
    const who = oneOf(chance, [...this.#stage.callers.keys()])
    const { id: gate, items } = oneOf(chance, launch.definition.gates)
    const { context } = gateOf(launch, gate).gate
    const item = oneOf(chance, [...items, ...context.added]).id
    const type = oneOf(
      chance,
      everyType.filter((each) => each !== 'launch.cancel' || chance() < 0.1),
    )
    const as = oneOf(chance, launch.definition.roles)
    await this.#do(who, this.#said(chance, launch, { type, gate, item, as }, chance() < 0.5))
  }

  /** Somebody who nearly may: the right role, too early, a second time, of their own work, or of a build that was rolled back. */
  async #tempt(chance: Chance): Promise<void> {
    const launch = this.#launch
    const { definition, context } = launch
    const { id: gate, owner, signers, items } = oneOf(chance, definition.gates)
    const { context: stands } = gateOf(launch, gate).gate
    const item = oneOf(chance, [...items, ...stands.added])
    const as = signers.length > 0 ? oneOf(chance, signers) : definition.lead
    const byRole: Partial<Record<PersonCommandType, string[]>> = {
      'gate.tick': [item.owner],
      'gate.failCheck': [item.owner],
      'gate.submit': [owner],
      'gate.complete': [owner],
      'gate.signOff': [as],
      'gate.requestWaiver': [owner, definition.lead],
      'gate.grantWaiver': [definition.lead, definition.sponsor],
      'gate.itemNotNeeded': [definition.lead],
      'gate.notNeeded': [definition.lead, definition.sponsor],
      'launch.setCandidate': definition.candidateRoles,
      'launch.launch': [definition.lead, definition.sponsor],
    }
    const signing = ['gate.signOff', 'gate.signOff', 'gate.submit', 'gate.complete', 'gate.tick'] as const
    const type = oneOf(chance, [...signing, ...(Object.keys(byRole) as PersonCommandType[])])
    const people = this.#named([
      ...(byRole[type] ?? []).flatMap((role) => holdersOf(launch, role)),
      ...(type === 'gate.grantWaiver' && stands.waiverRequest ? [stands.waiverRequest.by] : []),
    ])
    if (people.length === 0) return
    const undone = context.rolledBack.at(-1)
    const again = { version: chance() < 0.5 ? '1' : (undone?.version ?? '1'), commit: undone?.commit ?? undefined }
    const asked: Asked =
      type === 'launch.setCandidate' && undone
        ? { type, ...again }
        : this.#said(chance, launch, { type, gate, item: item.id, as }, chance() < 0.2)
    await this.#do(oneOf(chance, people), asked)
  }

  /** Somebody asks for a waiver of an open gate, and somebody grants it. */
  async #waive(chance: Chance): Promise<void> {
    const launch = this.#launch
    const open = launch.definition.gates.filter(({ id }) => !isReady(...standing(launch, id)))
    const { id: gate, owner } = oneOf(chance, open.length > 0 ? open : launch.definition.gates)
    const owners = this.#named(holdersOf(launch, owner))
    if (!isPreparing(launch) || owners.length === 0) return
    const asker = oneOf(chance, [...owners, 'priya'])
    await this.#do(asker, this.#said(chance, launch, { type: 'gate.requestWaiver', gate }, false))
    await this.#do(oneOf(chance, ['helen', 'priya', 'ben']), {
      type: 'gate.grantWaiver',
      gate,
      ifVersion: gateOf(this.#launch, gate).gate.version,
    })
    if (chance() < 0.3) this.#wait(4)
  }

  /** The lead adds an item to an open gate, leaves one out, or brings one back. */
  async #scope(chance: Chance): Promise<void> {
    const launch = this.#launch
    const open = launch.definition.gates.filter(({ id }) => isOpen(gateOf(launch, id).gate))
    const [lead] = this.#named(holdersOf(launch, launch.definition.lead))
    if (open.length === 0 || lead === undefined) return
    const { id: gate, items } = oneOf(chance, open)
    const type = oneOf(chance, ['gate.addItem', 'gate.addItem', 'gate.itemNotNeeded', 'gate.requireItem'] as const)
    const { context } = gateOf(launch, gate).gate
    const item = oneOf(chance, [...items, ...context.added]).id
    await this.#do(lead, this.#said(chance, launch, { type, gate, item }, chance() < 0.2))
  }

  // ---- what they say

  #newBuild(chance: Chance): PersonCommand {
    const { candidate, rolledBack } = this.#before.state.context
    const n = 100 + this.#before.state.version
    if (chance() < 0.1 && candidate)
      return {
        type: 'launch.setCandidate',
        version: candidate.version,
        ...(candidate.commit ? { commit: candidate.commit } : {}),
      }
    const undone = rolledBack[0]
    if (chance() < 0.1 && undone) return { type: 'launch.setCandidate', version: undone.version }
    return { type: 'launch.setCandidate', version: `${n}`, ...(chance() < 0.5 ? { commit: `c${n}` } : {}) }
  }

  #isUndone({ context: { candidate, rolledBack } }: LaunchState): boolean {
    return rolledBack.some(
      ({ version, commit }) => version === candidate?.version || (commit !== null && commit === candidate?.commit),
    )
  }

  #someItems(chance: Chance, launch: LaunchState, gate: string): string[] {
    const { definition, gate: stands } = gateOf(launch, gate)
    return itemsOf(definition, stands.context)
      .map(({ id }) => id)
      .filter(() => chance() < 0.4)
  }

  /** A tick of this item with what it asks for; `badly` with something else, or red. */
  #tick(chance: Chance, launch: LaunchState, gate: string, item: ItemDefinition, badly: boolean): Asked {
    const current = launch.context.candidate
    const named = chance() < 0.5 && current?.commit ? current.commit : current?.version
    const candidate = badly && chance() < 0.5 ? 'other' : named
    const build = item.recheckOn.includes('candidate') && candidate !== undefined ? { candidate } : {}
    const { kind } = item.asks
    if (kind === 'junit') {
      const red = badly ? '<testcase name="b"><failure/></testcase>' : ''
      const xml = `<testsuite name="s"><testcase name="a${Math.floor(chance() * 9)}"/>${red}</testsuite>`
      return { type: 'evidence', gate, item: item.id, ...build, received: { kind: 'report', bytes: Buffer.from(xml) } }
    }
    if (kind === 'file') {
      const bytes = Buffer.from(`photo ${Math.floor(chance() * 9)}`)
      return { type: 'evidence', gate, item: item.id, received: { kind: 'file', name: 'photo.txt', bytes } }
    }
    const tick = { type: 'gate.tick' as const, gate, item: item.id, ...build }
    const { context } = gateOf(launch, gate).gate
    if (kind === 'note') {
      const isStale = itemStateOf(context, item.id).stale !== null
      return isStale && chance() < 0.5
        ? { ...tick, same: true }
        : { ...tick, evidence: { kind, text: `seen ${chance()}` } }
    }
    if (kind === 'link') return { ...tick, evidence: { kind, url: 'https://shop.example/page' } }
    if (kind === 'none') return tick
    const value = this.#value(chance, item, badly)
    if (chance() < 0.4) return { type: 'evidence', gate, item: item.id, ...build, received: { kind: 'number', value } }
    return { ...tick, evidence: { kind: 'number', value } }
  }

  /** Within the item's bounds, or outside. */
  #value(chance: Chance, { asks }: ItemDefinition, outside: boolean): number {
    if (asks.kind !== 'number') return 0
    const { min, max } = asks
    if (outside) return max === null ? (min ?? 0) - 1 : max + 1
    return min === null ? (max ?? 9) - Math.floor(chance() * 3) : min + Math.floor(chance() * 2)
  }

  #said(chance: Chance, launch: LaunchState, probe: Probe, badly: boolean): Asked {
    const { type, gate = 'stock', item: id = '', as = '' } = probe
    const { definition, gate: stands } = gateOf(launch, gate)
    const item = findItem(definition, stands.context, id)
    const ifVersion = badly ? oneOf(chance, [0, stands.version - 1, stands.version]) : stands.version
    const hours = (n: number) => new Date(Math.max(this.#now, launch.at) + Math.floor(n * 3_600_000)).toISOString()
    const reason = `because ${Math.floor(chance() * 1000)}`
    const items = this.#someItems(chance, launch, gate)
    const role = oneOf(chance, badly ? [...launch.definition.roles, 'sailor'] : launch.definition.roles)
    const person = oneOf(
      chance,
      badly ? [...this.#stage.people.map((each) => each.id), 'nobody'] : this.#stage.people.map((each) => each.id),
    )
    switch (type) {
      case 'gate.tick':
        return item ? this.#tick(chance, launch, gate, item, badly) : { type, gate, item: 'INV-1' }
      case 'gate.failCheck': {
        if (item?.asks.kind === 'junit') return this.#tick(chance, launch, gate, item, !badly)
        const value = item ? this.#value(chance, item, !badly) : 0
        return { type, gate, item: id, evidence: { kind: 'number', value } }
      }
      case 'gate.untick':
      case 'gate.requireItem':
        return { type, gate, item: id }
      case 'gate.itemNotNeeded':
        return { type, gate, item: id, reason }
      case 'gate.submit':
      case 'gate.complete':
      case 'gate.grantWaiver':
        return { type, gate, ifVersion }
      case 'gate.signOff':
        return { type, gate, as, ifVersion }
      case 'gate.return':
      case 'gate.reopen':
        return { type, gate, reason, items }
      case 'gate.block':
      case 'gate.notNeeded':
        return { type, gate, reason }
      case 'gate.requestWaiver': {
        const until = hours(badly ? oneOf(chance, [-5, 31 * 24, 40]) : 1 + chance() * 90)
        return { type, gate, reason, until, ...(badly && chance() < 0.5 ? {} : { mitigation: 'we watch it' }) }
      }
      case 'gate.addItem': {
        const asks = oneOf(chance, [
          undefined,
          { kind: 'note' as const },
          { kind: 'number' as const, max: 5, ...(badly ? { min: 6 } : {}) },
          { kind: 'file' as const },
        ])
        const owner = badly ? oneOf(chance, [...definition.signers, role]) : definition.owner
        return { type, gate, title: 'nobody foresaw it', owner, required: chance() < 0.5, ...(asks ? { asks } : {}) }
      }
      case 'gate.assign': {
        const owner = oneOf(chance, [null, ...this.#named(holdersOf(launch, definition.owner))])
        return { type, gate, person: badly ? person : owner }
      }
      case 'gate.comment':
        return { type, gate, text: reason }
      case 'gate.withdraw':
      case 'gate.unblock':
      case 'gate.declineWaiver':
      case 'gate.require':
        return { type, gate }
      case 'launch.setCandidate':
        return this.#newBuild(chance)
      case 'launch.hold':
      case 'launch.rollBack':
      case 'launch.cancel':
        return { type, reason }
      case 'launch.launch': {
        const version = launch.context.candidate?.version
        return badly || version === undefined ? { type } : { type, candidate: version }
      }
      case 'launch.setPublicStatus':
        return { type, public: chance() < 0.5 }
      case 'launch.schedule':
        return {
          type,
          window:
            chance() < (badly ? 0 : 0.6)
              ? null
              : { opensAt: hours(chance() * 20 - 10), closesAt: hours(11 + chance() * 90) },
        }
      case 'launch.assignRole':
      case 'launch.unassignRole':
        return { type, role, person }
      case 'launch.start':
      case 'launch.release':
      case 'launch.archive':
        return { type }
    }
  }

  // ---- what must always hold

  async #do(who: string, asked: Asked): Promise<Refusal> {
    const before = this.#before
    const launch = this.#launch
    const due = decideClock(before.state, this.#now, '')
    const against = this.#against(launch, asked)
    const refusal = await this.#stage.door(who, this.#slug, asked)
    const entries = await this.#read(before.state.version - 1)
    const after = this.#before
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
    if (own?.action === 'launch.setCandidate' && this.#isUndone(after.state))
      throw new Error(`a build that was rolled back is the candidate again`)
    const locks = entries.filter(({ action }) => action === 'launch.unlock' || action === 'launch.relock')
    if (locks.length > expected.filter(({ action }) => action.endsWith('lock')).length + 1)
      throw new Error('one command unlocked it and locked it again')
    this.#count(launch, entries)
    this.#look()
    return null
  }

  #mustHaveBeenOffered(who: string, launch: LaunchState, { action, gate, data, as }: Entry): void {
    const may = can(launch, actorOf(this.#caller(who)), this.#now)
    const ofGate = gate === undefined ? undefined : may.gates[gate]
    const ofItem = typeof data.item === 'string' ? ofGate?.items[data.item] : undefined
    const offered: readonly string[] = gate === undefined ? may.launch : [...(ofGate?.gate ?? []), ...(ofItem ?? [])]
    if (!offered.includes(action) || (as !== undefined && !ofGate?.signAs.includes(as)))
      throw new Error(`${who} did ${action}, and was not offered it`)
  }

  /** The clock's own worker writes what everybody saw already. */
  async #worker(): Promise<void> {
    const before = this.#before
    const seen = this.#launch
    // Of those who hear of it the worker tells only that the clock moved, and nobody listens here.
    await writeDue(this.#stage.shop.services, { clockMoved: async () => {} } as unknown as Parameters<
      typeof writeDue
    >[1])
    const entries = await this.#read(before.state.version - 1)
    if (!isDeepStrictEqual(this.#before.state, seen)) throw new Error('the worker did not write what was seen')
    this.#count(before.state, entries)
    this.#look()
  }

  /** Reads what is stored, and has the witness read what is new. */
  async #read(after: number): Promise<Entry[]> {
    const { store } = this.#stage.shop
    const stored = await store.stored(this.#slug)
    if (!stored) throw new Error('the launch is gone')
    const kept = await store.load(this.#slug)
    if (!isDeepStrictEqual(kept, stored.state)) throw new Error('what is kept in memory is not what is stored')
    if (stored.entries !== stored.state.version)
      throw new Error(`version ${stored.state.version}, and a tree of ${stored.entries}`)
    this.#stored = stored
    const entries = await store.entries(this.#slug, after, 10_000)
    const wrong = entries.flatMap((entry) => this.#witness.read(entry))
    if (wrong.length > 0) throw new Error(wrong.join('; '))
    return entries
  }

  /** A go is deserved at this very instant; a launch is unlocked exactly when its gates deserve it. */
  #look(): void {
    const now = this.#now
    const launch = this.#launch
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
    if (type === 'launch.launch') return [...this.#lookAhead(launch), ...againstBuild(launch, this.#now)]
    if (type !== 'gate.submit' && type !== 'gate.complete' && type !== 'gate.signOff') return []
    return this.#ahead().againstSending(launch, asked.gate, this.#now)
  }

  #lookAhead(launch: LaunchState): string[] {
    return this.#ahead().againstGates(launch, this.#now)
  }

  /** The witness reads also what has fallen due and is not written yet, in books that are thrown away. */
  #ahead(): Witness {
    const due = decideClock(this.#before.state, this.#now, '')
    const witness = this.#witness.copy()
    for (const entry of due.accepted ? due.entries : []) witness.read(entry)
    return witness
  }

  #count(before: LaunchState, entries: readonly Entry[]): void {
    const { reach } = this.#stage
    const count = (milestone: (typeof milestones)[number]) => {
      reach[milestone] = (reach[milestone] ?? 0) + 1
    }
    for (const { action, gate, data, from, due } of entries) {
      if (action === 'launch.unlock') count('unlock')
      if (action === 'gate.return') count('return')
      if (action === 'gate.grantWaiver') count('waiver granted')
      if (action === 'gate.expireWaiver' && due !== undefined) count('waiver expired')
      if (action === 'gate.failCheck') count('failed check')
      if (action === 'gate.addItem') count('added item')
      if (action === 'launch.rollBack') count('rollBack')
      if (gate === undefined) continue
      const wasAged = (item: string) =>
        itemStateOf(gateOf(before, gate).gate.context, item).stale?.causes.includes('age') === true
      const isSent = from === 'awaitingSignOff' || from === 'cleared.completed'
      if (action === 'gate.tick' && isSent && wasAged(String(data.item))) count('lapse and renewal')
      if (action !== 'gate.recheck') continue
      const items = data.items as { item: string; causes: string[] }[]
      const has = (...causes: string[]) => items.some((each) => causes.every((cause) => each.causes.includes(cause)))
      if (has('candidate', 'needs')) count('recheck by both')
      else if (has('candidate')) count('recheck by candidate')
      else if (has('needs')) count('recheck by need')
      if (items.some(({ item, causes }) => causes.includes('candidate') && wasAged(item)))
        count('lapse, then a new candidate')
    }
  }

  #caller(who: string): Caller {
    const caller = this.#stage.callers.get(who)
    if (!caller) throw new Error(`nobody is called ${who}`)
    return caller
  }
  /** The people behind these pseudonyms. */
  #named(pseudonyms: readonly string[]): string[] {
    return this.#stage.people.filter(({ pseudonym }) => pseudonyms.includes(pseudonym)).map(({ id }) => id)
  }
}

function standing(launch: LaunchState, id: string): Parameters<typeof isReady> {
  const { definition, gate } = gateOf(launch, id)
  return [definition, gate]
}

interface Probe {
  type: PersonCommandType
  gate?: string
  item?: string
  as?: string
}

const withoutRequest = ({ request: _, ...entry }: Entry) => entry

const everyType = personCommand.options.map((each) => each.shape.type.value)

/** Reasons that an offer promises are not in the way. */
const offers = [
  'not-your-role',
  'wrong-launch-state',
  'wrong-gate-state',
  'item-open',
  'item-stale',
  'needs-not-ready',
  'no-signers',
  'has-signers',
  'four-eyes-sender',
  'four-eyes-ticker',
  'four-eyes-signed-already',
  'four-eyes-renewal',
  'role-signed-already',
  'not-ticked',
  'not-renewable',
  'waiver-not-asked',
  'waiver-own',
  'verdict-not-go',
  'scope-after-start',
  'critical-after-start',
  'no-required-left',
]
