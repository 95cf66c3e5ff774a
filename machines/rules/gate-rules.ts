import type { GateCommand, GateEvent, GateEventOf } from '../events.ts'
import type { GateContext } from '../state.ts'
import {
  candidateIsCurrent,
  candidateIsSet,
  checkCanFail,
  checkFailed,
  evidenceFits,
  itemAges,
  itemIsNeeded,
  itemIsTicked,
  itemOwner,
  itemOwnerOrService,
  renewerHasNotSigned,
  wasTicked,
} from './checks.ts'
import * as role from './gate-roles.ts'
import type { Rules } from './rule.ts'
import {
  beforeTheStart,
  boundsCanBeMet,
  criticalGateKeepsItems,
  itemIsNotNeeded,
  oneRequiredStays,
  personHoldsRole,
  roleOfItemDoesNotSign,
  roleOfItemExists,
} from './scope.ts'
import {
  everyRoleHasSigned,
  hasNoSigners,
  hasSigners,
  needsReady,
  notASigner,
  notATicker,
  nothingOpen,
  nothingStale,
  notTheSender,
  roleHasNotSigned,
} from './sign-off.ts'
import {
  mitigated,
  notTheDecisionGate,
  notTheRequester,
  requestedUntilIsAhead,
  untilIsAhead,
  untilIsNear,
  waiverIsRequested,
} from './waivers.ts'

/** The engine sends these, only where they apply: see consequences.ts and due.ts. */
type Unguarded = 'gate.recheck' | 'gate.recheckAdvice' | 'gate.lapse' | 'gate.expireWaiver'
/** A guard has the name of its event. `renew` guards a tick that keeps the signatures. */
export type GateGuard = Exclude<GateEvent['type'], Unguarded> | 'renew'
type EventOf<G extends GateGuard> = GateEventOf<G extends GateEvent['type'] ? G : 'gate.tick'>

const submitting = [nothingOpen, nothingStale, needsReady]
const failing = {
  who: [itemOwnerOrService],
  when: [itemIsNeeded, checkCanFail],
  what: [checkFailed, candidateIsCurrent],
}

/** The rules of every guard of the gate machine. A command without rules, or a rule about another command, does not compile. */
export const gateRules = {
  'gate.tick': {
    who: [itemOwnerOrService],
    when: [itemIsNeeded, candidateIsSet],
    what: [evidenceFits, candidateIsCurrent],
  },
  renew: {
    who: [itemOwnerOrService],
    when: [itemIsNeeded, wasTicked, itemAges, candidateIsSet, renewerHasNotSigned],
    what: [evidenceFits, candidateIsCurrent],
  },
  'gate.failCheck': failing,
  'gate.failAdvice': failing,
  'gate.untick': { who: [itemOwner], when: [itemIsTicked], what: [] },
  'gate.submit': { who: [role.owner], when: [hasSigners, ...submitting], what: [] },
  'gate.complete': { who: [role.owner], when: [hasNoSigners, ...submitting], what: [] },
  'gate.withdraw': { who: [role.owner], when: [], what: [] },
  'gate.signOff': {
    who: [role.signsAs],
    when: [roleHasNotSigned, notTheSender, notATicker, notASigner, needsReady, nothingStale],
    what: [],
  },
  'gate.return': { who: [role.signer], when: [], what: [] },
  'gate.reopen': { who: [role.ownerSignerLeadSponsor], when: [], what: [] },
  'gate.block': { who: [role.worksOnGate], when: [], what: [] },
  'gate.unblock': { who: [role.ownerOrLead], when: [], what: [] },
  'gate.requestWaiver': {
    who: [role.ownerOrLead],
    when: [notTheDecisionGate],
    what: [mitigated, untilIsAhead, untilIsNear],
  },
  'gate.grantWaiver': {
    who: [role.grantsWaivers],
    when: [waiverIsRequested, notTheRequester, requestedUntilIsAhead],
    what: [],
  },
  'gate.declineWaiver': { who: [role.leadSponsorOrAsker], when: [waiverIsRequested], what: [] },
  'gate.notNeeded': { who: [role.leadOrForCriticalSponsor], when: [notTheDecisionGate, beforeTheStart], what: [] },
  'gate.require': { who: [role.leadOrForCriticalSponsor], when: [], what: [] },
  'gate.itemNotNeeded': {
    who: [role.lead],
    when: [itemIsNeeded, criticalGateKeepsItems, oneRequiredStays],
    what: [],
  },
  'gate.requireItem': { who: [role.lead], when: [itemIsNotNeeded], what: [] },
  'gate.addItem': {
    who: [role.ownerOrLead],
    when: [],
    what: [roleOfItemExists, roleOfItemDoesNotSign, boundsCanBeMet],
  },
  'gate.assign': { who: [role.ownerOrLead], when: [], what: [personHoldsRole] },
  'gate.comment': { who: [role.memberOrService], when: [], what: [] },
  'gate.clear': { who: [], when: [everyRoleHasSigned], what: [] },
} satisfies { [G in GateGuard]: Rules<GateContext, EventOf<G>> }

export const gateGuards = Object.keys(gateRules) as GateGuard[]

/**
 * The rules of a guard, to be asked about its own event. That the two belong together is what the type of `gateRules` and the
 * machine's chart in gate.ts ensure, but TypeScript cannot follow one from the other: hence the cast.
 */
export const rulesOfGate = (guard: GateGuard): Rules<GateContext, GateEvent> =>
  gateRules[guard] as Rules<GateContext, GateEvent>

/** The guard of a person's command, before the state of its gate is known; null for what only the engine writes without a guard. */
export const guardOf = (type: GateCommand['type']): GateGuard | null => (isGuard(type) ? type : null)
const isGuard = (type: string): type is GateGuard => Object.hasOwn(gateRules, type)
