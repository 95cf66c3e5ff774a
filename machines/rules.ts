import type { Reason } from './entry.ts'
import type { GateEvent, GateEventOf, LaunchActor, LaunchEvent, LaunchEventOf } from './events.ts'
import type { ItemDefinition } from './pipeline/pipeline.ts'
import { impossibleFourEyes } from './reading/four-eyes.ts'
import {
  bindsCandidate,
  findGate,
  findItem,
  gateOf,
  holdersOf,
  isCompleted,
  isDraft,
  isItemNotNeeded,
  isNamed,
  isReady,
  isRolledBack,
  isStale,
  isTicked,
  isUntouched,
  itemStateOf,
  itemsOf,
  needsNotReady,
  openRequired,
  rechecksOnCandidate,
  requiredItems,
  rolesThatGrant,
  staleRequired,
  standingTickers,
  statusOf,
} from './reading/queries.ts'
import { verdict } from './reading/verdict.ts'
import {
  auditorIdOf,
  type Evidence,
  type GateContext,
  type LaunchContext,
  type LaunchState,
  unknownNameOf,
} from './state.ts'

/**
 * Why not? Each rule returns the reason of its refusal, or null. A command's guard is the ordered list of its rules,
 * in boolean, so the refusal, the hint beside a disabled button and the test all come from the same place.
 */
export type Rule<C, E> = (context: C, event: E) => Reason | null

/**
 * - `who`: the actor's role may never do this (403);
 * - `when`: the launch, the gate or the actor's own earlier acts are in the way (409);
 * - `what`: the command's own fields are in the way (409); not asked when we only want to know what could be offered.
 */
export interface Rules<C, E> {
  who: Rule<C, E>[]
  when: Rule<C, E>[]
  what: Rule<C, E>[]
}

const no = (code: string, params: Record<string, unknown> = {}): Reason => ({ code, params })

/** One value for each name; Object.fromEntries forgets which names it was given, hence the cast. */
export const byName = <N extends string, V>(names: readonly N[], make: (name: N) => V): Record<N, V> =>
  Object.fromEntries(names.map((name) => [name, make(name)])) as Record<N, V>

/** The first reason against, in the order who, when, what. */
export function reasonAgainst<C, E extends { probe?: true }>(rules: Rules<C, E>, context: C, event: E): Reason | null {
  for (const rule of [...rules.who, ...rules.when, ...(event.probe ? [] : rules.what)]) {
    const reason = rule(context, event)
    if (reason) return reason
  }
  return null
}

/** The first reason why the actor's role may never do this. */
export function reasonOfRole<C, E>(rules: Rules<C, E>, context: C, event: E): Reason | null {
  for (const rule of rules.who) {
    const reason = rule(context, event)
    if (reason) return reason
  }
  return null
}

// ---- who

/** Only members act on gates: the administrator never does, and the auditor changes nothing. */
const actsAs = (actor: LaunchActor, roles: string[]): boolean =>
  actor.kind === 'person' && actor.permission === 'member' && actor.roles.some((role) => roles.includes(role))

const notYourRole = (actor: LaunchActor, roles: string[]): Reason | null =>
  actsAs(actor, roles) ? null : no('not-your-role', { roles: [...new Set(roles)] })

type GateRule = Rule<GateContext, GateEvent>
type ItemEvent =
  | GateEventOf<'gate.tick'>
  | GateEventOf<'gate.failCheck'>
  | GateEventOf<'gate.failAdvice'>
  | GateEventOf<'gate.untick'>

/** Narrows a rule to the events that it is about: a rule in another command's list is a bug, and says so. */
function about<E extends GateEvent>(types: E['type'][], rule: Rule<GateContext, E>): GateRule {
  const concerns = (event: GateEvent): event is E => types.includes(event.type)
  return (context, event) => {
    if (!concerns(event)) throw new Error(`a rule about ${types.join(', ')} was asked about ${event.type}`)
    return rule(context, event)
  }
}
const itemEvents: ItemEvent['type'][] = ['gate.tick', 'gate.failCheck', 'gate.failAdvice', 'gate.untick']
const aboutItem = (rule: (context: GateContext, event: ItemEvent, item: ItemDefinition) => Reason | null) =>
  about<ItemEvent>(itemEvents, (context, event) => {
    const item = findItem(event.gateDefinition, context, event.item)
    if (!item) throw new Error(`gate ${event.gate} has no item ${event.item}`)
    return rule(context, event, item)
  })

