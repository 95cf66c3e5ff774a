import type { Reason } from '../entry.ts'
import type { GateEvent, GateEventOf, LaunchActor } from '../events.ts'
import { itemsOf, rolesThatGrant } from '../reading/queries.ts'
import type { GateContext } from '../state.ts'
import { no, type Rule } from './rule.ts'

/** Which roles may act on a gate. */

export type GateRule = Rule<GateContext, GateEvent>

/** Only members act on gates: an administrator never does, and an auditor changes nothing. */
const actsAs = (actor: LaunchActor, roles: string[]): boolean =>
  actor.kind === 'person' && actor.permission === 'member' && actor.roles.some((role) => roles.includes(role))

export const notYourRole = (actor: LaunchActor, roles: string[]): Reason | null =>
  actsAs(actor, roles) ? null : no('not-your-role', { roles: [...new Set(roles)] })

export const owner: GateRule = (_, { gateDefinition, facts }) => notYourRole(facts.actor, [gateDefinition.owner])

export const signer: GateRule = (_, { gateDefinition, facts }) => notYourRole(facts.actor, gateDefinition.signers)

export const lead: GateRule = (_, { facts }) => notYourRole(facts.actor, [facts.launch.definition.lead])

export const ownerOrLead: GateRule = (_, { gateDefinition, facts }) =>
  notYourRole(facts.actor, [gateDefinition.owner, facts.launch.definition.lead])

export const ownerSignerLeadSponsor: GateRule = (_, { gateDefinition, facts }) => {
  const { lead, sponsor } = facts.launch.definition
  return notYourRole(facts.actor, [gateDefinition.owner, ...gateDefinition.signers, lead, sponsor])
}

export const memberOrService: GateRule = (_, { facts: { actor } }) =>
  actor.kind === 'service' || actor.permission === 'member'
    ? null
    : no('not-your-role', { roles: ['member', 'service'] })

export const signsAs: Rule<GateContext, GateEventOf<'gate.signOff'>> = (_, { gateDefinition, facts, as }) =>
  notYourRole(facts.actor, gateDefinition.signers.includes(as) ? [as] : [])
    ? no('not-your-role', { roles: gateDefinition.signers.includes(as) ? [as] : gateDefinition.signers })
    : null

/** Everyone who works on the gate may report a problem. */
export const worksOnGate: GateRule = (context, { gateDefinition, facts }) =>
  notYourRole(facts.actor, [
    gateDefinition.owner,
    ...itemsOf(gateDefinition, context).map((item) => item.owner),
    ...gateDefinition.signers,
    facts.launch.definition.lead,
  ])

/** Whether a launch can go without a critical gate is for the sponsor to decide. */
export const leadOrForCriticalSponsor: GateRule = (_, { gateDefinition, facts }) =>
  notYourRole(facts.actor, [gateDefinition.critical ? facts.launch.definition.sponsor : facts.launch.definition.lead])

export const grantsWaivers: GateRule = (_, { gateDefinition, facts }) =>
  notYourRole(facts.actor, rolesThatGrant(facts.launch, gateDefinition))

export const leadSponsorOrAsker: GateRule = (context, { facts }) => {
  const { lead: leads, sponsor } = facts.launch.definition
  const asked = facts.actor.permission === 'member' && context.waiverRequest?.by === facts.actor.id
  return asked ? null : notYourRole(facts.actor, [leads, sponsor])
}
