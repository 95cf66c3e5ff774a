import type { PersonCommandType } from '../commands.ts'
import type { Actor, Reason, SealedCommand } from '../entry.ts'
import { type Facts, gateEvent, isGateCommand, launchActorOf } from '../events.ts'
import type { EvidenceKind } from '../pipeline/pipeline.ts'
import { buildAgainst, gateRules, launchRules, reasonAgainst, reasonOfRole } from '../rules.ts'
import type { LaunchState } from '../state.ts'
import { accepts, guardsOf, type Moment, strict } from '../step.ts'
import { findGate, findItem, gateOf, statusOf } from './queries.ts'

/** A command that is only thought of: its own fields are left out, and rules about them are not asked. */
export interface Probe {
  type: PersonCommandType
  gate?: string
  item?: string
  as?: string
  /** Of giving or taking this role. */
  role?: string
}

/** What is in the way of a command. `never`: this actor's roles do not allow it, whatever the state. */
export interface Obstacle {
  never: boolean
  reason: Reason
}

/** Null when it may be done now; the same reasons that a refusal would give. `launch` must be the launch as of `now` (see due.ts). */
export function obstacle(launch: LaunchState, probe: Probe, actor: Actor, now: number): Obstacle | null {
  const at = Math.max(now, launch.at)
  const moment: Moment = { actor: launchActorOf(launch, actor), at, instant: at }
  // A probe leaves a command's own fields out, and the rules that would read them are not asked.
  const command = probe as SealedCommand
  if (accepts(strict, launch, command, moment, true)) return null
  const facts: Facts = { launch, ...moment }
  return isGateCommand(command) ? ofGate(launch, command, moment, facts) : ofLaunch(launch, command, moment, facts)
}

/** What is known of a piece of evidence before anyone reads it. */
export interface OfferedEvidence {
  gate: string
  item: string
  kind: EvidenceKind
  /** The build that its sender says it is about. */
  candidate?: string | undefined
}

/**
 * What is in the way of this evidence whatever it says, so that a large body need not be read to refuse it: null where a tick or
 * a failed check might be taken, and where there is no such gate or item. `launch` must be the launch as of `now` (see due.ts).
 */
export function evidenceObstacle(
  launch: LaunchState,
  { gate, item, kind, candidate }: OfferedEvidence,
  actor: Actor,
  now: number,
): Obstacle | null {
  const definition = findGate(launch.definition, gate)
  const asked = definition && findItem(definition, gateOf(launch, gate).gate.context, item)
  if (!asked) return null
  const against = (type: 'gate.tick' | 'gate.failCheck'): Obstacle | null => {
    const obstacleNow = obstacle(launch, { type, gate, item }, actor, now)
    if (obstacleNow) return obstacleNow
    const reason: Reason | null =
      kind === asked.asks.kind
        ? buildAgainst(launch, asked, type, candidate)
        : { code: 'evidence-wrong-kind', params: { kind: asked.asks.kind } }
    return reason && { never: false, reason }
  }
  const tick = against('gate.tick')
  return tick && against('gate.failCheck') && tick
}

type OfGate = Extract<SealedCommand, { gate: string }>

function ofGate(launch: LaunchState, command: OfGate, moment: Moment, facts: Facts): Obstacle {
  const { definition, gate } = gateOf(launch, command.gate)
  const event = gateEvent(command, facts, true)
  const role = reasonOfRole(gateRules[command.type], gate.context, event)
  if (role) return { never: true, reason: role }
  const guards = guardsOf(launch, command, moment)
  if (guards.launch === 'no handler') return now({ code: 'wrong-launch-state', params: { state: launch.state } })
  if (guards.gate === 'no handler')
    return now({ code: 'wrong-gate-state', params: { gate: command.gate, status: statusOf(definition, gate) } })
  return now(guards.gate && reasonAgainst(gateRules[guards.gate], gate.context, event))
}

function ofLaunch(
  launch: LaunchState,
  command: Exclude<SealedCommand, OfGate>,
  moment: Moment,
  facts: Facts,
): Obstacle {
  const event = { ...command, facts, probe: true as const }
  const role = reasonOfRole(launchRules[command.type], launch.context, event)
  if (role) return { never: true, reason: role }
  const guards = guardsOf(launch, command, moment)
  if (guards.launch === 'no handler') return now({ code: 'wrong-launch-state', params: { state: launch.state } })
  return now(guards.launch && reasonAgainst(launchRules[guards.launch], launch.context, event))
}

function now(reason: Reason | null): Obstacle {
  if (!reason) throw new Error('a command was not taken, and no rule says why')
  return { never: false, reason }
}