const owner: GateRule = (_, { gateDefinition, facts }) => notYourRole(facts.actor, [gateDefinition.owner])
const signer: GateRule = (_, { gateDefinition, facts }) => notYourRole(facts.actor, gateDefinition.signers)
const ownerSignerLeadSponsor: GateRule = (_, { gateDefinition, facts }) => {
  const { lead, sponsor } = facts.launch.definition
  return notYourRole(facts.actor, [gateDefinition.owner, ...gateDefinition.signers, lead, sponsor])
}
const signsAs = about<GateEventOf<'gate.signOff'>>(['gate.signOff'], (_, { gateDefinition, facts, as }) =>
  notYourRole(facts.actor, gateDefinition.signers.includes(as) ? [as] : [])
    ? no('not-your-role', { roles: gateDefinition.signers.includes(as) ? [as] : gateDefinition.signers })
    : null,
)
const memberOrService: GateRule = (_, { facts: { actor } }) =>
  actor.kind === 'service' || actor.permission === 'member'
    ? null
    : no('not-your-role', { roles: ['member', 'service'] })

const isForMachines = (item: ItemDefinition) => item.asks.kind === 'junit' || item.asks.kind === 'number'
const itemOwner = aboutItem((_, { facts: { actor } }, item) => notYourRole(actor, [item.owner]))
const itemOwnerOrService = aboutItem((_, { facts: { actor } }, item) =>
  actor.kind === 'service' && isForMachines(item) ? null : notYourRole(actor, [item.owner]),
)

// ---- items and their evidence

const itemIsNeeded = aboutItem((context, _, item) =>
  isItemNotNeeded(itemStateOf(context, item.id)) ? no('item-not-needed') : null,
)
const itemIsTicked = aboutItem((context, _, item) =>
  isTicked(itemStateOf(context, item.id)) ? null : no('not-ticked'),
)

const candidateIsSet = aboutItem((_, { facts: { launch } }, item) =>
  rechecksOnCandidate(item) && launch.context.candidate === null
    ? no('candidate-missing', { roles: launch.definition.candidateRoles })
    : null,
)
const candidateIsCurrent = aboutItem((_, event, item) => {
  if (event.type === 'gate.untick') return null
  return buildAgainst(
    event.facts.launch,
    item,
    event.type === 'gate.tick' ? 'gate.tick' : 'gate.failCheck',
    event.candidate,
  )
})

/**
 * Why a check that says it is about this build is not taken; `said` is undefined where it does not say. A failed number need not
 * say its build, since it stops the deploy all the same; a report is always about one.
 */
export function buildAgainst(
  { context, definition }: LaunchState,
  item: ItemDefinition,
  check: 'gate.tick' | 'gate.failCheck',
  said: string | undefined,
): Reason | null {
  const { candidate } = context
  if (said !== undefined && candidate !== null && !isNamed(candidate, said))
    return no('candidate-other', { candidate: candidate.version })
  const mustSay = check === 'gate.tick' || item.asks.kind === 'junit'
  return mustSay && rechecksOnCandidate(item) && said === undefined
    ? no('candidate-missing', {
        roles: definition.candidateRoles,
        ...(candidate ? { candidate: candidate.version } : {}),
      })
    : null
}

/** Evidence as far as it can pass or fail by itself. */
type Measured = Extract<Evidence, { kind: 'number' | 'junit' }> | { kind: 'none' | 'note' | 'link' | 'file' }

/** Within the bounds that the item asks for; reports by their counts: at least one test ran, and none failed. */
export function passes(item: ItemDefinition, evidence: Measured): boolean {
  if (evidence.kind === 'junit') return evidence.failed === 0 && evidence.passed > 0
  if (evidence.kind !== 'number' || item.asks.kind !== 'number') return true
  const { min, max } = item.asks
  return (min === null || evidence.value >= min) && (max === null || evidence.value <= max)
}

/**
 * What a check is sent as, by the item's own bounds: a tick, or a failed check. What is not of the kind that the item asks for
 * goes on as a tick, and so does what names nothing that is there: the rules refuse it.
 */
