import type { Entry } from '../../machines/entry.ts'
import { evidenceSchema } from '../../machines/state.ts'
import { commitmentsIn, type LaunchView, textIn } from '../read-launch.ts'
import type { Services } from '../services.ts'
import type { TextOf } from '../words/index.ts'
import { type ShownEvidence, shownEvidence } from './evidence-shown.ts'
import { type Spoken, spoken } from './spoken.ts'
import { absolute, happened, type Time } from './time.ts'
import type { Visit } from './visit.ts'

/** Entries of a log as lines to read. */
export interface LogLine {
  seq: number
  line: string
  spoken: Spoken[]
  time: Time
  /** On what evidence. */
  evidence: ShownEvidence | null
}

/** The private texts behind the commitments anywhere inside a value. */
export async function textsOf({ services }: Visit, view: LaunchView, value: unknown): Promise<TextOf> {
  return textIn(await services.store.texts(view.launch.launch, commitmentsIn(value)))
}

/** These entries as lines, in their order. `known`: what is read of the log already and has every waiver that was asked for in it. */
export async function logLines(
  visit: Visit,
  view: LaunchView,
  entries: readonly Entry[],
  times: 'absolute' | 'relative',
  known: readonly Entry[] | null = null,
): Promise<LogLine[]> {
  const { services, w, now } = visit
  const reveal = await textsOf(visit, view, entries)
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
      spoken: spoken(line),
      time: times === 'absolute' ? absolute(w, at, zone) : happened(w, at, now, zone),
      evidence: evidence.success ? shownEvidence(w, view, place, evidence.data, reveal) : null,
    }
  })
}

/** A grant does not repeat the terms that were asked for: its line takes the end of the waiver from the last request before it. */
async function grantedUntil(
  services: Services,
  view: LaunchView,
  entries: readonly Entry[],
  known: readonly Entry[] | null,
): Promise<(entry: Entry) => Entry> {
  const grants = entries.filter(({ action }) => action === 'gate.grantWaiver')
  if (grants.length === 0) return (entry) => entry
  const last = Math.max(...grants.map(({ seq }) => seq))
  const before = known ?? (await services.store.entries(view.launch.launch, -1, last))
  const requests = before.filter(({ action }) => action === 'gate.requestWaiver')
  return (entry) => {
    if (entry.action !== 'gate.grantWaiver') return entry
    const asked = requests.findLast(({ gate, seq }) => gate === entry.gate && seq < entry.seq)
    return { ...entry, data: { ...entry.data, until: asked?.data.until } }
  }
}

const chunk = 500

/** The newest entries that `wanted` takes, newest first, `count` at most. */
export async function newestEntries(
  { services }: Visit,
  view: LaunchView,
  wanted: (entry: Entry) => boolean,
  count: number,
): Promise<Entry[]> {
  const found: Entry[] = []
  let end = view.version
  while (end > 0 && found.length < count) {
    const start = Math.max(0, end - chunk)
    const part = await services.store.entries(view.launch.launch, start - 1, end - start)
    found.push(...part.filter(wanted).reverse())
    end = start
  }
  return found.slice(0, count)
}
