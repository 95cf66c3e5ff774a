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

/** Ids of the gates that this one needs directly, in the order of the pipeline file. */
export function needsOf(definition: Definition, gate: string): string[] {
  return definition.gates.find((each) => each.id === gate)?.needs ?? []
}

/** Ids of every gate that this one needs, directly or through others; itself too if it stands in a circle. */
export function allNeedsOf(definition: Definition, gate: string): ReadonlySet<string> {
  const known = reaches.get(definition) ?? new Map<string, ReadonlySet<string>>()
  reaches.set(definition, known)
  const there = known.get(gate)
  if (there) return there
  const needs = new Map(definition.gates.map((each) => [each.id, each.needs]))
  const found = new Set<string>()
  const ahead = [...(needs.get(gate) ?? [])]
  for (let next = ahead.pop(); next !== undefined; next = ahead.pop()) {
    if (found.has(next)) continue
    found.add(next)
    ahead.push(...(needs.get(next) ?? []))
  }
  known.set(gate, found)
  return found
}
const reaches = new WeakMap<Definition, Map<string, ReadonlySet<string>>>()

/**
 * Circles of gates that need each other, each gate after the one that needs it; empty when the graph has an order.
 * Of several circles through the same gates one is given: the shortest through the first of them in the pipeline.
 */
export function cycles(definition: Definition): string[][] {
  const found: string[][] = []
  const seen = new Set<string>()
  for (const gate of definition.gates) {
    if (seen.has(gate.id) || !allNeedsOf(definition, gate.id).has(gate.id)) continue
    found.push(shortestCircle(definition, gate.id))
    for (const other of allNeedsOf(definition, gate.id)) if (allNeedsOf(definition, other).has(gate.id)) seen.add(other)
  }
  return found
}

function shortestCircle(definition: Definition, start: string): string[] {
  const ways = [[start]]
  const seen = new Set<string>()
  for (let way = ways.shift(); way !== undefined; way = ways.shift()) {
    for (const need of needsOf(definition, way.at(-1) ?? start)) {
      if (need === start) return way
      if (seen.has(need)) continue
      seen.add(need)
      ways.push([...way, need])
    }
  }
  return [start]
}