export function typeOfCheck(
  launch: LaunchState | null,
  gate: string,
  item: string,
  evidence: Measured,
): 'gate.tick' | 'gate.failCheck' {
  const definition = launch && findGate(launch.definition, gate)
  const asked = definition && findItem(definition, gateOf(launch, gate).gate.context, item)
  return asked && asked.asks.kind === evidence.kind && !passes(asked, evidence) ? 'gate.failCheck' : 'gate.tick'
}

const evidenceFits = aboutItem((context, event, item) => {
  if (event.type !== 'gate.tick') return null
  if (event.same) return mayConfirm(item, context) ? null : no('fresh-evidence')
  const kind = event.evidence?.kind ?? 'none'
  if (kind !== item.asks.kind)
    return no(event.evidence === undefined ? 'evidence-missing' : 'evidence-wrong-kind', { kind: item.asks.kind })
  return event.evidence ? boundsAgainst(item, event.evidence) : null
})

/** An old note, link or file may be confirmed, unless it is the very age, build or report that made it stale. */
function mayConfirm(item: ItemDefinition, context: GateContext): boolean {
  const state = itemStateOf(context, item.id)
  if (!isStale(state) || !state.stale || !['note', 'link', 'file'].includes(item.asks.kind)) return false
  return !state.stale.causes.some((cause) => cause === 'age' || cause === 'candidate' || cause === 'report')
}

function boundsAgainst(item: ItemDefinition, evidence: Evidence): Reason | null {
  if (passes(item, evidence)) return null
  if (evidence.kind === 'number' && item.asks.kind === 'number')
    return no('out-of-bounds', { value: evidence.value, min: item.asks.min, max: item.asks.max })
  return no('report-red')
}

const checkCanFail = aboutItem((_, __, item) =>
  isForMachines(item) ? null : no('evidence-wrong-kind', { kind: item.asks.kind }),
)
const checkFailed = aboutItem((_, event, item) => {
  if (event.type !== 'gate.failCheck' && event.type !== 'gate.failAdvice') return null
  if (event.evidence.kind !== item.asks.kind) return no('evidence-wrong-kind', { kind: item.asks.kind })
  return passes(item, event.evidence) ? no('check-passed') : null
})

/** Only a check that was done can be renewed. One that never was belongs to an open gate: `first` says how to get there. */
const wasTicked = aboutItem((context, { gate: id, gateDefinition, facts }, item) => {
  if (!isUntouched(itemStateOf(context, item.id))) return null
  const { gate } = gateOf(facts.launch, id)
  const first = isCompleted(gate) ? 'gate.reopen' : 'gate.withdraw'
  return no('wrong-gate-state', { gate: id, status: statusOf(gateDefinition, gate), first })
})
const itemAges = aboutItem((_, __, item) => (item.freshFor === null ? no('not-renewable') : null))
const renewerHasNotSigned = aboutItem((context, { facts: { actor } }) =>
  Object.values(context.signatures).some(({ by }) => by === actor.id) ? no('four-eyes-renewal') : null,
)

// ---- sending and signing

const hasSigners: GateRule = (_, { gateDefinition }) => (gateDefinition.signers.length === 0 ? no('no-signers') : null)
const hasNoSigners: GateRule = (_, { gateDefinition }) => (gateDefinition.signers.length > 0 ? no('has-signers') : null)
const nothingOpen: GateRule = (context, { gateDefinition }) => {
  const items = openRequired(gateDefinition, context)
  return items.length > 0 ? no('item-open', { gate: gateDefinition.id, items }) : null
}
const nothingStale: GateRule = (context, { gateDefinition }) => {
  const items = staleRequired(gateDefinition, context)
  return items.length > 0 ? no('item-stale', { gate: gateDefinition.id, items }) : null
}
const needsReady: GateRule = (_, { gateDefinition, facts }) => {
  const gates = needsNotReady(facts.launch, gateDefinition.id)
  return gates.length > 0 ? no('needs-not-ready', { gates }) : null
}
const notTheSender: GateRule = (context, { facts: { actor } }) =>
  context.submission?.by === actor.id ? no('four-eyes-sender') : null
