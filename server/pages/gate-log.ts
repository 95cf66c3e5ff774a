import type { Entry } from '../../machines/entry.ts'
import { type Build, type GateHistory, gateHistory } from '../../machines/gate-history.ts'
import type { LaunchView } from '../read-launch.ts'
import type { TextOf, Words } from '../words/index.ts'
import { type LogLine, logLines, textsOf } from './history.ts'
import { absolute, type Time } from './time.ts'
import type { Visit } from './visit.ts'

/** A gate's part of the log, read once for everything that its page tells from it. */
export interface GateLog {
  history: GateHistory
  textOf: TextOf
  /** Every entry of the gate as a line, oldest first. */
  lines: LinkedLine[]
}

/** A line, and the address of its entry; null for what has only fallen due and is not in the log yet. */
export interface LinkedLine extends LogLine {
  href: string | null
}

export async function readGateLog(visit: Visit, view: LaunchView, id: string): Promise<GateLog> {
  const written = await visit.services.store.entries(view.launch.launch, -1, view.version)
  const history = gateHistory([...written, ...view.due], id)
  const [lines, textOf] = await Promise.all([
    logLines(visit, view, history.entries, 'absolute'),
    textsOf(visit, view, history.entries),
  ])
  return { history, textOf, lines: lines.map((line) => ({ ...line, href: entryHref(view, line) })) }
}

export const entryHref = ({ launch, version }: LaunchView, { seq }: Pick<Entry, 'seq'>): string | null =>
  seq < version ? `/launches/${launch.launch}/log/${seq}` : null

/** When it happened; for what fell due, when it did. */
export const timeOf = (w: Words, { launch }: LaunchView, { at, due }: Entry): Time =>
  absolute(w, Date.parse(due ?? at), launch.context.timeZone)

/** Who did it, and when, as the arguments of a sentence. */
export const byOf = (w: Words, view: LaunchView, entry: Entry): { person: string; time: string } => ({
  person: w.person(view, entry.actor.id),
  time: timeOf(w, view, entry).text,
})

/** A build as people call it, with its commit where that is known. */
export function wholeBuild(w: Words, { version, commit }: Build): string {
  return commit === null ? version : w.t('changes.build-with-commit', { version, commit: commit.slice(0, 8) })
}

/** Two builds, told apart: by their commits too where their versions are the same. */
export function buildNames(w: Words, before: Build, now: Build): { before: string; now: string } {
  const name = (build: Build) => (before.version === now.version ? wholeBuild(w, build) : build.version)
  return { before: name(before), now: name(now) }
}
