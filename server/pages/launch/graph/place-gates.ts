import { Graph, layout } from '@dagrejs/dagre'
import type { Column } from './columns.ts'
import type { GateLink } from './gate-links.ts'

/** Where gates stand and links pass, in the units of the drawing. */
export interface Places {
  /** The left edge of each column. */
  columns: number[]
  /** The middle of each gate. */
  gates: ReadonlyMap<string, { column: number; y: number }>
  /** The height at which links to a gate pass a column in between; all links to it share one lane. */
  laneOf: (column: number, link: GateLink) => number
  width: number
  height: number
}

export const gateSize = { width: 184, height: 36 }
/** Between two gates, between two links that pass, and between a gate and a link, which would else seem to touch it. */
const gap = { gates: 7, links: 7, mixed: 12, columns: { least: 60, most: 300 } }
/** Left of the first column, for links between its own gates. */
const margin = 30
/** What the page gives; fewer columns stand wider apart. */
const pageWidth = margin + 1160

/** dagre finds the order in which few links cross; then each column is pushed together, because a page is not as high as dagre likes. */
export function placeGates(columns: readonly Column[], links: readonly GateLink[]): Places {
  const columnOf = new Map(columns.flatMap(({ gates }, at) => gates.map((id) => [id, at] as const)))
  const drawn = drawByDagre(columnOf, links)
  const slots = columns.map((_, at) => slotsOf(at, columnOf, links, drawn))
  const height = Math.max(...slots.map(leastHeight))
  for (const column of slots) pushTogether(column, height, height / drawn.height)
  const placed = new Map(slots.flatMap((column, at) => column.map((slot) => [`${at} ${slot.key}`, slot.y] as const)))
  const step = gateSize.width + spaceBetween(columns.length)
  return {
    columns: columns.map((_, at) => margin + at * step),
    gates: new Map(
      [...columnOf].map(([id, column]) => [id, { column, y: placed.get(`${column} ${id}`) ?? height / 2 }]),
    ),
    laneOf: (column, { to }) => placed.get(`${column} →${to}`) ?? height / 2,
    width: margin + (columns.length - 1) * step + gateSize.width + 5,
    height,
  }
}

function spaceBetween(columns: number): number {
  const room = (pageWidth - margin - columns * gateSize.width) / Math.max(1, columns - 1)
  return Math.min(gap.columns.most, Math.max(gap.columns.least, Math.floor(room)))
}

interface Drawn {
  height: number
  yOf: (gate: string) => number
  /** Through which heights a link passes the columns in between, from its left end to its right end. */
  lanesOf: (link: GateLink) => number[]
}

/** What is used of dagre's graph; TypeScript finds no types in its own. */
interface Sheet {
  setGraph: (settings: object) => void
  graph: () => { height?: number }
  setNode: (id: string, size: object) => void
  nodes: () => string[]
  node: (id: string) => { rank?: number; y?: number }
  setEdge: (from: string, to: string, label: object) => void
  edge: (from: string, to: string) => { points?: { y: number }[] } | undefined
}

/** A column is a rank; links within one are none of dagre's business, and those that lead back are given to it turned around. */
function drawByDagre(columnOf: ReadonlyMap<string, number>, links: readonly GateLink[]): Drawn {
  const graph: Sheet = new Graph()
  graph.setGraph({
    rankdir: 'LR',
    nodesep: gap.gates,
    edgesep: gap.links,
    // dagre halves every rank, to have room for labels of links. Its own helper node, which is no gate, stands before all.
    ranker: (sheet: Sheet) => {
      for (const id of sheet.nodes()) sheet.node(id).rank = 2 * (columnOf.get(id) ?? -1)
    },
  })
  for (const id of columnOf.keys()) graph.setNode(id, { ...gateSize })
  for (const link of links) {
    const [left, right] = fromLeft(columnOf, link)
    if (columnOf.get(left) !== columnOf.get(right)) graph.setEdge(left, right, { labelpos: 'c' })
  }
  layout(graph)
  return {
    height: graph.graph().height ?? 1,
    yOf: (gate) => graph.node(gate).y ?? 0,
    lanesOf: (link) => {
      const [left, right] = fromLeft(columnOf, link)
      const points = graph.edge(left, right)?.points ?? []
      return points.filter((_, at) => at % 2 === 0 && at > 0 && at < points.length - 1).map(({ y }) => y)
    },
  }
}

/** The two ends of a link, the left one first. */
export function fromLeft(columnOf: ReadonlyMap<string, number>, { from, to }: GateLink): [string, string] {
  return (columnOf.get(from) ?? 0) <= (columnOf.get(to) ?? 0) ? [from, to] : [to, from]
}

/** What stands in a column or passes it. */
interface Slot {
  key: string
  y: number
  half: number
}

function slotsOf(
  column: number,
  columnOf: ReadonlyMap<string, number>,
  links: readonly GateLink[],
  { yOf, lanesOf }: Drawn,
): Slot[] {
  const gates = [...columnOf].filter(([, at]) => at === column)
  const lanes = new Map<string, number[]>()
  for (const link of links) {
    const [left] = fromLeft(columnOf, link)
    const y = lanesOf(link)[column - (columnOf.get(left) ?? 0) - 1]
    if (y !== undefined) lanes.set(link.to, [...(lanes.get(link.to) ?? []), y])
  }
  return [
    ...gates.map(([key]) => ({ key, y: yOf(key), half: gateSize.height / 2 })),
    ...[...lanes].map(([to, ys]) => ({ key: `→${to}`, y: ys.reduce((sum, y) => sum + y, 0) / ys.length, half: 0 })),
  ].sort((a, b) => a.y - b.y)
}

function apart(a: Slot, b: Slot): number {
  const isGate = [a, b].map(({ half }) => half > 0)
  return a.half + b.half + (isGate[0] !== isGate[1] ? gap.mixed : isGate[0] ? gap.gates : gap.links)
}

function leastHeight(slots: readonly Slot[]): number {
  const inner = slots.slice(1).reduce((sum, slot, at) => sum + apart(slots[at] ?? slot, slot), 0)
  return inner + (slots[0]?.half ?? 0) + (slots.at(-1)?.half ?? 0) + 2
}

/** Each as near as possible to where it was drawn, in the same order, and inside of the height. */
function pushTogether(slots: Slot[], height: number, scale: number): void {
  let least = 1 + (slots[0]?.half ?? 0)
  for (const [at, slot] of slots.entries()) {
    slot.y = Math.max(slot.y * scale, least)
    least = slot.y + apart(slot, slots[at + 1] ?? slot)
  }
  let most = height - 1 - (slots.at(-1)?.half ?? 0)
  for (const [at, slot] of [...slots.entries()].reverse()) {
    slot.y = Math.min(slot.y, most)
    most = slot.y - apart(slots[at - 1] ?? slot, slot)
  }
}