const notATicker: GateRule = (context, { gateDefinition, facts: { actor } }) =>
  standingTickers(gateDefinition, context).has(actor.id) ? no('four-eyes-ticker') : null
const notASigner: GateRule = (context, { facts: { actor } }) => {
  const role = Object.keys(context.signatures).find((each) => context.signatures[each]?.by === actor.id)
  return role === undefined ? null : no('four-eyes-signed-already', { role })
}
const roleHasNotSigned = about<GateEventOf<'gate.signOff'>>(['gate.signOff'], (context, { as }) =>
  context.signatures[as] ? no('role-signed-already', { role: as }) : null,
)
const everyRoleHasSigned: GateRule = (context, { gateDefinition }) => {
  const missing = gateDefinition.signers.filter((role) => !context.signatures[role])
  return gateDefinition.signers.length === 0 || missing.length > 0 ? no('signatures-missing', { roles: missing }) : null
}

const submitting: GateRule[] = [nothingOpen, nothingStale, needsReady]
const ticking: GateRule[] = [itemIsNeeded, candidateIsSet]
const failing: Rules<GateContext, GateEvent> = {
  who: [itemOwnerOrService],
  when: [itemIsNeeded, checkCanFail],
  what: [checkFailed, candidateIsCurrent],
}

// ---- problems, scope and waivers

const ownerOrLead: GateRule = (_, { gateDefinition, facts }) =>
  notYourRole(facts.actor, [gateDefinition.owner, facts.launch.definition.lead])
const lead: GateRule = (_, { facts }) => notYourRole(facts.actor, [facts.launch.definition.lead])
const whoSeesProblems: GateRule = (context, { gateDefinition, facts }) =>
  notYourRole(facts.actor, [
    gateDefinition.owner,
    ...itemsOf(gateDefinition, context).map((item) => item.owner),
    ...gateDefinition.signers,
    facts.launch.definition.lead,
  ])
/** Whether the first day sinks with a gate is the sponsor's to judge. */
const leadOrForCriticalSponsor: GateRule = (_, { gateDefinition, facts }) =>
  notYourRole(facts.actor, [gateDefinition.critical ? facts.launch.definition.sponsor : facts.launch.definition.lead])
const mayGrant: GateRule = (_, { gateDefinition, facts }) =>
  notYourRole(facts.actor, rolesThatGrant(facts.launch, gateDefinition))
const leadSponsorOrAsker: GateRule = (context, { facts }) => {
  const { lead: leads, sponsor } = facts.launch.definition
  const asked = facts.actor.permission === 'member' && context.waiverRequest?.by === facts.actor.id
  return asked ? null : notYourRole(facts.actor, [leads, sponsor])
}

const notTheDecisionGate: GateRule = (_, { gateDefinition, facts }) =>
  gateDefinition.id === facts.launch.definition.decision ? no('waiver-decision-gate') : null
const beforeTheStart: GateRule = (_, { facts }) => (isDraft(facts.launch) ? null : no('scope-after-start'))

type AskForWaiver = GateEventOf<'gate.requestWaiver'>
const mitigated = about<AskForWaiver>(['gate.requestWaiver'], (_, { gateDefinition, mitigation }) =>
  gateDefinition.critical && mitigation === undefined ? no('waiver-mitigation-missing') : null,
)
const untilIsAhead = about<AskForWaiver>(['gate.requestWaiver'], (_, { until, facts: { at } }) =>
  Date.parse(until) <= at ? no('waiver-past', { until: Date.parse(until) }) : null,
)
const untilIsNear = about<AskForWaiver>(['gate.requestWaiver'], (_, { until, facts: { at, launch } }) => {
  const { waiverLimit } = launch.definition
  return Date.parse(until) > at + waiverLimit ? no('waiver-too-long', { duration: waiverLimit }) : null
})
const waiverIsAsked: GateRule = (context) => (context.waiverRequest === null ? no('waiver-not-asked') : null)
const notTheAsker: GateRule = (context, { facts: { actor } }) =>
  context.waiverRequest?.by === actor.id ? no('waiver-own') : null
