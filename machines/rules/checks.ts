import type { Reason } from '../entry.ts'
import type { GateEventOf } from '../events.ts'
import type { ItemDefinition } from '../pipeline/pipeline.ts'
import {
  findItem,
  gateOf,
  isCompleted,
  isItemNotNeeded,
  isStale,
  isTicked,
  isUntouched,
  itemStateOf,
  rechecksOnCandidate,
  statusOf,
} from '../reading/queries.ts'
import type { GateContext } from '../state.ts'
import { boundsAgainst, buildAgainst, passes } from './evidence.ts'
import { notYourRole } from './gate-roles.ts'
import { no, type Rule } from './rule.ts'

/** Ticks, failed checks and renewals of one item. */

type Tick = GateEventOf<'gate.tick'>
type FailedCheck = GateEventOf<'gate.failCheck'> | GateEventOf<'gate.failAdvice'>
type ItemEvent = Tick | FailedCheck | GateEventOf<'gate.untick'>

/** A rule about the item that the event names; which item that is has been checked before (404). */
const itemRule =
  <E extends ItemEvent>(
    rule: (context: GateContext, event: E, item: ItemDefinition) => Reason | null,
  ): Rule<GateContext, E> =>
  (context, event) => {
    const item = findItem(event.gateDefinition, context, event.item)
    if (!item) throw new Error(`gate ${event.gate} has no item ${event.item}`)
    return rule(context, event, item)
  }

/** Evidence that a service may hand in: what a machine measures. */
const isForServices = (item: ItemDefinition) => item.asks.kind === 'junit' || item.asks.kind === 'number'

export const itemOwner = itemRule<ItemEvent>((_, { facts: { actor } }, item) => notYourRole(actor, [item.owner]))

export const itemOwnerOrService = itemRule<ItemEvent>((_, { facts: { actor } }, item) =>
  actor.kind === 'service' && isForServices(item) ? null : notYourRole(actor, [item.owner]),
)

export const itemIsNeeded: Rule<GateContext, ItemEvent | GateEventOf<'gate.itemNotNeeded'>> = (context, { item }) =>
  isItemNotNeeded(itemStateOf(context, item)) ? no('item-not-needed') : null

export const itemIsTicked = itemRule<ItemEvent>((context, _, item) =>
  isTicked(itemStateOf(context, item.id)) ? null : no('not-ticked'),
)

export const candidateIsSet = itemRule<ItemEvent>((_, { facts: { launch } }, item) =>
  rechecksOnCandidate(item) && launch.context.candidate === null
    ? no('candidate-missing', { roles: launch.definition.candidateRoles })
    : null,
)

export const candidateIsCurrent = itemRule<Tick | FailedCheck>((_, event, item) =>
  buildAgainst(event.facts.launch, item, event.type === 'gate.tick' ? 'gate.tick' : 'gate.failCheck', event.candidate),
)

export const evidenceFits = itemRule<Tick>((context, event, item) => {
  if (event.same) return mayConfirm(item, context) ? null : no('fresh-evidence')
  const kind = event.evidence?.kind ?? 'none'
  if (kind !== item.asks.kind)
    return no(event.evidence === undefined ? 'evidence-missing' : 'evidence-wrong-kind', { kind: item.asks.kind })
  return event.evidence ? boundsAgainst(item, event.evidence) : null
})

/** An old note, link or file may be confirmed, unless it became stale by its age, a new build or a failed report. */
function mayConfirm(item: ItemDefinition, context: GateContext): boolean {
  const state = itemStateOf(context, item.id)
  if (!isStale(state) || !state.stale || !['note', 'link', 'file'].includes(item.asks.kind)) return false
  return !state.stale.causes.some((cause) => cause === 'age' || cause === 'candidate' || cause === 'report')
}

export const checkCanFail = itemRule<FailedCheck>((_, __, item) =>
  isForServices(item) ? null : no('evidence-wrong-kind', { kind: item.asks.kind }),
)

export const checkFailed = itemRule<FailedCheck>((_, event, item) => {
  if (event.evidence.kind !== item.asks.kind) return no('evidence-wrong-kind', { kind: item.asks.kind })
  return passes(item, event.evidence) ? no('check-passed') : null
})

/** Only a check that was done can be renewed. To do one for the first time the gate must be open: `first` is the command that opens it. */
export const wasTicked = itemRule<Tick>((context, { gate: id, gateDefinition, facts }, item) => {
  if (!isUntouched(itemStateOf(context, item.id))) return null
  const { gate } = gateOf(facts.launch, id)
  const first = isCompleted(gate) ? 'gate.reopen' : 'gate.withdraw'
  return no('wrong-gate-state', { gate: id, status: statusOf(gateDefinition, gate), first })
})

export const itemAges = itemRule<Tick>((_, __, item) => (item.freshFor === null ? no('not-renewable') : null))

export const renewerHasNotSigned: Rule<GateContext, Tick> = (context, { facts: { actor } }) =>
  Object.values(context.signatures).some(({ by }) => by === actor.id) ? no('four-eyes-renewal') : null
