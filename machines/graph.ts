import type { Definition } from './pipeline.ts'

/** The order of the graph: every gate after those that it needs, ties in the order of the pipeline. A cycle's gates come last, in that order. */
export function graphOrder(definition: Definition): string[] {
  const known = orders.get(definition)
  if (known) return known
  const order: string[] = []
  const waiting = [...definition.gates]
  while (waiting.length > 0) {
    const next = waiting.findIndex((gate) => gate.needs.every((need) => order.includes(need)))
    order.push(...waiting.splice(Math.max(next, 0), 1).map((gate) => gate.id))
  }
  orders.set(definition, order)
  return order
}
const orders = new WeakMap<Definition, string[]>()

/** Ids of the gates that need this one directly. */
export function neededBy(definition: Definition, gate: string): string[] {
  return definition.gates.filter((each) => each.needs.includes(gate)).map((each) => each.id)
}