const requestStillAhead: GateRule = (context, { facts: { at } }) => {
  const until = context.waiverRequest?.until
  return until !== undefined && until <= at ? no('waiver-past', { until }) : null
}
type LeaveOut = GateEventOf<'gate.itemNotNeeded'>
const criticalGateKeepsItems = about<LeaveOut>(['gate.itemNotNeeded'], (context, { item, gateDefinition, facts }) =>
  gateDefinition.critical && !isDraft(facts.launch) && !context.added.some(({ id }) => id === item)
    ? no('critical-after-start')
    : null,
)
const oneRequiredStays = about<LeaveOut>(['gate.itemNotNeeded'], (context, { item, gateDefinition }) =>
  requiredItems(gateDefinition, context).every(({ id }) => id === item) ? no('no-required-left') : null,
)
const itemStands = about<LeaveOut>(['gate.itemNotNeeded'], (context, { item }) =>
  isItemNotNeeded(itemStateOf(context, item)) ? no('item-not-needed') : null,
)
const itemIsLeftOut = about<GateEventOf<'gate.requireItem'>>(['gate.requireItem'], (context, { item }) =>
  isItemNotNeeded(itemStateOf(context, item)) ? null : no('item-needed'),
)

type Add = GateEventOf<'gate.addItem'>
const roleOfItemExists = about<Add>(['gate.addItem'], (_, { owner: role, facts: { launch } }) =>
  role === undefined || launch.definition.roles.includes(role) ? null : no('unknown-name', { name: role }),
)
const roleOfItemDoesNotSign = about<Add>(['gate.addItem'], (_, { owner: role, gateDefinition }) =>
  role !== undefined && gateDefinition.signers.includes(role) ? no('item-of-a-signer', { role }) : null,
)
const boundsCanBeMet = about<Add>(['gate.addItem'], (_, { asks }) =>
  asks?.kind === 'number' && asks.min !== undefined && asks.max !== undefined && asks.min > asks.max
    ? no('bounds-empty')
    : null,
)
const personHoldsRole = about<GateEventOf<'gate.assign'>>(['gate.assign'], (_, { person, gateDefinition, facts }) => {
  const name = person === null ? null : unknownNameOf(person)
  if (name !== null) return no('unknown-name', { name })
  return person === null || holdersOf(facts.launch, gateDefinition.owner).includes(person)
    ? null
    : no('person-not-in-role', { person, role: gateDefinition.owner })
})

/** The rules of every guarded event of the gate machine, by the name of its guard. `renew` is a tick that keeps the signatures. */
export const gateRules = {
  'gate.tick': { who: [itemOwnerOrService], when: ticking, what: [evidenceFits, candidateIsCurrent] },
  renew: {
    who: [itemOwnerOrService],
    when: [itemIsNeeded, wasTicked, itemAges, candidateIsSet, renewerHasNotSigned],
    what: [evidenceFits, candidateIsCurrent],
  },
  'gate.failCheck': failing,
  'gate.failAdvice': failing,
  'gate.untick': { who: [itemOwner], when: [itemIsTicked], what: [] },
  'gate.submit': { who: [owner], when: [hasSigners, ...submitting], what: [] },
  'gate.complete': { who: [owner], when: [hasNoSigners, ...submitting], what: [] },
  'gate.withdraw': { who: [owner], when: [], what: [] },
  'gate.signOff': {
    who: [signsAs],
    when: [roleHasNotSigned, notTheSender, notATicker, notASigner, needsReady, nothingStale],
    what: [],
  },
  'gate.return': { who: [signer], when: [], what: [] },
  'gate.reopen': { who: [ownerSignerLeadSponsor], when: [], what: [] },
  'gate.block': { who: [whoSeesProblems], when: [], what: [] },
  'gate.unblock': { who: [ownerOrLead], when: [], what: [] },
  'gate.requestWaiver': {
    who: [ownerOrLead],
    when: [notTheDecisionGate],
    what: [mitigated, untilIsAhead, untilIsNear],
  },
  'gate.grantWaiver': { who: [mayGrant], when: [waiverIsAsked, notTheAsker, requestStillAhead], what: [] },
  'gate.declineWaiver': { who: [leadSponsorOrAsker], when: [waiverIsAsked], what: [] },
  'gate.notNeeded': { who: [leadOrForCriticalSponsor], when: [notTheDecisionGate, beforeTheStart], what: [] },
  'gate.require': { who: [leadOrForCriticalSponsor], when: [], what: [] },
  'gate.itemNotNeeded': { who: [lead], when: [itemStands, criticalGateKeepsItems, oneRequiredStays], what: [] },
  'gate.requireItem': { who: [lead], when: [itemIsLeftOut], what: [] },
  'gate.addItem': { who: [ownerOrLead], when: [], what: [roleOfItemExists, roleOfItemDoesNotSign, boundsCanBeMet] },
  'gate.assign': { who: [ownerOrLead], when: [], what: [personHoldsRole] },
  'gate.comment': { who: [memberOrService], when: [], what: [] },
  'gate.clear': { who: [], when: [everyRoleHasSigned], what: [] },
} satisfies Record<string, Rules<GateContext, GateEvent>>
export type GateGuard = keyof typeof gateRules
export const gateGuards = Object.keys(gateRules) as GateGuard[]

