import type { Definition } from '../../../../machines/pipeline/pipeline.ts'
import { keep } from '../../../launches/judgements.ts'
import { type Column, columnsOf } from './columns.ts'
import { type GateLink, gateLinks } from './gate-links.ts'
import { linkPath } from './link-path.ts'
import { gateSize, placeGates } from './place-gates.ts'

/** A drawing of gates: everything about it that does not change while a launch goes on. */
export interface GraphLayout {
  width: number
  height: number
  heads: { phase: string; x: number }[]
  /** The upper left corner of each gate. */
  gates: { id: string; x: number; y: number }[]
  links: (GateLink & { path: string })[]
}

const made = new Map<string, GraphLayout>()
/** Pipelines in use at the same time, with what each launch left out; one takes 20 KB. */
const mostMade = 64

/**
 * Gates, plus for each link the columns that it leads over. While dagre lays them out, the server answers nothing else: 12 ms for
 * the built-in pipeline of 21 gates (60 parts; 22 ms the first time), up to 30 ms for 120 parts, 100 ms for 120 gates with 260 links,
 * and 2 s for 120 gates that each need all of the phase before.
 */
const mostParts = 120

/**
 * Null where there are too many parts. Kept by what is drawn, so that launches of one pipeline share a drawing: finding it again takes
 * a tenth of a millisecond.
 */
export function graphLayout(definition: Definition, drawn: ReadonlySet<string>): GraphLayout | null {
  if (drawn.size > mostParts) return null
  const columns = columnsOf(definition, drawn)
  const links = gateLinks(definition, drawn)
  if (partsOf(columns, links) > mostParts) return null
  const key = JSON.stringify([columns, links])
  const known = made.get(key)
  if (known) return known
  const places = placeGates(columns, links)
  const leftOf = (column: number) => places.columns[column] ?? 0
  const fresh: GraphLayout = {
    width: places.width,
    height: Math.ceil(places.height) + 5,
    heads: columns.flatMap(({ phase }, at) => (phase === columns[at - 1]?.phase ? [] : { phase, x: leftOf(at) })),
    gates: [...places.gates].map(([id, { column, y }]) => ({
      id,
      x: leftOf(column),
      y: Math.round(y - gateSize.height / 2),
    })),
    links: links.map((link) => ({ ...link, path: linkPath(places, link) })),
  }
  keep(made, key, fresh, mostMade)
  return fresh
}

function partsOf(columns: readonly Column[], links: readonly GateLink[]): number {
  const columnOf = new Map(columns.flatMap(({ gates }, at) => gates.map((id) => [id, at] as const)))
  const lengthOf = ({ from, to }: GateLink) => Math.abs((columnOf.get(to) ?? 0) - (columnOf.get(from) ?? 0))
  return links.reduce((sum, link) => sum + lengthOf(link), columnOf.size)
}
