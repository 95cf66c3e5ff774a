import { isDeepStrictEqual } from 'node:util'
import { decide } from '../../machines/decide.ts'
import { decideClock } from '../../machines/due.ts'
import type { EngineCommand, Entry, SealedCommand } from '../../machines/entry.ts'
import { gateMachine } from '../../machines/gate.ts'
import { launchMachine } from '../../machines/launch.ts'
import type { GateDefinition, ItemDefinition } from '../../machines/pipeline/pipeline.ts'
import { can } from '../../machines/reading/can.ts'
import { itemsOf } from '../../machines/reading/queries.ts'
import { replay } from '../../machines/replay.ts'
import type { Evidence, LaunchState } from '../../machines/state.ts'
import { actor, days, engine } from './engine.ts'
import { fair, fairPeople } from './fair.ts'
import { sealed } from './sealed.ts'

/** Paths through both machines, by commands that are accepted, whatever comes of them. */

/** One place on a path: how it was come to, and what is there. */
export interface Place {
  log: Entry[]
  state: LaunchState
  now: number
}

/** `preparing.locked launch.hold` and `open.inProgress gate.block`: a handler of a machine, in one of the states that it stands in. */
type Handler = string

interface Node {
  on?: Record<string, unknown>
  states?: Record<string, Node>
}

/** Every handler of the two machines in every state; of the launch machine those about the launch itself. */
export function everyHandler(): Handler[] {
  // XState's own type of a configuration has no index to walk it by.
  const ofGate = handlers(gateMachine.config as Node)
  const ofLaunch = handlers(launchMachine.config as Node).filter((each) => each.includes(' launch.'))
  return [...ofGate, ...ofLaunch]
}

function handlers(node: Node, path: string[] = [], above: string[] = []): Handler[] {
  const events = [...above, ...Object.keys(node.on ?? {})]
  if (!node.states) return events.map((event) => `${path.join('.')} ${event}`)
  return Object.entries(node.states).flatMap(([name, inner]) => handlers(inner, [...path, name], events))
}

/**
 * Handlers that stand where no launch ever comes to them: a gate in which nothing was ticked yet has nothing that could become stale,
 * be unticked or be sent; in a draft nothing is ticked and nothing returned; a gate that nobody signs is never returned.
 */
export const neverComeTo: Handler[] = [
  'open.notStarted gate.lapse',
  'open.notStarted gate.recheckAdvice',
  'open.notStarted gate.untick',
  'open.notStarted gate.recheck',
  'open.notStarted gate.submit',
  'open.notStarted gate.complete',
  'open.inProgress gate.notNeeded',
  'open.returned gate.complete',
  'open.returned gate.notNeeded',
  'cleared.notNeeded gate.lapse',
  'cleared.notNeeded gate.recheckAdvice',
]

/**
 * Walks at most `steps` places: first along a launch that goes well to its end and back, then wherever a handler or a situation of
 * a gate is new; gives each place to `visit`. Gives back the handlers that were come through.
 */
export function walk(steps: number, visit: (place: Place) => void): Set<Handler> {
  const come = new Set<Handler>()
  const situations = new Set<string>()
  const known = new Set<string>()
  const isNew = (set: Set<string>, each: string) => !set.has(each) && set.add(each) !== undefined
  const main = [...mainLine(), ...sideLine()]
  const [start] = main
  const fresh = main.toReversed()
  const later: Place[] = []
  for (const handler of main.flatMap((place) => handlersOf(place, start?.log.length ?? 0))) come.add(handler)
  for (let step = 0; step < steps; step += 1) {
    // The others are taken from everywhere in the list, so that no corner is left out.
    const place = fresh.pop() ?? later.splice((step * 7919) % Math.max(1, later.length), 1)[0]
    if (!place) break
    visit(place)
    for (const next of from(place)) {
      const handler = handlersOf(next, place.log.length).filter((each) => isNew(come, each))
      const situation = situationsIn(next.state).filter((each) => isNew(situations, each))
      if (!isNew(known, shapeOf(next.state))) continue
      if (handler.length > 0) fresh.push(next)
      else if (situation.length > 0) fresh.unshift(next)
      else later.push(next)
    }
  }
  return come
}

/** A launch that is prepared, held, released, launched, archived and rolled back, step by step. */
function mainLine(): Place[] {
  const { it, places, does } = line()
  does('priya', { type: 'gate.notNeeded', gate: 'pages', reason: sealed('x') })
  does('priya', { type: 'launch.start' })
  does('ana', { type: 'launch.setCandidate', version: '99' })
  for (const { id: gate, owner, signers, items } of fair.gates.filter(({ id }) => id !== 'pages')) {
    const who = first(owner)
    for (const item of items) {
      const [tick] = everythingWith(it.state, gate, item)
      if (tick) does(...tick)
    }
    does(who, { type: 'gate.submit', gate, ifVersion: it.seen(gate) })
    for (const as of signers) {
      const others = (fairPeople[as] ?? []).filter((person) => person !== who && person !== 'ana')
      does(others[0] ?? '', { type: 'gate.signOff', gate, as, ifVersion: it.seen(gate) })
    }
  }
  does('helen', { type: 'launch.hold', reason: sealed('x') })
  does('helen', { type: 'launch.release' })
  does('helen', { type: 'launch.launch', candidate: '99' })
  does('priya', { type: 'launch.archive' })
  does('helen', { type: 'launch.rollBack', reason: sealed('x') })
  return places
}

