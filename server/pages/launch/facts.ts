import { isTargetMissed } from '../../../machines/reading/gate-due.ts'
import { isHeld, isOver, isPreparing } from '../../../machines/reading/queries.ts'
import type { Verdict } from '../../../machines/reading/verdict.ts'
import type { LaunchState } from '../../../machines/state.ts'
import type { LaunchView } from '../../launches/read-launch.ts'
import type { Words } from '../../words/index.ts'
import { buildWithCommit } from '../layout/build-names.ts'
import { daysLeft, planned, type Time } from '../layout/time.ts'
import type { PageRequest } from '../request/page-request.ts'

/** The lines below the verdict: whether deploys are locked, then target, build and window. */
export function factsOf({ w, now }: PageRequest, view: LaunchView, asked: Verdict) {
  const { launch } = view
  const { targetAt, timeZone, candidate, window, archived } = launch.context
  const open = asked.gates.total - asked.gates.ready
  const isUnlocked = asked.decision === 'go'
  return {
    lock: {
      mark: isUnlocked ? 'unlocked' : 'locked',
      text: w.t(isUnlocked ? 'launch.unlocked' : 'launch.locked'),
    },
    state: stateBeside(w, launch, isUnlocked),
    // The headline of a launch on hold gives the reason, so the count that it would have otherwise is shown here.
    stillOpen:
      isHeld(launch) && open > 0 ? w.t('launch.still-open', { open: w.number(open), total: asked.gates.total }) : null,
    archived: archived ? w.t('launch-state.archived') : null,
    target: targetLine(w, view),
    overdue: isTargetMissed(launch, targetAt, now) ? w.t('ui.overdue') : null,
    build: candidate === null ? null : { label: w.t('ui.build'), name: buildWithCommit(w, candidate) },
    buildUrl: candidate === null ? null : view.text(candidate.url),
    window:
      window === null
        ? null
        : { label: w.t('ui.launch-window'), text: w.range(window.opensAt, window.closesAt, timeZone, now) },
  }
}

/** The target in its time zone, and how far away it is while somebody waits for it. */
function targetLine(w: Words, { launch, now }: LaunchView): (string | Time)[] {
  const { targetAt, timeZone } = launch.context
  const at = { time: planned(w, targetAt, now, timeZone), zone: timeZone.replaceAll('_', ' ') }
  const left = isOver(launch) ? null : daysLeft(w, targetAt, now, timeZone)
  return left === null ? w.pieces('launch.target', at) : w.pieces('launch.target-left', { ...at, left })
}

/** The state beside the lock; null where the lock says it all. */
function stateBeside(w: Words, launch: LaunchState, isUnlocked: boolean): string | null {
  if (!isPreparing(launch)) return w.launchState(launch.state)
  return isUnlocked ? null : w.t('launch.in-preparation')
}
