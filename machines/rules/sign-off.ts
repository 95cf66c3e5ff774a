import type { GateEventOf } from '../events.ts'
import { needsNotReady, openRequired, staleRequired, standingTickers } from '../reading/queries.ts'
import type { GateContext } from '../state.ts'
import type { GateRule } from './gate-roles.ts'
import { no, type Rule } from './rule.ts'

/** Submitting, signing and completing a gate. */

export const hasSigners: GateRule = (_, { gateDefinition }) =>
  gateDefinition.signers.length === 0 ? no('no-signers') : null

export const hasNoSigners: GateRule = (_, { gateDefinition }) =>
  gateDefinition.signers.length > 0 ? no('has-signers') : null

export const nothingOpen: GateRule = (context, { gateDefinition }) => {
  const items = openRequired(gateDefinition, context)
  return items.length > 0 ? no('item-open', { gate: gateDefinition.id, items }) : null
}

export const nothingStale: GateRule = (context, { gateDefinition }) => {
  const items = staleRequired(gateDefinition, context)
  return items.length > 0 ? no('item-stale', { gate: gateDefinition.id, items }) : null
}

export const needsReady: GateRule = (_, { gateDefinition, facts }) => {
  const gates = needsNotReady(facts.launch, gateDefinition.id)
  return gates.length > 0 ? no('needs-not-ready', { gates }) : null
}

export const notTheSender: GateRule = (context, { facts: { actor } }) =>
  context.submission?.by === actor.id ? no('four-eyes-sender') : null

export const notATicker: GateRule = (context, { gateDefinition, facts: { actor } }) =>
  standingTickers(gateDefinition, context).has(actor.id) ? no('four-eyes-ticker') : null

export const notASigner: GateRule = (context, { facts: { actor } }) => {
  const role = Object.keys(context.signatures).find((each) => context.signatures[each]?.by === actor.id)
  return role === undefined ? null : no('four-eyes-signed-already', { role })
}

export const roleHasNotSigned: Rule<GateContext, GateEventOf<'gate.signOff'>> = (context, { as }) =>
  context.signatures[as] ? no('role-signed-already', { role: as }) : null

export const everyRoleHasSigned: GateRule = (context, { gateDefinition }) => {
  const missing = gateDefinition.signers.filter((role) => !context.signatures[role])
  return gateDefinition.signers.length === 0 || missing.length > 0 ? no('signatures-missing', { roles: missing }) : null
}
