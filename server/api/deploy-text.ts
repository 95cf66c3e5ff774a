import type { Blocker, Verdict } from '../../machines/reading/verdict.ts'
import type { LaunchView } from '../launches/read-launch.ts'
import { escapedControls } from '../text/control-characters.ts'
import type { Words } from '../words/index.ts'
import { blockerOf, pageAddress } from './present.ts'

/** The deploy answer for people who read a log: `?format=text`. */

export interface DeployTextOptions {
  people: boolean
  baseUrl: string
}

/** The summary, a line for each blocker, and the address of the launch's page; no line twice, and none that typed text has added. */
export function deployText(
  view: LaunchView,
  w: Words,
  verdict: Verdict,
  { people, baseUrl }: DeployTextOptions,
): string {
  const lines = [
    w.summary(verdict, view, { people }),
    ...verdict.blockers.map((blocker) => lineOf(w, view, blocker, people)),
    pageAddress(view, baseUrl),
  ]
  const unique = new Set(lines.map(escapedControls))
  return [...unique].map((line) => `${line}\n`).join('')
}

/** Names for those who may see them; roles for others, and where nobody holds the role. */
function lineOf(w: Words, view: LaunchView, blocker: Blocker, people: boolean): string {
  const { waitingFor, roles, reason } = blockerOf(view, w, blocker, people)
  if (blocker.gate === null || blocker.status === null) return reason
  const names = waitingFor.map(({ id, name }) => name ?? id)
  return w.t('blocker.gate', {
    gate: w.gate(view, blocker.gate),
    status: w.status(blocker.status),
    people: w.list(names.length > 0 ? names : roles.map((role) => w.role(view, role))),
  })
}
