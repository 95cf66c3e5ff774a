import { type Entry, isEngineAction } from '../entry.ts'
import { engine, type Facts, gateEvent, isGateCommand, type LaunchActor } from '../events.ts'
import { findGate, gateOf, holdersOf, rolesOf } from '../reading/queries.ts'
import { commandIn } from '../replay.ts'
import { guardOf, rulesOfGate } from '../rules/gate-rules.ts'
import { rulesOfLaunch } from '../rules/launch-rules.ts'
import { reasonOfRole } from '../rules/rule.ts'
import type { LaunchState } from '../state.ts'

/**
 * Replay trusts the actors of a log; this is the audit that does not. It compares each entry's roles with the
 * assignments that the same log made before it, and asks the rules whether a holder of those roles may do this at all.
 *
 * Limits: the log doesn't hold the installation's permissions. What an admin may do without a role (create a launch,
 * name its lead or sponsor, archive it) is therefore accepted from anyone, and the creator's roles, which come from the
 * people's directory, can't be compared with anything. A rule in `who` may later be widened, but not narrowed: the
 * audit would report older logs.
 */

/**
 * Why this entry's actor could not have written it, or null. `before` is the launch before the entry (null: it is the
 * first one), `first` the first entry of the log. Call it only for entries that replay accepts.
 */
export function roleDifference(before: LaunchState | null, entry: Entry, first: Entry): string | null {
  const { actor, action } = entry
  if (isEngineAction(action) !== (actor.kind === 'engine'))
    return `${action} can't be done by ${actor.kind === 'engine' ? 'the engine' : `a ${actor.kind}`}`
  if (actor.kind === 'engine') return isEngine(entry) ? null : 'the engine has another id, or a role'
  if (before === null) return actor.kind === 'person' ? null : `${action} can't be done by a ${actor.kind}`
  if (answersScope(entry, first)) return scopeDifference(before, entry, first)
  const held = actor.kind === 'person' ? rolesOf(before, actor.id) : []
  if (!isSameList(held, actor.roles))
    return `${actor.id} acts as ${listed(actor.roles)}, but the log assigned ${listed(held)}`
  const allowed = permissions.some((permission) => mayDo(before, entry, { ...actor, permission }))
  return allowed ? null : `${actor.id} (${listed(held)}) has no role that allows ${named(entry)}`
}

/** The permissions that an actor may have had: the log doesn't say which. */
const permissions: LaunchActor['permission'][] = ['member', 'admin']

const isEngine = ({ actor }: Entry): boolean => actor.id === engine.id && actor.roles.length === 0

/** Whether the rules about the actor's role let this actor do what the entry says. */
function mayDo(launch: LaunchState, entry: Entry, actor: LaunchActor): boolean {
  const command = commandIn(entry)
  if (command === null) return true
  const at = Date.parse(entry.at)
  const facts: Facts = { launch, actor, at, instant: at }
  if (isGateCommand(command)) {
    const guard = guardOf(command.type)
    const { context } = gateOf(launch, command.gate).gate
    return guard === null || reasonOfRole(rulesOfGate(guard), context, gateEvent(command, facts)) === null
  }
  return reasonOfRole(rulesOfLaunch(command.type), launch.context, { ...command, facts }) === null
}

/** A gate or item that the answers given at creation left out: recorded in the commit of the first entry. */
function answersScope({ action, cause, request }: Entry, first: Entry): boolean {
  const leavesOut = action === 'gate.notNeeded' || action === 'gate.itemNotNeeded'
  return leavesOut && cause !== undefined && 'seq' in cause && cause.seq === first.seq && request === first.request
}

/** Scoping is the creator's, with the roles of creation; a critical gate is left out by a sponsor only. */
function scopeDifference(launch: LaunchState, { action, actor, gate }: Entry, first: Entry): string | null {
  const { id, kind, roles } = first.actor
  if (actor.id !== id || actor.kind !== kind || !isSameList(roles, actor.roles))
    return `${actor.id} answers scoping questions of a launch that ${id} created`
  const isCritical = gate !== undefined && findGate(launch.definition, gate)?.critical === true
  return action === 'gate.notNeeded' && isCritical && !holdersOf(launch, launch.definition.sponsor).includes(id)
    ? `${id} left out the critical gate ${gate} and isn't a sponsor`
    : null
}

const isSameList = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((each, index) => each === b[index])

const listed = (roles: readonly string[]): string => (roles.length === 0 ? 'no role' : roles.join(', '))

const named = ({ action, as }: Entry): string => (as === undefined ? action : `${action} as ${as}`)
