import { createHash, hash } from 'node:crypto'

/**
 * The Merkle tree of RFC 6962: hashes of leaves and nodes, the root of a list, the frontier of a growing log, and proofs.
 * Hashes are 32 bytes.
 */

/** SHA-256(0x00 ‖ leaf). A text is hashed as its UTF-8 bytes. */
export function leafHash(leaf: string | Uint8Array): Buffer {
  // One call for a text: the object of a hash costs more than hashing what is short.
  if (typeof leaf === 'string') return hash('sha256', `\0${leaf}`, 'buffer')
  return createHash('sha256').update(Uint8Array.of(0)).update(leaf).digest()
}

/** SHA-256(0x01 ‖ left ‖ right). */
function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  return hash('sha256', Buffer.concat([Uint8Array.of(1), left, right]), 'buffer')
}

/** The root of a tree without leaves: SHA-256 of nothing. */
const emptyRoot: Buffer = createHash('sha256').digest()

/**
 * What must be remembered of a tree to append to it and to know its root: the roots (hex) of its perfect subtrees, the
 * largest first; one for each binary 1 of the size. It is plain JSON, and never changed in place. The launch row keeps it in the column `edge`.
 */
export interface Frontier {
  readonly size: number
  readonly nodes: readonly string[]
}

/** The frontier of a tree without leaves. */
export const emptyFrontier: Frontier = { size: 0, nodes: [] }

/** The frontier after one more leaf. */
export function append(frontier: Frontier, leaf: Uint8Array): Frontier {
  const nodes = [...frontier.nodes]
  let node: Uint8Array = leaf
  for (let size = frontier.size; size % 2 === 1; size = Math.floor(size / 2)) node = nodeHash(bytes(nodes.pop()), node)
  return { size: frontier.size + 1, nodes: [...nodes, Buffer.from(node).toString('hex')] }
}

/** The root of the tree that the frontier belongs to. */
export function rootOfFrontier(frontier: Frontier): Buffer {
  if (frontier.nodes.length === 0) return emptyRoot
  return frontier.nodes.map(bytes).reduceRight((right, left) => nodeHash(left, right))
}

/** Whether a frontier is valid: as many hashes as its size has binary ones. */
export function isFrontier(frontier: Frontier): boolean {
  const ones = frontier.size.toString(2).replaceAll('0', '').length
  return frontier.nodes.length === ones && frontier.nodes.every((node) => /^[0-9a-f]{64}$/.test(node))
}

function bytes(hex: string | undefined): Buffer {
  if (hex === undefined) throw new Error('The frontier of the tree has fewer hashes than its size asks for.')
  return Buffer.from(hex, 'hex')
}

/** The root of the tree over these leaf hashes. */
export function rootOf(leaves: readonly Uint8Array[]): Buffer {
  const [first] = leaves
  if (first === undefined) return emptyRoot
  if (leaves.length === 1) return Buffer.from(first)
  const split = largestPowerBelow(leaves.length)
  return nodeHash(rootOf(leaves.slice(0, split)), rootOf(leaves.slice(split)))
}

/** The proof that leaf `index` is in the tree over these leaf hashes (RFC 6962, 2.1.1), from the leaf upwards. */
export function inclusionProof(leaves: readonly Uint8Array[], index: number): Buffer[] {
  if (!Number.isSafeInteger(index) || index < 0 || index >= leaves.length)
    throw new RangeError(`There is no leaf ${index}.`)
  if (leaves.length === 1) return []
  const split = largestPowerBelow(leaves.length)
  const [left, right] = [leaves.slice(0, split), leaves.slice(split)]
  return index < split
    ? [...inclusionProof(left, index), rootOf(right)]
    : [...inclusionProof(right, index - split), rootOf(left)]
}

/** The proof that the tree of the first `size` leaves is the beginning of the whole one (RFC 6962, 2.1.2). */
export function consistencyProof(leaves: readonly Uint8Array[], size: number): Buffer[] {
  if (!Number.isSafeInteger(size) || size < 1 || size > leaves.length)
    throw new RangeError(`There is no tree of ${size}.`)
  return subproof(leaves, size, true)
}

function subproof(leaves: readonly Uint8Array[], size: number, known: boolean): Buffer[] {
  if (size === leaves.length) return known ? [] : [rootOf(leaves)]
  const split = largestPowerBelow(leaves.length)
  const [left, right] = [leaves.slice(0, split), leaves.slice(split)]
  return size <= split
    ? [...subproof(left, size, known), rootOf(right)]
    : [...subproof(right, size - split, false), rootOf(left)]
}

/** Whether the proof shows that `leaf` is leaf `index` of the tree of `size` leaves with this root (RFC 9162, 2.1.3.2). */
export function provesInclusion(
  index: number,
  size: number,
  leaf: Uint8Array,
  proof: readonly Uint8Array[],
  root: Uint8Array,
): boolean {
  if (!isSize(index) || !isSize(size) || index >= size || ![leaf, root, ...proof].every(isHash)) return false
  let [position, last] = [index, size - 1]
  let hash: Uint8Array = leaf
  for (const sibling of proof) {
    if (last === 0) return false
    if (position % 2 === 1 || position === last) {
      hash = nodeHash(sibling, hash)
      while (position % 2 === 0 && position !== 0) [position, last] = [half(position), half(last)]
    } else {
      hash = nodeHash(hash, sibling)
    }
    ;[position, last] = [half(position), half(last)]
  }
  return last === 0 && same(hash, root)
}

/** Whether the proof shows that the tree of `size1` with `root1` is the beginning of that of `size2` with `root2` (RFC 9162, 2.1.4.2). */
export function provesConsistency(
  size1: number,
  size2: number,
  proof: readonly Uint8Array[],
  root1: Uint8Array,
  root2: Uint8Array,
): boolean {
  // Everything begins with the empty tree, so a proof of that would prove nothing.
  if (!isSize(size1) || !isSize(size2) || size1 < 1 || size1 > size2) return false
  if (![root1, root2, ...proof].every(isHash)) return false
  if (size1 === size2) return proof.length === 0 && same(root1, root2)
  // A tree that is perfect is itself the first hash; the proof then leaves it out.
  const path = isPowerOfTwo(size1) ? [root1, ...proof] : [...proof]
  const [start, ...rest] = path
  if (start === undefined) return false
  let [position, last] = [size1 - 1, size2 - 1]
  while (position % 2 === 1) [position, last] = [half(position), half(last)]
  let [old, now]: [Uint8Array, Uint8Array] = [start, start]
  for (const sibling of rest) {
    if (last === 0) return false
    if (position % 2 === 1 || position === last) {
      old = nodeHash(sibling, old)
      now = nodeHash(sibling, now)
      while (position % 2 === 0 && position !== 0) [position, last] = [half(position), half(last)]
    } else {
      now = nodeHash(now, sibling)
    }
    ;[position, last] = [half(position), half(last)]
  }
  return last === 0 && same(old, root1) && same(now, root2)
}

const isSize = (size: number): boolean => Number.isSafeInteger(size) && size >= 0
const isHash = (hash: Uint8Array): boolean => hash.length === 32
const half = (n: number): number => Math.floor(n / 2)
const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0
const isPowerOfTwo = (n: number): boolean => Number.isInteger(Math.log2(n))

function largestPowerBelow(n: number): number {
  let power = 1
  while (power * 2 < n) power *= 2
  return power
}
