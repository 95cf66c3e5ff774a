import type { GateEventOf } from '../events.ts'
import type { GateContext } from '../state.ts'
import type { GateRule } from './gate-roles.ts'
import { no, type Rule } from './rule.ts'

/** Requesting and granting waivers. */

type WaiverRule = Rule<GateContext, GateEventOf<'gate.requestWaiver'>>

export const notTheDecisionGate: GateRule = (_, { gateDefinition, facts }) =>
  gateDefinition.id === facts.launch.definition.decision ? no('waiver-decision-gate') : null

export const mitigated: WaiverRule = (_, { gateDefinition, mitigation }) =>
  gateDefinition.critical && mitigation === undefined ? no('waiver-mitigation-missing') : null

export const untilIsAhead: WaiverRule = (_, { until, facts: { at } }) =>
  Date.parse(until) <= at ? no('waiver-past', { until: Date.parse(until) }) : null

export const untilIsNear: WaiverRule = (_, { until, facts: { at, launch } }) => {
  const { waiverLimit } = launch.definition
  return Date.parse(until) > at + waiverLimit ? no('waiver-too-long', { duration: waiverLimit }) : null
}

export const waiverIsRequested: GateRule = (context) => (context.waiverRequest === null ? no('waiver-not-asked') : null)

export const notTheRequester: GateRule = (context, { facts: { actor } }) =>
  context.waiverRequest?.by === actor.id ? no('waiver-own') : null

export const requestedUntilIsAhead: GateRule = (context, { facts: { at } }) => {
  const until = context.waiverRequest?.until
  return until !== undefined && until <= at ? no('waiver-past', { until }) : null
}