// ---- the launch

type LaunchRule = Rule<LaunchContext, LaunchEvent>

function aboutLaunch<T extends LaunchEvent['type']>(type: T, rule: Rule<LaunchContext, LaunchEventOf<T>>): LaunchRule {
  const concerns = (event: LaunchEvent): event is LaunchEventOf<T> => event.type === type
  return (context, event) => {
    if (!concerns(event)) throw new Error(`a rule about ${type} was asked about ${event.type}`)
    return rule(context, event)
  }
}

/** On the launch itself a role counts also for an administrator; the auditor changes nothing. */
const leadsAs = (actor: LaunchActor, roles: string[]): Reason | null =>
  actor.kind === 'person' && actor.permission !== 'auditor' && actor.roles.some((role) => roles.includes(role))
    ? null
    : no('not-your-role', { roles })

const leadOfLaunch: LaunchRule = (_, { facts }) => leadsAs(facts.actor, [facts.launch.definition.lead])
const leadOrSponsor: LaunchRule = (_, { facts }) =>
  leadsAs(facts.actor, [facts.launch.definition.lead, facts.launch.definition.sponsor])
const candidateRoleOrService: LaunchRule = (_, { facts }) =>
  facts.actor.kind === 'service' ? null : leadsAs(facts.actor, facts.launch.definition.candidateRoles)

/** Roles that own or sign anything that is to be done. */
function rolesInUse(launch: LaunchState): string[] {
  const used = new Set<string>()
  for (const { id } of launch.definition.gates) {
    const { definition } = gateOf(launch, id)
    for (const role of [definition.owner, ...definition.signers, ...definition.items.map((item) => item.owner)])
      used.add(role)
  }
  return launch.definition.roles.filter((role) => used.has(role))
}
const everyRoleIsHeld: LaunchRule = (_, { facts: { launch } }) => {
  const role = rolesInUse(launch).find((each) => holdersOf(launch, each).length === 0)
  return role === undefined ? null : no('nobody-in-role', { role })
}
const fourEyesArePossible: LaunchRule = (_, { facts: { launch } }) => {
  const clash = impossibleFourEyes(launch)
  return clash ? no('four-eyes-impossible', { ...clash }) : null
}

/** Who leads and who is the sponsor is for the sponsor and the administrator to say; everybody else for the lead. */
type NamePeople = LaunchEventOf<'launch.assignRole'> | LaunchEventOf<'launch.unassignRole'>
const aboutPeople =
  (rule: (context: LaunchContext, event: NamePeople) => Reason | null): LaunchRule =>
  (context, event) => {
    if (event.type !== 'launch.assignRole' && event.type !== 'launch.unassignRole')
      throw new Error(`a rule about roles was asked about ${event.type}`)
    return rule(context, event)
  }
