import { lastCompletion, type Round } from '../../../machines/reading/gate-history.ts'
import {
  gateOf,
  isCompleted,
  isSameBuild,
  itemsOf,
  needsNotReady,
  rechecksOnCandidate,
} from '../../../machines/reading/queries.ts'
import type { LaunchView } from '../../launches/read-launch.ts'
import { buildNames } from '../layout/build-names.ts'
import { integritySentence } from '../layout/integrity-sentence.ts'
import type { Time } from '../layout/time.ts'
import type { PageRequest } from '../request/page-request.ts'
import { roundLine } from './changes.ts'
import { byOf, type GateLog, type LinkedLine, linesOf, timeOf } from './gate-log.ts'

/** Whether anything changed after a gate was completed, and how far that can be believed. */
export interface ShownCompletion {
  title: string
  at: Time
  /** Who sent and signed it then, where that no longer stands. */
  signed: string
  say: string
  changes: LinkedLine[]
  more: { href: string; label: string } | null
  notes: string
  whole: string
  log: { href: string; label: string }
  folded: boolean
}

const mostChanges = 6

/** Null for a gate that was never completed. */
export async function gateCompletion(
  request: PageRequest,
  view: LaunchView,
  id: string,
  log: GateLog,
): Promise<ShownCompletion | null> {
  const { w } = request
  const { gate } = gateOf(view.launch, id)
  const completion = lastCompletion(log.history)
  if (completion === null) return null
  const { round, completed, since } = completion
  const href = `/launches/${view.launch.launch}/log?gate=${id}`
  const shown = since.slice(0, mostChanges)
  const left = since.length - shown.length
  return {
    title: w.t('completed.title'),
    at: timeOf(w, view, completed),
    signed: round.left === null ? '' : [roundLine(w, view, round), ...signedLines(request, view, round)].join(' '),
    say: since.length === 0 ? w.t('completed.nothing') : w.t('completed.changed'),
    changes: await linesOf(request, view, log, shown),
    more: left === 0 ? null : { href, label: w.t('completed.more', { count: left }) },
    notes: isCompleted(gate) ? notesOf(request, view, id, round).join(' ') : '',
    whole: await integritySentence(request, view),
    log: { href, label: w.t('completed.log') },
    folded: false,
  }
}

const signedLines = ({ w }: PageRequest, view: LaunchView, { signatures }: Round): string[] =>
  signatures.map(({ entry, as }) => w.t('completed.signed-as', { ...byOf(w, view, entry), role: w.role(view, as) }))

/** What changed around the gate: the build, and gates that it needs. */
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
            gates: w.shortList(needs.map((need) => w.t('mark.gate', { gate: w.gate(view, need) }))),
          }),
        ]),
  ]
}
