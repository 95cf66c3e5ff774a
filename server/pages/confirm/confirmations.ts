import type { PersonCommandType } from '../../../machines/commands.ts'
import type { Probe } from '../../../machines/reading/obstacle.ts'
import { findGate, findItem, gateOf } from '../../../machines/reading/queries.ts'
import type { LaunchView } from '../../launches/read-launch.ts'
import type { PageRequest } from '../request/page-request.ts'
import { movesLock, sampleChecks, sampleCommand } from './simulate.ts'

/**
 * What is asked about on a page of its own before it is done: whatever is done to a launch as a whole once it has started, waivers, and what
 * opens a gate again. The page says what will follow, and its button names the act.
 */

/** The address of the page, below that of the launch. */
export const confirmationPaths = {
  'launch.launch': '/go-live',
  'launch.rollBack': '/roll-back',
  'launch.cancel': '/cancel',
  'launch.hold': '/hold',
  'launch.release': '/release',
  'launch.archive': '/archive',
  'launch.setCandidate': '/build',
  'launch.schedule': '/schedule',
  'launch.setPublicStatus': '/visibility',
  'gate.signOff': '/gates/:gate/sign-off',
  'gate.complete': '/gates/:gate/complete',
  'gate.reopen': '/gates/:gate/reopen',
  'gate.requestWaiver': '/gates/:gate/ask-waiver',
  'gate.grantWaiver': '/gates/:gate/grant-waiver',
  'gate.tick': '/gates/:gate/items/:item/check',
} as const satisfies Partial<Record<PersonCommandType, string>>

/** A command that is asked about first, at least where it would move the lock. */
export type ConfirmedType = keyof typeof confirmationPaths

/** Whether this is one of them. */
export const isConfirmedType = (type: unknown): type is ConfirmedType =>
  typeof type === 'string' && Object.hasOwn(confirmationPaths, type)

/** In the order of the table above. */
export const confirmedTypes = Object.keys(confirmationPaths).filter(isConfirmedType)

/** These only where they would unlock the launch or lock it again; the others always. */
const onlyForTheLock: readonly ConfirmedType[] = ['gate.signOff', 'gate.complete', 'gate.tick']

/**
 * What is asked about: a command, and what it is about. `seen` is the version of the gate that the person had before
 * them, `launchSeen` that of the launch.
 */
export type Confirmation = Probe & { type: ConfirmedType; seen?: number; launchSeen?: number }

/** What an address or a form says of it, without what does not belong to the command. */
export function readConfirmation(
  type: ConfirmedType,
  said: { gate?: unknown; item?: unknown; as?: unknown; seen?: unknown },
): Confirmation {
  const { gate, item, as, seen } = said
  const isOfGate = confirmationPaths[type].includes(':gate') && typeof gate === 'string'
  return {
    type,
    ...(isOfGate ? { gate } : {}),
    ...(isOfGate && type === 'gate.tick' && typeof item === 'string' ? { item } : {}),
    ...(isOfGate && type === 'gate.signOff' && typeof as === 'string' ? { as } : {}),
    ...(isOfGate && typeof seen === 'string' && /^\d{1,9}$/.test(seen) ? { seen: Number(seen) } : {}),
  }
}

/** The address of the page that asks first; null for what is done at once, where it stands, and for what is not there. */
export function confirmationHref(request: PageRequest, view: LaunchView, probe: Probe): string | null {
  const { type, gate, item, as } = probe
  if (!isConfirmedType(type) || (gate !== undefined && !findGate(view.launch.definition, gate))) return null
  if (onlyForTheLock.includes(type) && !wouldMoveLock(request, view, probe)) return null
  const path = confirmationPaths[type].replace(':gate', gate ?? '').replace(':item', item ?? '')
  const query = new URLSearchParams({
    ...(as === undefined ? {} : { as }),
    ...(gate === undefined || item !== undefined ? {} : { seen: String(gateOf(view.launch, gate).gate.version) }),
  }).toString()
  return `/launches/${view.launch.launch}${path}${query === '' ? '' : `?${query}`}`
}

function wouldMoveLock(request: PageRequest, view: LaunchView, probe: Probe): boolean {
  return commandsOf(view, probe).some((command) => movesLock(request, view, command))
}

function commandsOf(view: LaunchView, probe: Probe) {
  const { gate, item } = probe
  if (gate === undefined || item === undefined) return [sampleCommand(view, probe) ?? []].flat()
  const at = gateOf(view.launch, gate)
  const definition = findItem(at.definition, at.gate.context, item)
  return definition === undefined ? [] : sampleChecks(view, gate, definition)
}
