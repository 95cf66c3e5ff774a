import { type Document, isAlias, isMap, isNode, isScalar, isSeq, type Pair, type YAMLMap } from 'yaml'
import type { PipelinePath, PipelineProblem } from '../../machines/pipeline/pipeline-problem.ts'

/** The place of an issue: its value if that is on the same line, else its key, else the nearest key above it; and the path as far as it exists in the file. */
export function placed(
  document: Document,
  { path, about }: Pick<PipelineProblem, 'path' | 'about'>,
): { at: number; path: string } {
  let node: unknown = document.contents
  let at = start(node)
  for (const [index, step] of path.entries()) {
    // A plain text has no languages to go down to.
    if (isScalar(node) && node.value !== null) return { at, path: written(path.slice(0, index)) }
    if (isSeq(node)) {
      node = typeof step === 'number' ? node.items[step] : undefined
      if (node === undefined) break
      at = start(node)
    } else if (isMap(node)) {
      const pair = pairOf(node, String(step))
      if (pair === undefined) break
      node = pair.value
      // A value on the lines below, or none at all, is better found by its key.
      const inSight = isAlias(node) || (isScalar(node) && node.value !== null)
      at = inSight && about !== 'key' ? start(node) : start(pair.key)
    } else break
  }
  return { at, path: written(path) }
}

/** Each map's pairs by name, made once: a file may have as many errors as keys. The last pair of a name counts. */
const pairs = new WeakMap<YAMLMap, Map<string, Pair>>()
function pairOf(map: YAMLMap, name: string): Pair | undefined {
  const known = pairs.get(map) ?? new Map(map.items.map((pair) => [nameOf(pair.key), pair]))
  pairs.set(map, known)
  return known.get(name)
}

export function nameOf(key: unknown): string {
  return isScalar(key) ? String(key.value) : String(key)
}

export function start(node: unknown): number {
  return isNode(node) ? (node.range?.[0] ?? 0) : 0
}

/** `gates.payment-gateway.signers[0]`. */
export function written(path: PipelinePath): string {
  return path.map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`)).join('')
}
