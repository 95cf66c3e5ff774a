import type { GateEventOf } from '../events.ts'
import { holdersOf, isDraft, isItemNotNeeded, itemStateOf, requiredItems } from '../reading/queries.ts'
import { type GateContext, unknownNameOf } from '../state.ts'
import type { GateRule } from './gate-roles.ts'
import { no, type Rule } from './rule.ts'

/** Which gates and items a launch needs, added items, and the person that a gate is assigned to. */

type ItemNotNeeded = Rule<GateContext, GateEventOf<'gate.itemNotNeeded'>>
type AddItem = Rule<GateContext, GateEventOf<'gate.addItem'>>

export const beforeTheStart: GateRule = (_, { facts }) => (isDraft(facts.launch) ? null : no('scope-after-start'))

export const criticalGateKeepsItems: ItemNotNeeded = (context, { item, gateDefinition, facts }) =>
  gateDefinition.critical && !isDraft(facts.launch) && !context.added.some(({ id }) => id === item)
    ? no('critical-after-start')
    : null

export const oneRequiredStays: ItemNotNeeded = (context, { item, gateDefinition }) =>
  requiredItems(gateDefinition, context).every(({ id }) => id === item) ? no('no-required-left') : null

export const itemIsNotNeeded: Rule<GateContext, GateEventOf<'gate.requireItem'>> = (context, { item }) =>
  isItemNotNeeded(itemStateOf(context, item)) ? null : no('item-needed')

export const roleOfItemExists: AddItem = (_, { owner: role, facts: { launch } }) =>
  role === undefined || launch.definition.roles.includes(role) ? null : no('unknown-name', { name: role })

export const roleOfItemDoesNotSign: AddItem = (_, { owner: role, gateDefinition }) =>
  role !== undefined && gateDefinition.signers.includes(role) ? no('item-of-a-signer', { role }) : null

export const boundsCanBeMet: AddItem = (_, { asks }) =>
  asks?.kind === 'number' && asks.min !== undefined && asks.max !== undefined && asks.min > asks.max
    ? no('bounds-empty')
    : null

export const personHoldsRole: Rule<GateContext, GateEventOf<'gate.assign'>> = (
  _,
  { person, gateDefinition, facts },
) => {
  const name = person === null ? null : unknownNameOf(person)
  if (name !== null) return no('unknown-name', { name })
  return person === null || holdersOf(facts.launch, gateDefinition.owner).includes(person)
    ? null
    : no('person-not-in-role', { person, role: gateDefinition.owner })
}