/** A gate with a problem, and one that is half done, both waived with checks that were ticked. */
function sideLine(): Place[] {
  const { it, places, does } = line()
  const ticks = (gate: string, ids: string[]) => {
    for (const item of itemsHere(it.state, gate).filter(({ id }) => ids.includes(id))) {
      const [tick] = everythingWith(it.state, gate, item)
      if (tick) does(...tick)
    }
  }
  const waiver = (gate: string, who: string) => {
    const until = new Date(it.now + days(20)).toISOString()
    does(who, { type: 'gate.requestWaiver', gate, reason: sealed('x'), until })
    does('helen', { type: 'gate.grantWaiver', gate, ifVersion: it.seen(gate) })
  }
  does('priya', { type: 'launch.start' })
  does('ana', { type: 'launch.setCandidate', version: '99' })
  does('joon', {
    type: 'gate.addItem',
    gate: 'stock',
    title: sealed('x'),
    required: false,
    asks: { kind: 'number', max: 5 },
  })
  ticks('stock', ['INV-2', 'INV-3', 'added-1'])
  does('joon', { type: 'gate.block', gate: 'stock', reason: sealed('x') })
  waiver('stock', 'joon')
  ticks('load', ['LOD-1'])
  waiver('load', 'ana')
  return places
}

function line() {
  const it = engine(fair, fairPeople)
  const places: Place[] = [{ log: [...it.log], state: it.state, now: it.now }]
  const does = (who: string, command: SealedCommand) => {
    it.does(who, command)
    places.push({ log: [...it.log], state: it.state, now: it.now })
  }
  return { it, places, does }
}

/** What a gate is like here: its state, and how its required and its other items stand. */
function situationsIn(launch: LaunchState): string[] {
  return fair.gates.flatMap(({ id }) => {
    const gate = launch.gates[id]
    if (!gate) return []
    const items = itemsHere(launch, id).map(
      (item) => `${item.required} ${gate.context.items[item.id]?.state ?? 'open'}`,
    )
    return [`${launch.state} ${id} ${gate.state} ${[...new Set(items)].sort()}`]
  })
}

/** The handlers that the entries after `length` came through; where the machine has two events for a command, both names count as one. */
function handlersOf({ log, state }: Place, length: number): Handler[] {
  return log.slice(length).map(({ action, from, gate, data }) => `${from} ${eventOf(state, action, gate, data)}`)
}

function eventOf(launch: LaunchState, action: string, gate: string | undefined, data: Entry['data']): string {
  if (gate === undefined || (action !== 'gate.recheck' && action !== 'gate.failCheck')) return action
  const named = action === 'gate.recheck' ? (data.items as { item: string }[]).map(({ item }) => item) : [data.item]
  const required = itemsHere(launch, gate).some((item) => item.required && named.includes(item.id))
  if (required) return action
  return action === 'gate.recheck' ? 'gate.recheckAdvice' : 'gate.failAdvice'
}

/** What distinguishes a place from others as far as the rules go: no instants, no names. */
function shapeOf({ state, context, gates }: LaunchState): string {
  return JSON.stringify([
    state,
    context.candidate === null,
    context.rolledBack.length,
    Object.values(gates).map((gate) => [
      gate.state,
      Object.entries(gate.context.items).map(([id, item]) => `${id} ${item.state} ${item.stale?.causes ?? ''}`),
      Object.keys(gate.context.signatures),
      gate.context.waiverRequest === null,
      gate.context.added.length,
    ]),
  ])
}

/** Everything that is accepted here, by somebody whose role it is, and what the clock does. */
function* from(place: Place): Generator<Place> {
  for (const [who, command] of everything(place)) {
    const ruling = decide(place.state, command, actor(who), place.now, `r_${place.log.length}`, 'aurora')
    if (ruling.accepted && ruling.entries.length > 0)
      yield { log: [...place.log, ...ruling.entries], state: ruling.state, now: place.now }
  }
  for (const later of [days(2), days(5)]) {
    const now = place.now + later
    const ruling = decideClock(place.state, now, `r_${place.log.length}`)
    if (ruling.accepted && ruling.entries.length > 0)
      yield { log: [...place.log, ...ruling.entries], state: ruling.state, now }
  }
}

type Said = [string, Exclude<SealedCommand, EngineCommand>]

