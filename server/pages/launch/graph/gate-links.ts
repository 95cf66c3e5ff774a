import { graphOrder } from '../../../../machines/pipeline/graph.ts'
import type { Definition } from '../../../../machines/pipeline/pipeline.ts'

/** `from` must be ready before `to`. */
export interface GateLink {
  from: string
  to: string
}

/**
 * The links between these gates, without those that follow from others (a transitive reduction). A decision gate that needs all gates
 * keeps links only from gates that no other gate needs.
 */
export function gateLinks(definition: Definition, drawn: ReadonlySet<string>): GateLink[] {
  const needs = new Map(definition.gates.map((gate) => [gate.id, gate.needs.filter((need) => drawn.has(need))]))
  const below = new Map<string, Set<string>>()
  for (const id of graphOrder(definition)) {
    const all = new Set(needs.get(id))
    for (const need of needs.get(id) ?? []) for (const further of below.get(need) ?? []) all.add(further)
    below.set(id, all)
  }
  return definition.gates
    .filter(({ id }) => drawn.has(id))
    .flatMap(({ id: to }) => {
      const direct = needs.get(to) ?? []
      return direct.filter((from) => !direct.some((other) => below.get(other)?.has(from))).map((from) => ({ from, to }))
    })
}

/** The links of this chain, which begins with the decision gate. Between two of its gates there may be gates that are ready. */
export function linksOfChain(links: readonly GateLink[], chain: readonly string[]): ReadonlySet<GateLink> {
  return new Set(chain.slice(1).flatMap((from, at) => shortestWay(links, from, chain[at] ?? from)))
}

function shortestWay(links: readonly GateLink[], from: string, to: string): GateLink[] {
  const ways: GateLink[][] = links.filter((link) => link.from === from).map((link) => [link])
  const seen = new Set<string>()
  // Ways are added while they are walked, so shorter ones come first.
  for (const way of ways) {
    const end = way.at(-1)?.to ?? to
    if (end === to) return way
    if (seen.has(end)) continue
    seen.add(end)
    for (const link of links) if (link.from === end) ways.push([...way, link])
  }
  return []
}
