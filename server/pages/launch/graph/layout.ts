import type { Definition } from '../../../../machines/pipeline/pipeline.ts'
import { keep } from '../../../launches/judgements.ts'
import { columnsOf } from './columns.ts'
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

/** By what is drawn, so launches of one pipeline share a drawing: dagre takes tens of milliseconds, finding it again a tenth of one. */
export function graphLayout(definition: Definition, drawn: ReadonlySet<string>): GraphLayout {
  const columns = columnsOf(definition, drawn)
  const links = gateLinks(definition, drawn)
  const key = JSON.stringify([columns, links])
  const known = made.get(key)
  if (known) return known
  const places = placeGates(columns, links)
  const leftOf = (column: number) => places.columns[column] ?? 0
  const fresh: GraphLayout = {
    width: places.width,
    height: Math.ceil(places.height) + 3,
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