function everything({ state, now }: Place): Said[] {
  const lead = 'priya'
  const reason = sealed('x')
  const lin = state.context.people.tester?.includes('lin')
  const about: Said[] = [
    [lead, { type: 'launch.start' }],
    ['ana', { type: 'launch.setCandidate', version: `${100 + state.version}` }],
    // Each says something new: a command that changes nothing writes no entry and leads nowhere.
    [lead, { type: 'launch.schedule', title: sealed(`title ${state.version}`) }],
    [lead, { type: 'launch.setPublicStatus', public: !state.context.public }],
    [lead, { type: 'launch.assignRole', role: 'tester', person: lin ? 'fay' : 'lin' }],
    [lead, { type: 'launch.unassignRole', role: 'tester', person: lin ? 'lin' : 'ana' }],
    [lead, { type: 'launch.hold', reason }],
    [lead, { type: 'launch.release' }],
    [lead, { type: 'launch.launch', candidate: state.context.candidate?.version }],
    [lead, { type: 'launch.rollBack', reason }],
    [lead, { type: 'launch.cancel', reason }],
    [lead, { type: 'launch.archive' }],
  ]
  return [...about, ...fair.gates.flatMap((gate) => everythingOf(state, gate, now))]
}

const first = (role: string) => fairPeople[role]?.[0] ?? ''

function everythingOf(state: LaunchState, { id: gate, owner, signers, critical }: GateDefinition, now: number): Said[] {
  const who = first(owner)
  const seen = { gate, ifVersion: state.gates[gate]?.version ?? 0 }
  const reason = sealed('x')
  const mayScope = critical ? 'helen' : 'priya'
  const until = new Date(now + days(1)).toISOString()
  return [
    [who, { type: 'gate.submit', ...seen }],
    [who, { type: 'gate.complete', ...seen }],
    [who, { type: 'gate.withdraw', gate }],
    [who, { type: 'gate.block', gate, reason }],
    [who, { type: 'gate.unblock', gate }],
    [who, { type: 'gate.reopen', gate, reason }],
    [who, { type: 'gate.requestWaiver', gate, reason, mitigation: reason, until }],
    ['helen', { type: 'gate.grantWaiver', ...seen }],
    ['helen', { type: 'gate.declineWaiver', gate }],
    [mayScope, { type: 'gate.notNeeded', gate, reason }],
    [mayScope, { type: 'gate.require', gate }],
    [who, { type: 'gate.addItem', gate, title: reason, required: false, asks: { kind: 'number', max: 5 } }],
    [who, { type: 'gate.assign', gate, person: state.gates[gate]?.context.person === null ? who : null }],
    [who, { type: 'gate.comment', gate, text: reason }],
    ...signers.flatMap((as): Said[] =>
      // Who did the work must not sign; somebody else of the role may.
      (fairPeople[as] ?? []).map((person) => [person, { type: 'gate.signOff', ...seen, as }]),
    ),
    ...signers.slice(0, 1).map((as): Said => [first(as), { type: 'gate.return', gate, reason }]),
    ...itemsHere(state, gate).flatMap((item) => everythingWith(state, gate, item)),
  ]
}

function everythingWith(
  state: LaunchState,
  gate: string,
  { id: item, owner, asks, recheckOn }: ItemDefinition,
): Said[] {
  const build = recheckOn.includes('candidate') ? { candidate: state.context.candidate?.version } : {}
  const good: Record<ItemDefinition['asks']['kind'], Evidence> = {
    none: { kind: 'none' },
    note: { kind: 'note', text: sealed('x') },
    link: { kind: 'link', url: sealed('x'), title: null },
    number: { kind: 'number', value: asks.kind === 'number' ? (asks.min ?? asks.max ?? 0) : 0 },
    file: { kind: 'file', name: sealed('x'), type: 'text/plain', size: 1, sha256: 'aa' },
    junit: { kind: 'junit', passed: 1, failed: 0, skipped: 0, flaky: 0, seconds: 1, sha256: 'aa' },
  }
  const bad: Evidence =
    asks.kind === 'number'
      ? { kind: 'number', value: asks.min === null ? 1e6 : -1e6 }
      : { kind: 'junit', passed: 1, failed: 1, skipped: 0, flaky: 0, seconds: 1, sha256: 'bb' }
  return [
    [first(owner), { type: 'gate.tick', gate, item, evidence: good[asks.kind], ...build }],
    [first(owner), { type: 'gate.failCheck', gate, item, evidence: bad, ...build }],
    [first(owner), { type: 'gate.untick', gate, item }],
    ['priya', { type: 'gate.itemNotNeeded', gate, item, reason: sealed('x') }],
    ['priya', { type: 'gate.requireItem', gate, item }],
  ]
}

function itemsHere(launch: LaunchState, gate: string): readonly ItemDefinition[] {
  const definition = launch.definition.gates.find(({ id }) => id === gate)
  const stands = launch.gates[gate]
  return definition && stands ? itemsOf(definition, stands.context) : []
}

const people = ['priya', 'helen', 'ana', 'joon']

/** What differs between this place and the one that its log replays to, in its values or in what people may do there; null when nothing does. */
export function replayDifference({ log, state, now }: Place): string | null {
  const again = replay(JSON.parse(JSON.stringify(log)))
  if (!again.ok) return `seq ${again.seq}: ${again.difference}`
  if (!isDeepStrictEqual(again.state, state)) return `after ${log.length} entries the log leads elsewhere`
  const other = people.find((who) => !isDeepStrictEqual(can(again.state, actor(who), now), can(state, actor(who), now)))
  return other === undefined ? null : `after ${log.length} entries ${other} may do something else`
}
