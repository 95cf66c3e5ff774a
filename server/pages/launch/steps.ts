import {
  findItem,
  gateOf,
  isNotNeeded,
  isStale,
  itemStateOf,
  needsNotReady,
} from '../../../machines/reading/queries.ts'
import { asksOfPeople, launchTasks } from '../../../machines/reading/tasks.ts'
import { goesBeforeNeeds, type Waiting, waitingFor } from '../../../machines/reading/waiting.ts'
import type { LaunchView } from '../../launches/read-launch.ts'
import { type GateRow, gateHref, gateRow } from '../layout/gate-row.ts'
import { aboutWords } from '../layout/pieces.ts'
import { taskPhrase } from '../layout/waiting-phrases.ts'
import type { PageRequest } from '../request/page-request.ts'

/** One thing that the reader can do now: a button with its name, leading to where it is done. */
export interface NextStep {
  /** The gate that it is about; null for the launch itself. */
  gate: GateRow | null
  label: string
  /** Read out after the label. */
  about: string | null
  href: string
}

export interface Steps {
  shown: NextStep[]
  /** The link to the steps that are not shown. */
  rest: { label: string; href: string } | null
}

const mostShown = 3

/** First what waits for the reader, then items of gates that still wait for other gates. Only what can be done now. */
export function stepsFor(request: PageRequest, view: LaunchView): Steps {
  const { w, actor, now } = request
  const { launch } = view
  if (actor.permission === 'auditor') return { shown: [], rest: null }
  const build = launchTasks(launch, actor, now).includes('launch.setCandidate')
  const early: Found[] = []
  const found: Found[] = []
  if (asksOfPeople(launch) && actor.permission === 'member')
    for (const { id } of launch.definition.gates) collect(view, id, actor.id, found, early)
  const all = [...found, ...early]
  const buildStep: NextStep = {
    gate: null,
    about: null,
    label: w.command('launch.setCandidate'),
    href: `/launches/${launch.launch}/build`,
  }
  const rows = new Map<string, GateRow>()
  const rowOf = (gate: string): GateRow => {
    const row = rows.get(gate) ?? gateRow(w, view, gate)
    rows.set(gate, row)
    return row
  }
  const room = mostShown - (build ? 1 : 0)
  const count = all.length - room
  return {
    shown: [
      ...(build ? [buildStep] : []),
      ...all.slice(0, room).map((each) => {
        const gate = rowOf(each.gate)
        return { ...labelled(request, view, each), gate, about: aboutWords(w, gate.name) }
      }),
    ],
    rest: count > 0 ? { label: w.t('step.more', { count }), href: `/launches/${launch.launch}?show=mine#gates` } : null,
  }
}

interface Found {
  gate: string
  waiting: Waiting
  /** Null for a step that is not about an item. */
  item: string | null
}

function collect(view: LaunchView, gate: string, me: string, now: Found[], early: Found[]): void {
  if (isNotNeeded(gateOf(view.launch, gate).gate)) return
  const mine = waitingFor(view.launch, gate).filter(({ people }) => people.includes(me))
  if (mine.length === 0) return
  const goesOn = needsNotReady(view.launch, gate).length === 0
  for (const waiting of mine) {
    if (waiting.to === 'items') (goesOn ? now : early).push(...waiting.items.map((item) => ({ gate, waiting, item })))
    else if (goesOn || goesBeforeNeeds(waiting)) now.push({ gate, waiting, item: null })
  }
}

function labelled(
  { w }: PageRequest,
  view: LaunchView,
  { gate, waiting, item }: Found,
): Pick<NextStep, 'label' | 'href'> {
  const href = gateHref(view, gate)
  if (item === null) return { label: taskPhrase(w, view, gate, waiting), href }
  const { definition, gate: state } = gateOf(view.launch, gate)
  const name = { item: w.short(view, gate, item) }
  const kind = findItem(definition, state.context, item)?.asks.kind ?? 'none'
  const isAgain = isStale(itemStateOf(state.context, item))
  return { label: isAgain ? w.t('step.again', name) : w.t(`step.${kind}`, name), href: `${href}#item-${item}` }
}