const namesPeople = aboutPeople((_, { role, probe, facts: { actor, launch } }) => {
  const { lead: leads, sponsor } = launch.definition
  const byAdmin = actor.kind === 'person' && actor.permission === 'admin'
  if (probe && role === undefined) return byAdmin ? null : leadsAs(actor, [leads, sponsor])
  if (role !== leads && role !== sponsor) return leadsAs(actor, [leads])
  return byAdmin ? null : leadsAs(actor, [sponsor])
})
const roleIsKnown = aboutPeople((context, { role }) =>
  context.people[role] === undefined ? no('unknown-name', { name: role }) : null,
)
const personIsKnown = aboutPeople((_, { person }) => {
  const name = unknownNameOf(person)
  return name === null ? null : no('unknown-name', { name })
})
const personIsNoAuditor = aboutPeople((_, { person }) => {
  const auditor = auditorIdOf(person)
  return auditor === null ? null : no('auditor-holds-no-role', { person: auditor })
})
const leadAndSponsorStay = aboutPeople((context, { role, person, facts: { launch } }) => {
  const { lead: leads, sponsor } = launch.definition
  const holders = context.people[role] ?? []
  // Taking the role from someone who doesn't hold it changes nothing.
  const isLast = holders.includes(person) && holders.length <= 1
  return (role === leads || role === sponsor) && isLast ? no('role-would-be-empty', { role }) : null
})
const leadOrAdmin: LaunchRule = (_, { facts: { actor, launch } }) =>
  actor.kind === 'person' && actor.permission === 'admin' ? null : leadsAs(actor, [launch.definition.lead])

const buildIsNotRolledBack = aboutLaunch('launch.setCandidate', (context, event) => {
  const build = { version: event.version, commit: event.commit ?? null }
  return isRolledBack(context, build) ? no('build-rolled-back', { candidate: event.version }) : null
})
const verdictIsGo: LaunchRule = (_, { facts }) =>
  verdict(facts.launch, facts.at, { build: 'current' }).decision === 'go' ? null : no('verdict-not-go')
const launchesTheCandidate = aboutLaunch('launch.launch', (context, event) => {
  const { candidate } = context
  const { candidateRoles: roles } = event.facts.launch.definition
  if (event.candidate !== undefined && candidate === null) return no('candidate-missing', { roles })
  if (event.candidate !== undefined && candidate !== null && !isNamed(candidate, event.candidate))
    return no('candidate-other', { candidate: candidate.version })
  return event.candidate === undefined && bindsCandidate(event.facts.launch.definition)
    ? no('candidate-missing', { roles, ...(candidate ? { candidate: candidate.version } : {}) })
    : null
})

const everythingReady: LaunchRule = (_, { facts: { launch } }) => {
  const open = launch.definition.gates.filter(({ id }) => {
    const { definition, gate } = gateOf(launch, id)
    return !isReady(definition, gate)
  })
  const decision = gateOf(launch, launch.definition.decision).gate
  return open.length > 0 || !isCompleted(decision) ? no('gates-open', { gates: open.map(({ id }) => id) }) : null
}
const somethingOutOfOrder: LaunchRule = (context, event) =>
  everythingReady(context, event) ? null : no('everything-ready')

/** The rules of every guarded event of the launch machine, by the name of its guard. */
export const launchRules = {
  'launch.start': { who: [leadOfLaunch], when: [everyRoleIsHeld, fourEyesArePossible], what: [] },
  'launch.setPublicStatus': { who: [leadOfLaunch], when: [], what: [] },
  'launch.schedule': { who: [leadOfLaunch], when: [], what: [] },
  'launch.assignRole': { who: [namesPeople], when: [], what: [roleIsKnown, personIsKnown, personIsNoAuditor] },
  'launch.unassignRole': {
    who: [namesPeople],
    when: [],
    what: [roleIsKnown, personIsKnown, leadAndSponsorStay],
  },
  'launch.setCandidate': { who: [candidateRoleOrService], when: [], what: [buildIsNotRolledBack] },
  'launch.hold': { who: [leadOrSponsor], when: [], what: [] },
  'launch.release': { who: [leadOrSponsor], when: [], what: [] },
  'launch.launch': { who: [leadOrSponsor], when: [verdictIsGo], what: [launchesTheCandidate] },
  'launch.rollBack': { who: [leadOrSponsor], when: [], what: [] },
  'launch.cancel': { who: [leadOrSponsor], when: [], what: [] },
  'launch.archive': { who: [leadOrAdmin], when: [], what: [] },
  'launch.unlock': { who: [], when: [everythingReady], what: [] },
  'launch.relock': { who: [], when: [somethingOutOfOrder], what: [] },
} satisfies Record<string, Rules<LaunchContext, LaunchEvent>>
export type LaunchGuard = keyof typeof launchRules
export const launchGuards = Object.keys(launchRules) as LaunchGuard[]
