import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { canonical, leafOf, newCommitId, opens, readEntry, seal, Unsealable } from '../../db/seal.ts'
import { Damaged } from '../../db/store.ts'
import type { Entry } from '../../machines/entry.ts'

describe('canonical JSON', () => {
  const folder = new URL('./vectors/jcs/', import.meta.url)
  const read = (name: string) => readFileSync(new URL(name, folder), 'utf8')
  const names = readdirSync(folder).flatMap((name) => (name.endsWith('.input') ? [name.slice(0, -6)] : []))

  test.each(names)('of the published example %s is the published one', (name) => {
    expect(canonical(JSON.parse(read(`${name}.input`)))).toBe(read(`${name}.output`).trimEnd())
  })
  test('the six published examples are there', () => {
    expect(names.length).toBe(6)
  })

  test.each([
    ['NUL in a text', { text: 'a\u0000b' }],
    ['NUL in a name', { 'a\u0000': 1 }],
    ['NUL after a backslash', ['\\\u0000']],
    ['a lone surrogate', ['\ud83d']],
    ['no number', [Number.NaN]],
    ['nothing', undefined],
  ])('is refused for %s', (_, value) => {
    expect(() => canonical(value)).toThrow(Unsealable)
  })

  test('is not refused for a text that only looks like an escaped NUL', () => {
    expect(canonical('\\u0000')).toBe(String.raw`"\\u0000"`)
  })
})

describe('a private text', () => {
  test('is committed to by the hash of salt and value', () => {
    const text = seal('Counted twice.', 'salt')
    // By hand: the canonical text of a list of two strings.
    const hash = createHash('sha256').update('["salt","Counted twice."]').digest('base64url')
    expect(text).toEqual({ commitment: `c1:${hash}`, salt: 'salt', value: 'Counted twice.' })
  })

  test('has a salt of its own each time, so that equal texts cannot be told to be equal', () => {
    expect(seal('yes').commitment).not.toBe(seal('yes').commitment)
    expect(Buffer.from(seal('yes').salt, 'base64url').length).toBe(16)
  })

  test('opens its commitment, and no other does', () => {
    const text = seal({ en: 'Hello' })
    expect(opens(text)).toBe(true)
    expect(opens({ ...text, value: { en: 'Bye' } })).toBe(false)
    expect(opens({ ...text, salt: 'other' })).toBe(false)
  })
})

describe('a leaf', () => {
  const entry: Entry = {
    v: 1,
    launch: 'aurora',
    seq: 41,
    at: '2026-11-23T09:00:00.123Z',
    action: 'gate.tick',
    actor: { id: 'p_7f', kind: 'person', roles: ['inventory-manager'] },
    gate: 'inventory',
    data: { item: 'INV-1', evidence: { kind: 'number', value: 99.2 } },
    from: 'open.inProgress',
    to: 'open.inProgress',
    request: 'r_1',
  }
  const leaf =
    '{"action":"gate.tick","actor":{"id":"p_7f","kind":"person","roles":["inventory-manager"]},"at":"2026-11-23T09:00:00.123Z","data":{"evidence":{"kind":"number","value":99.2},"item":"INV-1"},"from":"open.inProgress","gate":"inventory","launch":"aurora","request":"r_1","seq":41,"to":"open.inProgress","v":1}'

  test('is the canonical text of its entry, and gives it back', () => {
    expect(leafOf(entry)).toBe(leaf)
    expect(readEntry(leaf)).toEqual(entry)
  })

  test('of an engine’s entry keeps cause and due', () => {
    const lapse: Entry = {
      ...entry,
      action: 'gate.lapse',
      actor: { id: 'engine', kind: 'engine', roles: [] },
      cause: { clock: '2026-11-26T09:00:00.000Z' },
      due: '2026-11-26T09:00:00.000Z',
    }
    expect(readEntry(leafOf(lapse))).toEqual(lapse)
  })

  test.each([
    ['no JSON', 'seq 41', /not JSON/],
    ['white space', leaf.replace(',"seq"', ', "seq"'), /canonical/],
    ['members in another order', leaf.replace('"v":1}', '"a":1}').replace('{"action"', '{"v":1,"action"'), /./],
    ['a number written otherwise', leaf.replace('99.2', '99.20'), /canonical/],
    ['a member twice', leaf.replace('"v":1', '"v":1,"v":1'), /canonical/],
    ['a field that no entry has', leaf.replace('"v":1', '"v":1,"w":1'), /not an entry/],
    ['an action that nobody knows', leaf.replace('gate.tick', 'gate.open'), /action/],
    ['a time without milliseconds', leaf.replace('.123Z', 'Z'), /at/],
    ['a missing field', leaf.replace('"request":"r_1",', ''), /request/],
  ])('with %s is damaged', (_, text, difference) => {
    expect(() => readEntry(text)).toThrow(Damaged)
    expect(() => readEntry(text)).toThrow(difference)
  })
})

test('request ids are their own each time', () => {
  expect(newCommitId()).toMatch(/^r_[0-9a-f]{24}$/)
  expect(newCommitId()).not.toBe(newCommitId())
})
