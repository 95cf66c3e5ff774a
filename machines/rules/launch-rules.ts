import type { LaunchCommand, LaunchEvent, LaunchEventOf } from '../events.ts'
import { factsOf } from '../reading/gate-facts.ts'
import { bindsCandidate, gateOf, isCompleted, isNamed, isRolledBack } from '../reading/queries.ts'
import { verdict } from '../reading/verdict.ts'
import type { LaunchContext } from '../state.ts'
import {
  candidateRoleOrService,
  everyRoleIsHeld,
  fourEyesArePossible,
  type LaunchRule,
  leadAndSponsorStay,
  leadOfLaunch,
  leadOrAdmin,
  leadOrSponsor,
  namesPeople,
  personIsKnown,
  personIsNoAuditor,
  roleIsKnown,
} from './launch-people.ts'
import { no, type Rule, type Rules } from './rule.ts'

const buildIsNotRolledBack: Rule<LaunchContext, LaunchEventOf<'launch.setCandidate'>> = (context, event) => {
  const build = { version: event.version, commit: event.commit ?? null }
  return isRolledBack(context, build) ? no('build-rolled-back', { candidate: event.version }) : null
}

const verdictIsGo: LaunchRule = (_, { facts }) =>
  verdict(facts.launch, facts.at, { build: 'current' }).decision === 'go' ? null : no('verdict-not-go')

const launchesTheCandidate: Rule<LaunchContext, LaunchEventOf<'launch.launch'>> = (context, event) => {
  const { candidate } = context
  const { candidateRoles: roles } = event.facts.launch.definition
  if (event.candidate !== undefined && candidate === null) return no('candidate-missing', { roles })
  if (event.candidate !== undefined && candidate !== null && !isNamed(candidate, event.candidate))
    return no('candidate-other', { candidate: candidate.version })
  return event.candidate === undefined && bindsCandidate(event.facts.launch.definition)
    ? no('candidate-missing', { roles, ...(candidate ? { candidate: candidate.version } : {}) })
    : null
}

const everythingReady: LaunchRule = (_, { facts: { launch } }) => {
  const open = factsOf(launch).gates.filter(({ ready }) => !ready)
  const decision = gateOf(launch, launch.definition.decision).gate
  if (open.length === 0 && isCompleted(decision)) return null
  return no('gates-open', { gates: open.map(({ definition }) => definition.id) })
}

const somethingNotReady: LaunchRule = (context, event) =>
  everythingReady(context, event) ? null : no('everything-ready')

/** A guard has the name of its event. */
export type LaunchGuard = LaunchCommand['type']

/** The rules of every guard of the launch machine. A command without rules, or a rule about another command, does not compile. */
export const launchRules = {
  'launch.start': { who: [leadOfLaunch], when: [everyRoleIsHeld, fourEyesArePossible], what: [] },
  'launch.setPublicStatus': { who: [leadOfLaunch], when: [], what: [] },
  'launch.schedule': { who: [leadOfLaunch], when: [], what: [] },
  'launch.assignRole': { who: [namesPeople], when: [], what: [roleIsKnown, personIsKnown, personIsNoAuditor] },
  'launch.unassignRole': { who: [namesPeople], when: [], what: [roleIsKnown, personIsKnown, leadAndSponsorStay] },
  'launch.setCandidate': { who: [candidateRoleOrService], when: [], what: [buildIsNotRolledBack] },
  'launch.hold': { who: [leadOrSponsor], when: [], what: [] },
  'launch.release': { who: [leadOrSponsor], when: [], what: [] },
  'launch.launch': { who: [leadOrSponsor], when: [verdictIsGo], what: [launchesTheCandidate] },
  'launch.rollBack': { who: [leadOrSponsor], when: [], what: [] },
  'launch.cancel': { who: [leadOrSponsor], when: [], what: [] },
  'launch.archive': { who: [leadOrAdmin], when: [], what: [] },
  'launch.unlock': { who: [], when: [everythingReady], what: [] },
  'launch.relock': { who: [], when: [somethingNotReady], what: [] },
} satisfies { [G in LaunchGuard]: Rules<LaunchContext, LaunchEventOf<G>> }

export const launchGuards = Object.keys(launchRules) as LaunchGuard[]

/** The rules of a guard, to be asked about its own event; TypeScript cannot follow one from the other, hence the cast. */
export const rulesOfLaunch = (guard: LaunchGuard): Rules<LaunchContext, LaunchEvent> =>
  launchRules[guard] as Rules<LaunchContext, LaunchEvent>
