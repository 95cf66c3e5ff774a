import { changesNothing } from '../../../machines/changes-nothing.ts'
import { commitment } from '../../../machines/commitment.ts'
import { decide } from '../../../machines/decide.ts'
import type { Accepted, Entry, SealedCommand } from '../../../machines/entry.ts'
import type { Asks, ItemDefinition } from '../../../machines/pipeline/pipeline.ts'
import { isLockMove } from '../../../machines/reading/causes.ts'
import type { Probe } from '../../../machines/reading/obstacle.ts'
import { gateOf, leavesSubmission, rechecksOnCandidate } from '../../../machines/reading/queries.ts'
import type { Evidence } from '../../../machines/state.ts'
import type { LaunchView } from '../../launches/read-launch.ts'
import { deploysWaiting } from '../../launches/waiting-deploys.ts'
import type { Words } from '../../words/index.ts'
import type { PageRequest } from '../request/page-request.ts'

/** What would follow if something were done now: the engine is asked, and nothing is written. */

/** Whether this would be accepted now. */
export function wouldBeAccepted(request: PageRequest, view: LaunchView, command: SealedCommand): boolean {
  return simulate(request, view, command) !== null
}

/** Whether this was done already, so that nothing would follow. */
export function wouldChangeNothing(view: LaunchView, probe: Probe): boolean {
  const command = sampleCommand(view, probe)
  return command !== null && changesNothing(view.launch, command)
}

/** Whether this would unlock the launch, or lock it again. */
export function movesLock(request: PageRequest, view: LaunchView, command: SealedCommand): boolean {
  const entries = simulate(request, view, command)?.entries ?? []
  return entries.some(isLockMove)
}

/** Whether this command would unlock deploys. */
export function wouldUnlock(request: PageRequest, view: LaunchView, command: SealedCommand): boolean {
  return (simulate(request, view, command)?.entries ?? []).some(({ action }) => action === 'launch.unlock')
}

/** What would follow, as sentences, in the order in which it would. */
export function describeEffects(request: PageRequest, view: LaunchView, command: SealedCommand): string[] {
  const entries = simulate(request, view, command)?.entries ?? []
  return entries.flatMap((entry) => sentences(request, view, entry, command))
}

/** A page thinks the same more than once: whether to ask first, and what to say. Its view is of one moment and one person. */
const simulations = new WeakMap<LaunchView, Map<string, Accepted | null>>()

function simulate({ actor, now }: PageRequest, view: LaunchView, command: SealedCommand): Accepted | null {
  const ofView = simulations.get(view) ?? new Map<string, Accepted | null>()
  simulations.set(view, ofView)
  const key = JSON.stringify([actor.id, command])
  const known = ofView.get(key)
  if (known !== undefined) return known
  const ruling = decide(view.launch, command, actor, now, 'r_foresee', view.launch.launch)
  const accepted = ruling.accepted ? ruling : null
  ofView.set(key, accepted)
  return accepted
}

function sentences({ w, services }: PageRequest, view: LaunchView, entry: Entry, command: SealedCommand): string[] {
  const voided = voidedBy(w, view, entry, command)
  const follows = sentence(w, view, entry, command)
  const count = entry.action === 'launch.unlock' ? deploysWaiting(services, view.launch.launch) : 0
  return [
    ...voided,
    ...(follows === null ? [] : [follows]),
    ...(count === 0 ? [] : [w.t('effect.deploys-wait', { count })]),
  ]
}

/** Signatures belong to one submission: whatever takes the gate out of it, they will be asked again. */
function voidedBy(w: Words, view: LaunchView, entry: Entry, command: SealedCommand): string[] {
  const { gate } = entry
  if (gate === undefined || !leavesSubmission(entry)) return []
  const count = Object.keys(gateOf(view.launch, gate).gate.context.signatures).length
  if (count === 0) return []
  const isOwn = 'gate' in command && command.gate === gate
  return [
    isOwn ? w.t('effect.signatures', { count }) : w.t('effect.signatures-of', { count, gate: w.gate(view, gate) }),
  ]
}

