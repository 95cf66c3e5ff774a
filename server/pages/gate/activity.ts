import type { Entry } from '../../../machines/entry.ts'
import { type GateHistory, lastCompletion, type Round } from '../../../machines/reading/gate-history.ts'
import {
  gateOf,
  isCompleted,
  isSameBuild,
  itemsOf,
  needsNotReady,
  rechecksOnCandidate,
} from '../../../machines/reading/queries.ts'
import type { LaunchView } from '../../launches/read-launch.ts'
import type { Words } from '../../words/index.ts'
import { buildNames } from '../layout/build-names.ts'
import { integritySentence } from '../layout/integrity-sentence.ts'
import type { PageRequest } from '../request/page-request.ts'
import { type GateLog, type LinkedLine, linesOf } from './gate-log.ts'

/** The history of a gate, newest first. Entries that were voided, and the one that completed the gate, are marked. */
export interface Activity {
  title: string
  /** Of a completed gate: whether anything changed since. */
  since: { say: string; notes: string } | null
  /** Whether the log was verified; null where that is not shown. */
  whole: string | null
  /** What stands between two of its sentences. */
  gap: string
  lines: ActivityLine[]
  earlier: { title: string; lines: ActivityLine[] } | null
  log: { href: string; label: string }
}

export interface ActivityLine extends LinkedLine {
  isCompletion: boolean
  /** Why the sign-off was voided. */
  voided: string | null
}

/** How many of the newest entries are read, and how many of these are shown without opening the fold. */
export const mostLines = 30
const mostOpen = 3

/** `isReading`: this person has nothing to do here, and is shown whether the log was verified. */
export async function gateActivity(
  request: PageRequest,
  view: LaunchView,
  id: string,
  log: GateLog,
  isReading: boolean,
): Promise<Activity> {
  const { w } = request
  const { gate } = gateOf(view.launch, id)
  const completion = lastCompletion(log.history)
  const shown = await linesOf(request, view, log, log.newest.entries)
  const voided = voidedIn(log.history)
  const completing = new Set(log.history.rounds.flatMap(({ completed }) => completed?.seq ?? []))
  const lines = shown.map((line) => {
    const by = voided.get(line.seq)
    return {
      ...line,
      isCompletion: completing.has(line.seq),
      voided: by === undefined ? null : voidedWords(w, view, log.history, by),
    }
  })
  return {
    title: w.t('ui.activity'),
    since:
      completion !== null && isCompleted(gate)
        ? {
            say:
              completion.since.length === 0
                ? w.t('completed.nothing')
                : w.t('completed.changes', { count: completion.since.length }),
            notes: w.sentences(notesOf(request, view, id, completion.round)),
          }
        : null,
    whole: completion !== null && (isReading || isCompleted(gate)) ? await integritySentence(request, view) : null,
    gap: w.marks.sentence,
    lines: lines.slice(0, mostOpen),
    earlier:
      lines.length > mostOpen
        ? { title: w.t('gate.earlier', { count: lines.length - mostOpen }), lines: lines.slice(mostOpen) }
        : null,
    log: { href: `/launches/${view.launch.launch}/log?gate=${id}`, label: w.t('completed.log') },
  }
}

/** For each voided sign-off, by the number of its entry, the entry that voided it. */
function voidedIn({ rounds }: GateHistory): Map<number, Entry> {
  return new Map(
    rounds.flatMap(({ left, signatures }) =>
      left === null ? [] : signatures.map(({ entry }): [number, Entry] => [entry.seq, left]),
    ),
  )
}

/** Changes outside the gate that concern it: of the build, and of gates that it needs. */
function notesOf({ w }: PageRequest, view: LaunchView, id: string, { build }: Round): string[] {
  const { definition, gate } = gateOf(view.launch, id)
  const { candidate } = view.launch.context
  const needs = needsNotReady(view.launch, id)
  const isBound = itemsOf(definition, gate.context).some(rechecksOnCandidate)
  return [
    ...(candidate === null || isSameBuild(build, candidate)
      ? []
      : [
          build === null
            ? w.t('completed.build-set', { now: candidate.version })
            : w.t('completed.build-changed', buildNames(w, build, candidate)),
          ...(isBound ? [] : [w.t('completed.build-free')]),
        ]),
    ...(needs.length === 0
      ? []
      : [
          w.t('completed.needs-changed', {
            count: needs.length,
            gates: w.shortList(
              needs.map((need) => w.t('mark.gate', { gate: w.gate(view, need) })),
              'gates',
            ),
          }),
        ]),
  ]
}

function voidedWords(w: Words, view: LaunchView, history: GateHistory, entry: Entry): string {
  return w.t('voided.by', { event: eventOf(w, view, history, entry) })
}

function eventOf(w: Words, view: LaunchView, { items }: GateHistory, entry: Entry): string {
  const person = w.person(view, entry.actor.id)
  switch (entry.action) {
    case 'gate.withdraw':
      return w.t('voided.withdrawn', { person })
    case 'gate.return':
      return w.t('voided.returned', { person })
    case 'gate.block':
      return w.t('voided.blocked', { person })
    case 'gate.failCheck':
      return w.t('voided.failed', { person })
    case 'gate.reopen':
      return w.t('voided.reopened', { person })
    case 'gate.recheck': {
      const asked = items.filter((event) => event.entry === entry)
      const causes = new Set(asked.flatMap((event) => (event.kind === 'ask-again' ? event.causes : [])))
      return w.t('voided.recheck', { cause: w.list([...causes].map((cause) => w.t(`log.cause.${cause}`))) })
    }
    default:
      throw new Error(`${entry.action} voids no signature`)
  }
}
