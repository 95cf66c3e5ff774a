import { graphOrder } from '../../../../machines/pipeline/graph.ts'
import type { Definition } from '../../../../machines/pipeline/pipeline.ts'

/** Gates below each other: a phase, or a part of a phase that has too many for one column. */
export interface Column {
  phase: string
  gates: string[]
}

/** A higher column would not fit on a screen. */
const mostInColumn = 12

/** The phases from left to right. A large phase is split in the order of what its gates need, so that links lead to the right. */
export function columnsOf(definition: Definition, drawn: ReadonlySet<string>): Column[] {
  const order = graphOrder(definition)
  return definition.phases.flatMap((phase) => {
    const gates = definition.gates.filter((gate) => gate.phase === phase && drawn.has(gate.id)).map(({ id }) => id)
    if (gates.length <= mostInColumn) return gates.length === 0 ? [] : [{ phase, gates }]
    const size = Math.ceil(gates.length / Math.ceil(gates.length / mostInColumn))
    const sorted = order.filter((id) => gates.includes(id))
    return Array.from({ length: Math.ceil(gates.length / size) }, (_, at) => ({
      phase,
      gates: sorted.slice(at * size, (at + 1) * size),
    }))
  })
}
