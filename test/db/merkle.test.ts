import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import {
  append,
  consistencyProof,
  emptyFrontier,
  type Frontier,
  inclusionProof,
  isFrontier,
  leafHash,
  provesConsistency,
  provesInclusion,
  rootOf,
  rootOfFrontier,
} from '../../db/merkle.ts'

/** Leaves and roots that implementations of Certificate Transparency have agreed on from the start: trees of 0 to 8 leaves. */
const leaves = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f']
const roots = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]
const hashes = leaves.map((leaf) => leafHash(Buffer.from(leaf, 'hex')))
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

describe('the root', () => {
  test.each(roots.map((root, size) => ({ root, size })))('of $size leaves is the known one', ({ root, size }) => {
    expect(hex(rootOf(hashes.slice(0, size)))).toBe(root)
  })

  test('of a frontier equals at every size that of the whole list, also after the frontier went through JSON', () => {
    const many = Array.from({ length: 70 }, (_, n) => leafHash(`leaf ${n}`))
    let frontier: Frontier = emptyFrontier
    for (const [index, hash] of many.entries()) {
      const before = frontier
      frontier = append(JSON.parse(JSON.stringify(frontier)), hash)
      expect(before.size).toBe(index)
      expect(isFrontier(frontier)).toBe(true)
      expect(hex(rootOfFrontier(frontier))).toBe(hex(rootOf(many.slice(0, index + 1))))
    }
  })

  test('a frontier whose hashes do not belong to its size is invalid', () => {
    const nodes = ['ab'.repeat(32)]
    expect(isFrontier({ size: 4, nodes })).toBe(true)
    expect(isFrontier({ size: 3, nodes })).toBe(false)
    expect(isFrontier({ size: 4, nodes: ['ab'] })).toBe(false)
    expect(isFrontier({ size: 0, nodes: [] })).toBe(true)
  })
})

describe('proofs', () => {
  test('that this program makes prove what they should, at every size up to 20, and nothing else', () => {
    const many = Array.from({ length: 20 }, (_, n) => leafHash(`leaf ${n}`))
    for (let size = 1; size <= many.length; size += 1) {
      const list = many.slice(0, size)
      const root = rootOf(list)
      for (const [index, leaf] of list.entries()) {
        const proof = inclusionProof(list, index)
        expect(provesInclusion(index, size, leaf, proof, root)).toBe(true)
        expect(provesInclusion(index, size, leafHash('another'), proof, root)).toBe(false)
        expect(provesInclusion(index, size, leaf, [...proof, root], root)).toBe(false)
        const old = rootOf(list.slice(0, index + 1))
        const growth = consistencyProof(list, index + 1)
        expect(provesConsistency(index + 1, size, growth, old, root)).toBe(true)
        expect(provesConsistency(index + 1, size, growth, leafHash('another'), root)).toBe(false)
      }
    }
  })

  test('of what is not there are not made', () => {
    expect(() => inclusionProof(hashes, 8)).toThrow(RangeError)
    expect(() => consistencyProof(hashes, 9)).toThrow(RangeError)
  })

  // Made by others: see vectors/README.md.
  const base64 = z
    .string()
    .nullable()
    .transform((text) => Buffer.from(text ?? '', 'base64'))
  const proof = z
    .array(base64)
    .nullable()
    .transform((hashes) => hashes ?? [])
  const said = { proof, desc: z.string(), wantErr: z.boolean(), file: z.string() }
  const vectors = z
    .object({
      inclusion: z.array(
        z.object({ leafIdx: z.number(), treeSize: z.number(), root: base64, leafHash: base64, ...said }),
      ),
      consistency: z.array(z.object({ size1: z.number(), size2: z.number(), root1: base64, root2: base64, ...said })),
    })
    .parse(JSON.parse(readFileSync(new URL('./vectors/rfc6962-proofs.json', import.meta.url), 'utf8')))

  test.each(vectors.inclusion)('inclusion, $file', ({ leafIdx, treeSize, leafHash, proof, root, wantErr }) => {
    expect(provesInclusion(leafIdx, treeSize, leafHash, proof, root)).toBe(!wantErr)
  })

  test.each(vectors.consistency)('consistency, $file', ({ size1, size2, proof, root1, root2, wantErr }) => {
    // Some have twelve bytes in the place of a root, to say that it is not looked at. Here it is, and what is no hash is refused.
    const hashes = root1.length === 32 && root2.length === 32
    expect(provesConsistency(size1, size2, proof, root1, root2)).toBe(!wantErr && hashes)
  })
})
