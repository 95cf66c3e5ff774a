import type { PersonCommandType } from '../commands.ts'
import type { Actor, Reason, SealedCommand, SealedGateCommand } from '../entry.ts'
import { type Facts, gateEvent, isGateCommand, launchActorOf } from '../events.ts'
import type { EvidenceKind } from '../pipeline/pipeline.ts'
import { buildAgainst } from '../rules/evidence.ts'
import { gateGuards, rulesOfGate } from '../rules/gate-rules.ts'
import { launchGuards, rulesOfLaunch } from '../rules/launch-rules.ts'
import { reasonAgainst, reasonOfRole } from '../rules/rule.ts'
import { gateSnapshot, launchSnapshot } from '../snapshots.ts'
import type { LaunchState } from '../state.ts'
import { accepts, type Moment, permissive, strict } from '../step.ts'
import { findGate, findItem, gateOf, statusOf } from './queries.ts'

/**
 * Why not? What is in the way of a command: the one answer behind the refusals 403 and 409, what a page offers, and the sentence
 * beside what it does not offer.
 */

/** `never`: this actor's roles do not allow it, whatever the state (403); otherwise something that can change (409). */
interface Obstacle {
  never: boolean
  reason: Reason
}

/**
 * What is in the way of this command at this moment; null when the machines take it. The machines are asked first, and the rules,
 * in their order, only after a no. A probe is a command without its own fields: the rules about them are not asked.
 */
export function obstacleTo(
  launch: LaunchState,
  command: SealedCommand,
  moment: Moment,
  probe = false,
): Obstacle | null {
  if (accepts(strict, launch, command, moment, probe)) return null
  const facts: Facts = { launch, ...moment }
  return isGateCommand(command) ? ofGate(launch, command, facts, probe) : ofLaunch(launch, command, facts, probe)
}

function ofGate(launch: LaunchState, command: SealedGateCommand, facts: Facts, probe: boolean): Obstacle {
  const { definition, gate } = gateOf(launch, command.gate)
  const event = gateEvent(command, facts, probe)
  const role = reasonOfRole(rulesOfGate(command.type), gate.context, event)
  if (role) return { never: true, reason: role }
  const [letIn] = permissive.launch.getTransitionData(launchSnapshot(permissive.launch, launch), event)
  if (!letIn) return wrongLaunchState(launch)
  const [transition] = permissive.gate.getTransitionData(gateSnapshot(permissive.gate, gate), event)
  if (!transition) return wrongGateState(command.gate, statusOf(definition, gate))
  const guard = gateGuards.find((name) => name === transition.guard)
  return inTheWay(guard ? reasonAgainst(rulesOfGate(guard), gate.context, event) : null)
}

function ofLaunch(
  launch: LaunchState,
  command: Exclude<SealedCommand, SealedGateCommand>,
  facts: Facts,
  probe: boolean,
): Obstacle {
  const event = { ...command, facts, ...(probe ? { probe: true as const } : {}) }
  const role = reasonOfRole(rulesOfLaunch(command.type), launch.context, event)
  if (role) return { never: true, reason: role }
  const [transition] = permissive.launch.getTransitionData(launchSnapshot(permissive.launch, launch), event)
  if (!transition) return wrongLaunchState(launch)
  const guard = launchGuards.find((name) => name === transition.guard)
  return inTheWay(guard ? reasonAgainst(rulesOfLaunch(guard), launch.context, event) : null)
}

const wrongLaunchState = ({ state }: LaunchState): Obstacle =>
  inTheWay({ code: 'wrong-launch-state', params: { state } })

const wrongGateState = (gate: string, status: string): Obstacle =>
  inTheWay({ code: 'wrong-gate-state', params: { gate, status } })

function inTheWay(reason: Reason | null): Obstacle {
  if (!reason) throw new Error('a command was refused, and no rule says why')
  return { never: false, reason }
}

/** What a command is about: the launch as a whole, a gate, one of its items. */
export interface Target {
  gate?: string
  item?: string
  /** The role that a signature is given for. */
  as?: string
  /** The role that a person is given, or that is taken from them. */
  role?: string
}

/** A command that may be offered, without its own fields. */
export interface Probe extends Target {
  type: PersonCommandType
}

/** What is in the way of offering a command to this actor; null when it may be done now. `launch` must be the launch as of `now` (see due.ts). */
export function obstacle(launch: LaunchState, probe: Probe, actor: Actor, now: number): Obstacle | null {
  const at = Math.max(now, launch.at)
  // A probe leaves a command's own fields out, and the rules that would read them are not asked.
  return obstacleTo(launch, probe as SealedCommand, { actor: launchActorOf(launch, actor), at, instant: at }, true)
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
