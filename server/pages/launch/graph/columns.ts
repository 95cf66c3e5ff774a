import { graphOrder } from '../../../../machines/pipeline/graph.ts'
import type { Definition } from '../../../../machines/pipeline/pipeline.ts'

/** Gates that stand below each other: a phase, or a part of one that has too many. */
export interface Column {
  phase: string
  gates: string[]
}

/** More would be a tower that nobody sees at once. */
const mostInColumn = 12

/** The phases from left to right; the parts of a large one in the order of its needs, so that lines lead to the right. */
export function columnsOf(definition: Definition, drawn: ReadonlySet<string>): Column[] {
  const order = graphOrder(definition)
  return definition.phases.flatMap((phase) => {
    const gates = definition.gates.filter((gate) => gate.phase === phase && drawn.has(gate.id)).map(({ id }) => id)
    if (gates.length <= mostInColumn) return gates.length === 0 ? [] : [{ phase, gates }]
    const size = Math.ceil(gates.length / Math.ceil(gates.length / mostInColumn))
    const inOrder = order.filter((id) => gates.includes(id))
    return Array.from({ length: Math.ceil(gates.length / size) }, (_, at) => ({
      phase,
      gates: inOrder.slice(at * size, (at + 1) * size),
    }))
  })
}
