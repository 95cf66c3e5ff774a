import { criticalPath } from '../../../../machines/reading/critical-path.ts'
import {
  gateOf,
  isDraft,
  isGateReady,
  isOver,
  isReady,
  neededGates,
  needsNotReady,
  statusOf,
  waivedUntil,
} from '../../../../machines/reading/queries.ts'
import { waitingSince } from '../../../../machines/reading/waiting.ts'
import type { LaunchState } from '../../../../machines/state.ts'
import type { LaunchView } from '../../../launches/read-launch.ts'
import type { Words } from '../../../words/index.ts'
import { gateHref, markOf } from '../../layout/gate-row.ts'
import { waitingNames } from '../../layout/waiting-phrases.ts'
import { fitText, fitTitle } from './fit-text.ts'
import { linksOfChain } from './gate-links.ts'
import { graphLayout } from './layout.ts'
import { gateSize } from './place-gates.ts'

/** What comes later is drawn above what comes before. */
const linkKinds = ['', 'open', 'longest'] as const
type LinkKind = (typeof linkKinds)[number]

/** The gates of a launch by phase, and which needs which: a drawing whose gates are links. */
export interface GraphView {
  label: string
  /** The way past all its links. */
  skip: string
  /** In rem, so that it grows with the text around it. */
  width: string
  height: string
  viewBox: string
  heads: { x: number; text: string; title: string }[]
  links: { from: string; to: string; path: string; kind: LinkKind }[]
  gates: GraphGate[]
}

interface GraphGate {
  id: string
  href: string
  mark: string
  x: number
  y: number
  /** A name without a line below it stands in the middle. */
  nameY: number
  markY: number
  name: string
  /** Below the name: of whom it waits for, and how long. */
  line: string | null
  /** For who hears it: what is seen with nothing cut, and what its sign and its links say. */
  label: string
  /** Whether some of it is cut: then who points at it reads it too. */
  isCut: boolean
  longest: boolean
}

const headHeight = 24
const textWidth = gateSize.width - 41

/** Null where there is nothing to see: fewer than two gates, or more than can be drawn. The rows of the gates say the same as text. */
export function graphView(w: Words, view: LaunchView): GraphView | null {
  const { launch } = view
  const drawn = new Set(neededGates(launch).map(({ id }) => id))
  const layout = drawn.size < 2 ? null : graphLayout(launch.definition, drawn)
  if (layout === null) return null
  const chain = criticalPath(launch).gates
  const longest = linksOfChain(layout.links, chain)
  return {
    label: w.t('graph.label'),
    skip: w.t('graph.skip'),
    width: `${layout.width / 16}rem`,
    height: `${(layout.height + headHeight) / 16}rem`,
    viewBox: `0 ${-headHeight} ${layout.width} ${layout.height + headHeight}`,
    heads: layout.heads.map(({ phase, x }) => {
      const title = w.phase(view, phase)
      return { x, title, text: fitText(title, 13, gateSize.width) }
    }),
    links: layout.links
      .map((link) => ({ ...link, kind: kindOf(launch, link.from, longest.has(link)) }))
      .sort((a, b) => linkKinds.indexOf(a.kind) - linkKinds.indexOf(b.kind)),
    gates: layout.gates.map(({ id, x, y }) => {
      const needs = layout.links.filter(({ to }) => to === id).map(({ from }) => w.gate(view, from))
      const line = lineOf(w, view, id)
      const whole = w.gate(view, id)
      const name = fitTitle(whole, 13.5, textWidth)
      const shown = line === null ? null : fitText(line, 12.5, textWidth)
      return {
        id,
        href: gateHref(view, id),
        mark: markOf(view, id),
        x,
        y,
        nameY: y + (line === null ? 23 : 15),
        markY: y + (line === null ? 9.5 : 3),
        name,
        line: shown,
        label: labelOf(w, view, id, line, needs),
        isCut: name !== whole || shown !== line,
        longest: chain.includes(id),
      }
    }),
  }
}

function kindOf(launch: LaunchState, from: string, isLongest: boolean): LinkKind {
  if (isLongest) return 'longest'
  return isGateReady(launch, from) ? '' : 'open'
}

/** Of a gate that waits: whom for and since when, or how many gates stand before it. Nothing where nobody is asked any more. */
function lineOf(w: Words, view: LaunchView, id: string): string | null {
  const { launch, now } = view
  const { definition, gate } = gateOf(launch, id)
  const until = waivedUntil(gate)
  if (until !== null) return w.t('graph.waived', { until: w.date(until, launch.context.timeZone, now) })
  if (isOver(launch) || isReady(definition, gate)) return null
  const needs = isDraft(launch) ? [] : needsNotReady(launch, id)
  if (needs.length > 0) return w.t('graph.waits-for-gates', { count: needs.length })
  const [person, ...others] = waitingNames(w, view, id)
  if (person === undefined) return null
  const people = others.length === 0 ? person : w.t('graph.and-more', { person, count: others.length })
  if (isDraft(launch)) return people
  return w.t('graph.person', { people, age: w.elapsed(waitingSince(launch, id), now, launch.context.timeZone) })
}

function labelOf(w: Words, view: LaunchView, id: string, line: string | null, needs: readonly string[]): string {
  const at = gateOf(view.launch, id)
  const gate = w.gate(view, id)
  const status = w.status(statusOf(at.definition, at.gate))
  const what = line === null ? w.t('graph.gate', { gate, status }) : w.t('graph.gate-line', { gate, status, line })
  return needs.length === 0 ? what : w.t('graph.gate-needs', { what, needs: w.list(needs) })
}
