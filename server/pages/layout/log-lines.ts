import type { ActionName, Entry } from '../../../machines/entry.ts'
import { evidenceSchema } from '../../../machines/state.ts'
import { commitmentsIn, type LaunchView, textIn } from '../../launches/read-launch.ts'
import type { Services } from '../../services.ts'
import type { TextOf } from '../../words/index.ts'
import type { PageRequest } from '../request/page-request.ts'
import { type LanguageSpan, languageSpans } from './language-spans.ts'
import { type ShownEvidence, shownEvidence } from './shown-evidence.ts'
import { absolute, happened, type Time } from './time.ts'

/** Entries of a log as lines to read. */
export interface LogLine {
  seq: number
  line: string
  spans: LanguageSpan[]
  /** The day in the launch's time zone, as the heading of its group. */
  day: string
  time: Time
  /** On what evidence. */
  evidence: ShownEvidence | null
}

/** The private texts behind the commitments anywhere inside a value. */
export async function textsOf({ services }: PageRequest, view: LaunchView, value: unknown): Promise<TextOf> {
  return textIn(await services.store.texts(view.launch.launch, commitmentsIn(value)))
}

/** These entries as lines, in their order. `known`: what is read of the log already; it has every waiver request of their gates. */
export async function logLines(
  request: PageRequest,
  view: LaunchView,
  entries: readonly Entry[],
  times: 'absolute' | 'relative',
  known: readonly Entry[] | null = null,
): Promise<LogLine[]> {
  const { services, w, now } = request
  const reveal = await textsOf(request, view, entries)
  const zone = view.launch.context.timeZone
  const untilOf = await grantedUntil(services, view, entries, known)
  return entries.map((entry) => {
    const at = Date.parse(entry.due ?? entry.at)
    const evidence = evidenceSchema.safeParse(entry.data.evidence)
    const place = { gate: entry.gate ?? '', item: String(entry.data.item) }
    const line = w.logLine(untilOf(entry), view, reveal)
    return {
      seq: entry.seq,
      line,
      spans: languageSpans(w, line),
      day: w.date(at, zone, now),
      time: times === 'absolute' ? absolute(w, at, zone) : happened(w, at, now, zone),
      evidence: evidence.success ? shownEvidence(w, view, place, evidence.data, reveal) : null,
    }
  })
}

/** A grant doesn't repeat the terms that were asked for: its line takes the end of the waiver from the last request before it. */
async function grantedUntil(
  { store }: Services,
  { launch: { launch } }: LaunchView,
  entries: readonly Entry[],
  known: readonly Entry[] | null,
): Promise<(entry: Entry) => Entry> {
  const requests = new Map<number, Entry | undefined>()
  for (const { action, gate = '', seq } of entries) {
    if (action !== 'gate.grantWaiver') continue
    const isRequest = (each: Entry) => each.action === waiverRequested && each.gate === gate && each.seq < seq
    const [stored] =
      known === null
        ? await store.entriesAbout(launch, gate, { actions: [waiverRequested], before: seq, limit: 1 })
        : []
    requests.set(seq, known === null ? stored : known.findLast(isRequest))
  }
  return (entry) =>
    requests.has(entry.seq) ? { ...entry, data: { ...entry.data, until: requests.get(entry.seq)?.data.until } } : entry
}

const waiverRequested: ActionName = 'gate.requestWaiver'