function sentence(w: Words, view: LaunchView, entry: Entry, command: SealedCommand): string | null {
  const gate = entry.gate === undefined ? '' : w.gate(view, entry.gate)
  switch (entry.action) {
    case 'gate.expireWaiver':
      return w.t('effect.waiver-ends', { gate })
    case 'gate.clear':
      return w.t('effect.clear')
    case 'gate.recheck':
      // What somebody does to a gate themselves says what becomes of it; that its own items are asked again does not.
      return 'gate' in command && command.gate === entry.gate && command.type !== 'gate.reopen'
        ? null
        : w.t('effect.recheck', { gate })
    case 'launch.unlock': {
      const build = view.launch.context.candidate?.version
      return build === undefined ? w.t('effect.unlock') : w.t('effect.unlock-build', { candidate: build })
    }
    case 'launch.relock':
      return w.t('effect.relock')
    default:
      return null
  }
}

/** Stands in for a text that is not written yet. It is never stored: what is only imagined is never committed. */
const unwritten = commitment.parse(`c1:${'-'.repeat(43)}`)

/**
 * The command as it would be sent by somebody who looks at the page now; null for one whose own fields decide what would follow.
 * A build is thought of as any other than the launch's.
 */
export function sampleCommand({ launch }: LaunchView, { type, gate, as }: Probe): SealedCommand | null {
  const ofLaunch = sampleLaunchCommand(type, launch.context.candidate?.version)
  if (ofLaunch || gate === undefined) return ofLaunch
  const at = { gate, ifVersion: gateOf(launch, gate).gate.version }
  if (type === 'gate.signOff' && as !== undefined) return { type, ...at, as }
  if (type === 'gate.submit' || type === 'gate.complete' || type === 'gate.withdraw') return { type, ...at }
  if (type === 'gate.unblock' || type === 'gate.grantWaiver') return { type, ...at }
  if (type === 'gate.return' || type === 'gate.reopen' || type === 'gate.notNeeded' || type === 'gate.block')
    return { type, ...at, reason: unwritten }
  return null
}

function sampleLaunchCommand(type: Probe['type'], build: string | undefined): SealedCommand | null {
  if (type === 'launch.release' || type === 'launch.archive') return { type }
  if (type === 'launch.rollBack') return { type, reason: unwritten }
  return type === 'launch.setCandidate' ? { type, version: `${build ?? ''}+` } : null
}

/** What a check of an item may come to: a tick with evidence that is good enough, and for reports and numbers a failed check. */
export function sampleChecks(view: LaunchView, gate: string, item: ItemDefinition): SealedCommand[] {
  const build = buildToCheck(view, item)
  const at = { gate, item: item.id, ...(build === null ? {} : { candidate: build }) }
  const bad = badEvidence(item.asks)
  return [
    { type: 'gate.tick', ...at, evidence: goodEvidence(item.asks) },
    ...(bad === null ? [] : [{ type: 'gate.failCheck' as const, ...at, evidence: bad }]),
  ]
}

/** The version that a check of this item is about; null where it is about none. */
export function buildToCheck({ launch }: LaunchView, item: ItemDefinition): string | null {
  return rechecksOnCandidate(item) ? (launch.context.candidate?.version ?? null) : null
}

const report = { kind: 'junit', passed: 1, failed: 0, skipped: 0, flaky: 0, seconds: 0, sha256: '' } as const

function goodEvidence(asks: Asks): Evidence {
  switch (asks.kind) {
    case 'none':
      return { kind: 'none' }
    case 'note':
      return { kind: 'note', text: unwritten }
    case 'link':
      return { kind: 'link', url: unwritten, title: null }
    case 'file':
      return { kind: 'file', name: unwritten, type: '', size: 0, sha256: '' }
    case 'junit':
      return report
    case 'number':
      return { kind: 'number', value: asks.min ?? asks.max ?? 0 }
  }
}

/** Null where no check of the kind can fail. */
function badEvidence(asks: Asks): Evidence | null {
  if (asks.kind === 'junit') return { ...report, failed: 1 }
  if (asks.kind !== 'number') return null
  if (asks.min !== null) return { kind: 'number', value: asks.min - 1 }
  return asks.max === null ? null : { kind: 'number', value: asks.max + 1 }
}
