import type { Reason } from '../entry.ts'
import type { LaunchActor, LaunchEvent, LaunchEventOf } from '../events.ts'
import { impossibleFourEyes } from '../reading/four-eyes.ts'
import { gateOf, holdersOf } from '../reading/queries.ts'
import { auditorIdOf, type LaunchContext, type LaunchState, unknownNameOf } from '../state.ts'
import { no, type Rule } from './rule.ts'

/** Which roles may act on the launch as a whole, and who may hold which role. */

export type LaunchRule = Rule<LaunchContext, LaunchEvent>

/** On the launch itself an administrator's roles count too; an auditor changes nothing. */
const notYourRole = (actor: LaunchActor, roles: string[]): Reason | null =>
  actor.kind === 'person' && actor.permission !== 'auditor' && actor.roles.some((role) => roles.includes(role))
    ? null
    : no('not-your-role', { roles })

const isAdmin = (actor: LaunchActor): boolean => actor.kind === 'person' && actor.permission === 'admin'

export const leadOfLaunch: LaunchRule = (_, { facts }) => notYourRole(facts.actor, [facts.launch.definition.lead])

export const leadOrSponsor: LaunchRule = (_, { facts }) =>
  notYourRole(facts.actor, [facts.launch.definition.lead, facts.launch.definition.sponsor])

export const leadOrAdmin: LaunchRule = (context, event) =>
  isAdmin(event.facts.actor) ? null : leadOfLaunch(context, event)

export const candidateRoleOrService: LaunchRule = (_, { facts }) =>
  facts.actor.kind === 'service' ? null : notYourRole(facts.actor, facts.launch.definition.candidateRoles)

type PeopleRule = Rule<LaunchContext, LaunchEventOf<'launch.assignRole' | 'launch.unassignRole'>>

/** The sponsor and the administrator name the lead and the sponsor; the lead names everybody else. */
export const namesPeople: PeopleRule = (_, { role, probe, facts: { actor, launch } }) => {
  const { lead: leads, sponsor } = launch.definition
  if (probe && role === undefined) return isAdmin(actor) ? null : notYourRole(actor, [leads, sponsor])
  if (role !== leads && role !== sponsor) return notYourRole(actor, [leads])
  return isAdmin(actor) ? null : notYourRole(actor, [sponsor])
}

export const roleIsKnown: PeopleRule = (context, { role }) =>
  context.people[role] === undefined ? no('unknown-name', { name: role }) : null

export const personIsKnown: PeopleRule = (_, { person }) => {
  const name = unknownNameOf(person)
  return name === null ? null : no('unknown-name', { name })
}

export const personIsNoAuditor: PeopleRule = (_, { person }) => {
  const auditor = auditorIdOf(person)
  return auditor === null ? null : no('auditor-holds-no-role', { person: auditor })
}

export const leadAndSponsorStay: PeopleRule = (context, { role, person, facts: { launch } }) => {
  const { lead: leads, sponsor } = launch.definition
  const holders = context.people[role] ?? []
  // Taking the role from someone who doesn't hold it changes nothing.
  const isLast = holders.includes(person) && holders.length <= 1
  return (role === leads || role === sponsor) && isLast ? no('role-would-be-empty', { role }) : null
}

export const everyRoleIsHeld: LaunchRule = (_, { facts: { launch } }) => {
  const role = rolesInUse(launch).find((each) => holdersOf(launch, each).length === 0)
  return role === undefined ? null : no('nobody-in-role', { role })
}

/** Roles that own or sign a gate or own an item, in the pipeline's order. */
function rolesInUse(launch: LaunchState): string[] {
  const used = new Set<string>()
  for (const { id } of launch.definition.gates) {
    const { definition } = gateOf(launch, id)
    for (const role of [definition.owner, ...definition.signers, ...definition.items.map((item) => item.owner)])
      used.add(role)
  }
  return launch.definition.roles.filter((role) => used.has(role))
}

export const fourEyesArePossible: LaunchRule = (_, { facts: { launch } }) => {
  const clash = impossibleFourEyes(launch)
  return clash ? no('four-eyes-impossible', { ...clash }) : null
}
