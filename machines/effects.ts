import type { GateEvent, GateEventOf, LaunchEvent, LaunchEventOf } from './events.ts'
import { isStale, isTicked, itemStateOf } from './reading/queries.ts'
import type { AddedItem, GateContext, GateState, ItemState, LaunchContext, LaunchState, StaleCause } from './state.ts'

/** What an accepted command does to the context of its machine. Pure; a state that does not change keeps its identity. */

type GateEffect = (context: GateContext, event: GateEvent) => GateContext
type EffectOf<T extends GateEvent['type']> = (context: GateContext, event: GateEventOf<T>) => GateContext

const withItem = (context: GateContext, item: string, state: ItemState): GateContext =>
  context.items[item] === state ? context : { ...context, items: { ...context.items, [item]: state } }

/** Only what was ticked can become stale; what is stale already gains the further causes and keeps its first instant. */
function staled(state: ItemState, causes: readonly StaleCause[], since: number): ItemState {
  if (!isTicked(state) && !isStale(state)) return state
  const held = state.stale?.causes ?? []
  const gained = causes.filter((cause) => !held.includes(cause))
  if (isStale(state) && gained.length === 0) return state
  return { ...state, state: 'stale', stale: { since: state.stale?.since ?? since, causes: [...held, ...gained] } }
}

const stale = (
  context: GateContext,
  items: readonly string[],
  causes: readonly StaleCause[],
  since: number,
): GateContext => items.reduce((c, item) => withItem(c, item, staled(itemStateOf(c, item), causes, since)), context)

const tick: EffectOf<'gate.tick'> = (context, { item, evidence, same, candidate, facts: { actor, at, launch } }) => {
  const before = itemStateOf(context, item)
  const shown = same && before.ticked ? before.ticked.evidence : (evidence ?? { kind: 'none' as const })
  const build = candidate === undefined ? null : (launch.context.candidate?.version ?? null)
  const ticked = { at, by: actor.id, service: actor.kind === 'service', candidate: build, evidence: shown }
  return withItem(context, item, { state: 'ticked', ticked, stale: null, failed: null })
}

const untick: EffectOf<'gate.untick'> = (context, { item }) =>
  withItem(context, item, { ...itemStateOf(context, item), state: 'open', ticked: null, stale: null })

const fail: EffectOf<'gate.failCheck' | 'gate.failAdvice'> = (context, { item, evidence, facts: { actor, at } }) => {
  const failed = { at, by: actor.id, service: actor.kind === 'service', evidence }
  return withItem(context, item, { ...staled(itemStateOf(context, item), ['report'], at), failed })
}

const recheck: EffectOf<'gate.recheck' | 'gate.recheckAdvice'> = (context, { items, facts: { instant } }) =>
  items.reduce((c, { item, causes }) => stale(c, [item], causes, instant), context)
const lapse: EffectOf<'gate.lapse'> = (context, { items, facts: { instant } }) =>
  stale(context, items, ['age'], instant)

const send: EffectOf<'gate.submit' | 'gate.complete'> = (context, { facts: { actor, at } }) => ({
  ...context,
  submission: { by: actor.id, at },
  signatures: {},
  reason: null,
  waiverRequest: null,
})
const sign: EffectOf<'gate.signOff'> = (context, { as, facts: { actor, at } }) => ({
  ...context,
  signatures: { ...context.signatures, [as]: { by: actor.id, at } },
})

/** Signatures belong to one submission: whatever leaves it, but by being cleared, voids them. */
const voidSignatures: GateEffect = (context) =>
  context.submission === null && Object.keys(context.signatures).length === 0
    ? context
    : { ...context, submission: null, signatures: {} }

const giveBack: EffectOf<'gate.return'> = (context, { reason, items, facts: { actor, at } }) => ({
  ...stale(context, items ?? [], ['returned'], at),
  reason: { by: actor.id, at, text: reason },
})
const reopen: EffectOf<'gate.reopen'> = (context, { reason, items, facts: { actor, at } }) => ({
  ...stale(context, items ?? [], ['reopened'], at),
  reason: { by: actor.id, at, text: reason },
  waiver: null,
})

const block: EffectOf<'gate.block'> = (context, { reason, facts: { actor, at } }) => ({
  ...context,
  reason: { by: actor.id, at, text: reason },
})
const solve: GateEffect = (context) => ({ ...context, reason: null })

const askForWaiver: EffectOf<'gate.requestWaiver'> = (
  context,
  { reason, until, mitigation, facts: { actor, at } },
) => ({
  ...context,
  waiverRequest: { by: actor.id, at, until: Date.parse(until), reason, mitigation: mitigation ?? null },
})
const waive: EffectOf<'gate.grantWaiver'> = (context, { facts: { actor, at } }) => {
  const { waiverRequest: asked } = context
  if (!asked) return context
  return { ...context, waiver: { ...asked, askedBy: asked.by, by: actor.id, at }, waiverRequest: null, reason: null }
}
const decline: GateEffect = (context) => ({ ...context, waiverRequest: null })
const expireWaiver: GateEffect = (context) => ({ ...context, waiver: null })

const leaveOut: EffectOf<'gate.notNeeded'> = (context, { reason, facts: { actor, at } }) => ({
  ...context,
  reason: { by: actor.id, at, text: reason },
})
const bringBack: GateEffect = (context) => ({ ...context, reason: null })

