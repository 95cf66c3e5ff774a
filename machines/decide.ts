import { changesNothing } from './changes-nothing.ts'
import { beginCommit, record } from './commit.ts'
import { consequences } from './consequences.ts'
import { createLaunch } from './create.ts'
import { applyDue } from './due.ts'
import type { Actor, Reason, Refused, Ruling, SealedCommand, SealedCreate, SealedGateCommand } from './entry.ts'
import { isGateCommand, launchActorOf } from './events.ts'
import { obstacleTo } from './reading/obstacle.ts'
import { findGate, findItem, gateOf } from './reading/queries.ts'
import type { LaunchState } from './state.ts'
import type { Moment } from './step.ts'

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
  commitId: string,
  slug: string,
): Ruling {
  if (command.type === 'launch.create') return createLaunch(launch, command, actor, now, commitId, slug)
  if (launch === null) return refuse('unknown', { code: 'unknown-launch', params: { launch: slug } })
  const commit = beginCommit(launch, now, commitId)
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
  const against = obstacleTo(launch, command, moment)
  if (against?.never) return refuse('forbidden', against.reason)
  const outdated = isGateCommand(command) ? judgeVersion(gateOf(launch, command.gate).gate.version, command) : null
  return outdated ?? (against && refuse('refused', against.reason))
}

/** Whether the sender has seen the gate as it is now. */
function judgeVersion(version: number, { type, gate, ifVersion }: SealedGateCommand): Refused | null {
  if (ifVersion === undefined)
    return vouches(type) ? refuse('version-required', { code: 'version-required', params: { version } }) : null
  return version > ifVersion ? refuse('stale', { code: 'stale-page', params: { gate, ifVersion, version } }) : null
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
