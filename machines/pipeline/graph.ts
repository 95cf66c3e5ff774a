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

/**
 * The graph as steps, each in the order of the pipeline: first the gates that need no other, then at each step those that need
 * only gates of the steps before, one of the last of them at least.
 */
export function stepsOf(definition: Definition): string[][] {
  const stepOf = new Map<string, number>()
  for (const id of graphOrder(definition))
    stepOf.set(id, 1 + Math.max(-1, ...needsOf(definition, id).map((need) => stepOf.get(need) ?? -1)))
  const steps: string[][] = []
  for (const { id } of definition.gates) {
    const step = stepOf.get(id) ?? 0
    steps[step] = [...(steps[step] ?? []), id]
  }
  return steps
}

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
  const found = reach(needsById(definition), gate)
  known.set(gate, found)
  return found
}
const reaches = new WeakMap<Definition, Map<string, ReadonlySet<string>>>()

/**
 * Circles of gates that need each other, each gate after the one that needs it; empty when the graph has an order.
 * Of several circles through the same gates one is given: the shortest through the first of them in the pipeline.
 */
export function cycles(definition: Definition): string[][] {
  const needs = needsById(definition)
  const needers = turned(needs)
  const found: string[][] = []
  const done = withoutCircles(needs, needers)
  for (const gate of needs.keys()) {
    if (done.has(gate)) continue
    const circle = shortestCircle(needs, gate)
    if (circle === null) continue
    found.push(circle)
    const before = reach(needs, gate)
    for (const other of reach(needers, gate)) if (before.has(other)) done.add(other)
  }
  return found
}

type Graph = ReadonlyMap<string, readonly string[]>

function needsById(definition: Definition): Graph {
  return new Map(definition.gates.map((each) => [each.id, each.needs]))
}

function turned(needs: Graph): Graph {
  const needers = new Map<string, string[]>([...needs.keys()].map((gate) => [gate, []]))
  for (const [gate, its] of needs) for (const need of new Set(its)) needers.get(need)?.push(gate)
  return needers
}

function reach(graph: Graph, from: string): Set<string> {
  const found = new Set<string>()
  const ahead = [...(graph.get(from) ?? [])]
  for (let next = ahead.pop(); next !== undefined; next = ahead.pop()) {
    if (found.has(next)) continue
    found.add(next)
    for (const further of graph.get(next) ?? []) if (!found.has(further)) ahead.push(further)
  }
  return found
}

/** The gates that can be put in order, so neither stand in a circle nor need one: most pipelines have no others. */
function withoutCircles(needs: Graph, needers: Graph): Set<string> {
  const left = new Map([...needs].map(([gate, its]) => [gate, new Set(its.filter((need) => needs.has(need))).size]))
  const ready = [...left].filter(([, count]) => count === 0).map(([gate]) => gate)
  const done = new Set<string>()
  for (let gate = ready.pop(); gate !== undefined; gate = ready.pop()) {
    done.add(gate)
    for (const needer of needers.get(gate) ?? []) {
      const count = (left.get(needer) ?? 0) - 1
      left.set(needer, count)
      if (count === 0) ready.push(needer)
    }
  }
  return done
}

function shortestCircle(needs: Graph, start: string): string[] | null {
  const ways = [[start]]
  const seen = new Set<string>()
  // Ways are added while they are walked, so nearer gates come first.
  for (const way of ways)
    for (const need of needs.get(way.at(-1) ?? start) ?? []) {
      if (need === start) return way
      if (seen.has(need)) continue
      seen.add(need)
      ways.push([...way, need])
    }
  return null
}
