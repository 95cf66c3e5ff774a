import { criticalPath } from '../../../machines/reading/critical-path.ts'
import type { Waiting } from '../../../machines/reading/waiting.ts'
import { waitingIn } from '../../launches/present-people.ts'
import type { LaunchView } from '../../launches/read-launch.ts'
import type { Words } from '../../words/index.ts'
import { gateHref } from '../layout/gate-row.ts'
import { type PersonName, personNames } from '../layout/person-name.ts'
import { namesIn, taskPhrase } from '../layout/waiting-phrases.ts'

/** The chain that waits, as a line to read: the decision gate, what it waits for, and at its end what is asked of whom. */
export interface CriticalPathView {
  gates: { href: string; name: string }[]
  /** `mark` stands between what is asked and of whom. */
  tasks: { what: string; mark: string; names: (PersonName | string)[] }[]
}

/** Null for a launch that waits for no gate. */
export function criticalPathView(w: Words, view: LaunchView): CriticalPathView | null {
  const { gates } = criticalPath(view.launch)
  const last = gates.at(-1)
  if (last === undefined) return null
  return {
    gates: gates.map((id) => ({ href: gateHref(view, id), name: w.gate(view, id) })),
    tasks: grouped(waitingIn(view, last)).map((each) => ({
      what: whatOf(w, view, last, each),
      mark: w.marks.label,
      names: personNames(w, namesIn(w, view, each)),
    })),
  }
}

/** Items role by role; a signature, or a waiver, once for all the roles that it is asked of. */
function grouped(waiting: readonly Waiting[]): Waiting[][] {
  const groups = new Map<string, Waiting[]>()
  for (const each of waiting) {
    const key = each.to === 'items' ? `items ${each.role}` : each.to
    groups.set(key, [...(groups.get(key) ?? []), each])
  }
  return [...groups.values()]
}

function whatOf(w: Words, view: LaunchView, gate: string, group: readonly Waiting[]): string {
  const otherTask = group.find(({ to }) => to !== 'sign')
  return otherTask === undefined ? w.t('path.sign-offs', { count: group.length }) : taskPhrase(w, view, gate, otherTask)
}