const untouched: Omit<ItemState, 'state'> = { ticked: null, stale: null, failed: null }
const leaveItemOut: EffectOf<'gate.itemNotNeeded'> = (context, { item }) =>
  withItem(context, item, { state: 'notNeeded', ...untouched })
const bringItemBack: EffectOf<'gate.requireItem'> = (context, { item }) =>
  withItem(context, item, { state: 'open', ...untouched })

const addItem: EffectOf<'gate.addItem'> = (context, { title, owner, asks, required, gateDefinition }) => {
  const kind = asks?.kind === 'number' ? asks : undefined
  const added: AddedItem = {
    id: `added-${context.added.length + 1}`,
    owner: owner ?? gateDefinition.owner,
    required: required ?? true,
    asks: kind
      ? { kind: 'number', min: kind.min ?? null, max: kind.max ?? null }
      : { kind: asks && asks.kind !== 'number' ? asks.kind : 'none' },
    freshFor: null,
    recheckOn: [],
    title,
    unit: kind?.unit ?? null,
  }
  return { ...context, added: [...context.added, added] }
}
const assign: EffectOf<'gate.assign'> = (context, { person }) => ({ ...context, person })

const nothing: GateEffect = (context) => context

/** The effects of the gate machine by the name of its actions; `nothing` is the effect of those that only the log keeps. */
const gateEffects = {
  tick,
  untick,
  fail,
  recheck,
  lapse,
  send,
  sign,
  voidSignatures,
  giveBack,
  reopen,
  block,
  solve,
  askForWaiver,
  waive,
  decline,
  expireWaiver,
  leaveOut,
  bringBack,
  leaveItemOut,
  bringItemBack,
  addItem,
  assign,
  comment: nothing,
  clear: nothing,
} satisfies Record<string, (context: GateContext, event: never) => GateContext>

type GateEffectName = keyof typeof gateEffects
export const gateEffectNames = Object.keys(gateEffects) as GateEffectName[]

/**
 * An effect by its name. The machine's configuration says which effect an event has, which TypeScript cannot follow: hence the cast.
 */
export const effectOnGate = (name: GateEffectName): GateEffect => gateEffects[name] as GateEffect

type LaunchEffect = (context: LaunchContext, event: LaunchEvent) => LaunchContext

type LaunchEffectOf<T extends LaunchEvent['type']> = (context: LaunchContext, event: LaunchEventOf<T>) => LaunchContext

const unchanged: LaunchEffect = (context) => context

/** An effect has the name of its event; two do nothing of their own, whatever the event. */
type LaunchEffects = {
  [T in LaunchEvent['type'] as T extends `launch.${infer Name}` ? Name : never]?: LaunchEffectOf<T>
} & { move: LaunchEffect; work: LaunchEffect }

/** The effects of the launch machine; `work` lets a gate's own machine decide, `move` changes nothing but the state. */
const launchEffects = {
  setCandidate: (context, { version, commit, url }) => ({
    ...context,
    candidate: { version, commit: commit ?? null, url: url ?? null },
  }),
  setPublicStatus: (context, event) => ({ ...context, public: event.public }),
  schedule: (context, { targetAt, timeZone, window, title }) => ({
    ...context,
    ...(targetAt === undefined ? {} : { targetAt: Date.parse(targetAt) }),
    ...(timeZone === undefined ? {} : { timeZone }),
    ...(title === undefined ? {} : { title }),
    ...(window === undefined
      ? {}
      : { window: window && { opensAt: Date.parse(window.opensAt), closesAt: Date.parse(window.closesAt) } }),
  }),
  assignRole: (context, { role, person }) => ({
    ...context,
    people: { ...context.people, [role]: [...new Set([...(context.people[role] ?? []), person])] },
  }),
  unassignRole: (context, { role, person }) => ({
    ...context,
    people: { ...context.people, [role]: (context.people[role] ?? []).filter((each) => each !== person) },
  }),
  rollBack: (context) => ({
    ...context,
    archived: false,
    rolledBack: context.candidate
      ? [...context.rolledBack, { version: context.candidate.version, commit: context.candidate.commit }]
      : context.rolledBack,
  }),
  archive: (context) => ({ ...context, archived: true }),
  hold: (context, { reason, facts: { actor, at } }) => ({
    ...context,
    hold: { by: actor.id, at, reason },
  }),
  release: (context) => ({ ...context, hold: null }),
  move: unchanged,
  work: unchanged,
} satisfies LaunchEffects
type LaunchEffectName = keyof typeof launchEffects
export const launchEffectNames = Object.keys(launchEffects) as LaunchEffectName[]

/** The same for the launch machine. */
export const effectOnLaunch = (name: LaunchEffectName): LaunchEffect => launchEffects[name] as LaunchEffect

/** What a command about the launch does to its gates: who loses a role is no longer the one that a gate of that role waits for. */
export function gatesAfter(launch: LaunchState, event: LaunchEvent): LaunchState['gates'] {
  if (event.type !== 'launch.unassignRole') return launch.gates
  const released = launch.definition.gates.flatMap(({ id, owner }): [string, GateState][] => {
    const gate = launch.gates[id]
    if (!gate || owner !== event.role || gate.context.person !== event.person) return []
    return [[id, { ...gate, context: { ...gate.context, person: null } }]]
  })
  return released.length === 0 ? launch.gates : { ...launch.gates, ...Object.fromEntries(released) }
}
