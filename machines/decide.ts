import { changesNothing } from './changes-nothing.ts'
import { beginCommit, record } from './commit.ts'
import { consequences } from './consequences.ts'
import { createLaunch } from './create.ts'
import { applyDue } from './due.ts'
import type { Actor, Decision, Reason, Refused, SealedCommand, SealedCreate } from './entry.ts'
import { type Facts, gateEvent, isGateCommand, launchActorOf } from './events.ts'
import { findGate, findItem, gateOf, statusOf } from './reading/queries.ts'
import { gateRules, launchRules, reasonAgainst, reasonOfRole } from './rules.ts'
import type { LaunchState } from './state.ts'
import { accepts, guardsOf, type Moment, strict } from './step.ts'

/**
 * The heart: may this be done, and what follows? Pure. First everything that is due at `now` is applied, then the command is judged,
 * then its consequences are added, all in one commit. A refused command writes nothing, not even what was due.
 * Refusals come in this order: unknown (404), forbidden (403), version-required (428), stale (412), refused (409).
 */
export function decide(
  launch: LaunchState | null,
  command: SealedCommand | SealedCreate,
  actor: Actor,
  now: number,
  request: string,
  slug: string,
): Decision {
  if (command.type === 'launch.create') return createLaunch(launch, command, actor, now, request, slug)
  if (launch === null) return refuse('unknown', { code: 'unknown-launch', params: { launch: slug } })
  const commit = beginCommit(launch, now, request)
  applyDue(commit, now)
  const before = commit.state
  const moment: Moment = { actor: launchActorOf(before, actor), at: commit.at, instant: commit.at }
  const refusal = judge(before, command, moment)
  if (refusal) return refusal
  if (!changesNothing(before, command)) {
    const seq = record(commit, command, { actor: moment.actor, via: actor.via })
    consequences(commit, before, { seq })
  }
  return { accepted: true, entries: commit.entries, state: commit.state }
}

/** Null when the machines take it; otherwise why not. */
function judge(launch: LaunchState, command: SealedCommand, moment: Moment): Refused | null {
  const missing = unknownPart(launch, command)
  if (missing) return refuse('unknown', missing)
  const taken = accepts(strict, launch, command, moment)
  if (!taken) {
    const role = roleAgainst(launch, command, moment)
    if (role) return refuse('forbidden', role)
  }
  if (isGateCommand(command)) {
    const { version } = gateOf(launch, command.gate).gate
    if (command.ifVersion === undefined && vouches(command.type))
      return refuse('version-required', { code: 'version-required', params: { version } })
    if (command.ifVersion !== undefined && version > command.ifVersion)
      return refuse('stale', {
        code: 'stale-page',
        params: { gate: command.gate, ifVersion: command.ifVersion, version },
      })
  }
  return taken ? null : refuse('refused', whyNot(launch, command, moment))
}

/** Nobody vouches for a page that they have not seen: these must say which version they looked at. */
export function vouches(type: SealedCommand['type']): boolean {
  return ['gate.submit', 'gate.complete', 'gate.signOff', 'gate.grantWaiver'].includes(type)
}

const refuse = (kind: Refused['kind'], reason: Reason): Refused => ({ accepted: false, kind, reason })

function unknownPart(launch: LaunchState, command: SealedCommand): Reason | null {
  if (!isGateCommand(command)) return null
  const definition = findGate(launch.definition, command.gate)
  if (!definition) return { code: 'unknown-gate', params: { gate: command.gate } }
  const { context } = gateOf(launch, command.gate).gate
  const named = [...('item' in command ? [command.item] : []), ...('items' in command ? (command.items ?? []) : [])]
  const item = named.find((each) => typeof each !== 'string' || !findItem(definition, context, each))
  return item === undefined ? null : { code: 'unknown-item', params: { gate: command.gate, item } }
}

/** Why this role may never do this; null when it may. */
function roleAgainst(launch: LaunchState, command: SealedCommand, moment: Moment): Reason | null {
  const facts: Facts = { launch, ...moment }
  if (!isGateCommand(command)) return reasonOfRole(launchRules[command.type], launch.context, { ...command, facts })
  const event = gateEvent(command, facts)
  return reasonOfRole(gateRules[command.type], gateOf(launch, command.gate).gate.context, event)
}

/** Asked only after the machines said no: the state of the launch, the state of the gate, or the first rule against. */
function whyNot(launch: LaunchState, command: SealedCommand, moment: Moment): Reason {
  const guards = guardsOf(launch, command, moment)
  if (guards.launch === 'no handler') return { code: 'wrong-launch-state', params: { state: launch.state } }
  const facts: Facts = { launch, ...moment }
  let reason: Reason | null = null
  if (!isGateCommand(command)) {
    if (guards.launch) reason = reasonAgainst(launchRules[guards.launch], launch.context, { ...command, facts })
  } else {
    const { definition, gate } = gateOf(launch, command.gate)
    if (guards.gate === 'no handler')
      return { code: 'wrong-gate-state', params: { gate: command.gate, status: statusOf(definition, gate) } }
    if (guards.gate) reason = reasonAgainst(gateRules[guards.gate], gate.context, gateEvent(command, facts))
  }
  if (!reason) throw new Error(`${command.type} was refused without a reason`)
  return reason
}
