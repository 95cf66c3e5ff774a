import type { ActionName, Ruling, SealedCommand } from '../entry.ts'
import type { LaunchState } from '../state.ts'
import { isIn } from './queries.ts'

/**
 * Some commands about the launch as a whole are only meant for what their page showed: which build it is about, or who holds the launch
 * since when. A page carries that as its basis; when the launch differs by now, the page is outdated and the command is refused (kind `stale`, 412).
 */

type Type = SealedCommand['type'] | 'launch.create'
type Shown = Pick<LaunchState, 'state' | 'context'>

const hold = ({ context }: Shown) => [context.hold?.at ?? null]
const build = ({ context: { candidate } }: Shown) => [candidate?.version ?? null, candidate?.commit ?? null]

const bases: Partial<Record<Type, (launch: Shown) => unknown[]>> = {
  'launch.hold': hold,
  'launch.release': hold,
  'launch.launch': build,
  'launch.rollBack': build,
  'launch.archive': (launch) => [launch.state, ...build(launch)],
  // A new candidate relocks an unlocked launch, and the page asks for confirmation of that first.
  'launch.setCandidate': (launch) => [isIn(launch, 'preparing.unlocked'), ...build(launch)],
}

const plans: readonly ActionName[] = [
  'launch.schedule',
  'launch.setPublicStatus',
  'launch.assignRole',
  'launch.unassignRole',
]

/** Whether an entry with this action is shown as what made a page about the launch outdated: all about the launch but its plan and its people. */
export const changesLaunchPage = (action: ActionName): boolean =>
  action.startsWith('launch.') && !plans.includes(action)

/** What a page that sends this command relies on, as one string; null for a command that relies on nothing of the launch. */
export function pageBasis(launch: Shown, type: Type): string | null {
  const basis = bases[type]
  return basis ? JSON.stringify(basis(launch)) : null
}

/**
 * Turns the ruling into a refusal of the kind `stale` when the sender's page had another basis than the launch has now. The refusals that come
 * before stale (unknown, forbidden, version required) stay as they are. Without `shown` no page is outdated.
 */
export function refuseOutdatedPage(
  ruling: Ruling,
  launch: LaunchState | null,
  type: Type,
  shown: string | undefined,
): Ruling {
  if (shown === undefined || launch === null || pageBasis(launch, type) === shown) return ruling
  if (!ruling.accepted && ruling.kind !== 'refused') return ruling
  return { accepted: false, kind: 'stale', reason: { code: 'stale-page', params: {} } }
}
