import { statSync } from 'node:fs'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { seal } from '../../db/seal.ts'
import type { Store } from '../../db/store.ts'
import { creation, does, pipeline, texts, title } from './hello.ts'
import { sqlitePlace } from './sqlite-place.ts'

let place: Awaited<ReturnType<typeof sqlitePlace>>
let store: Store
beforeEach(async () => {
  place = await sqlitePlace()
  store = await place.open()
})
afterEach(async () => {
  await store.close()
  await place.remove()
})

/** Pages that the write-ahead log has gained since it was emptied. */
async function pagesWrittenBy(work: () => Promise<unknown>): Promise<number> {
  const other = new Database(place.file)
  other.pragma('wal_checkpoint(TRUNCATE)')
  await work()
  const pageSize = Number(other.pragma('page_size', { simple: true }))
  const { size } = statSync(`${place.file}-wal`)
  other.close()
  return Math.floor(size / pageSize)
}

test('a command does not write the definition of the launch again, however long it is', async () => {
  const [content, ...others] = pipeline.gates
  const [first] = content?.items ?? []
  if (content === undefined || first === undefined) throw new Error('Hello has lost its first gate.')
  const items = Array.from({ length: 400 }, (_, n) => ({ ...first, id: `CON-${n + 1}` }))
  const long = { ...creation(), pipeline: { ...pipeline, gates: [{ ...content, items }, ...others] } }
  const created = await pagesWrittenBy(() => does(store, 'priya', long, { privateTexts: [title, texts] }))
  const pages: number[] = []
  for (let n = 0; n < 20; n += 1) {
    const text = seal(`Comment ${n}`, `salt-${n}`)
    const command = { type: 'gate.comment', gate: 'content', text: text.commitment } as const
    const comment = () => does(store, 'chloe', command, { request: `r_${n}`, privateTexts: [text] })
    pages.push(await pagesWrittenBy(comment))
  }
  expect(created).toBeGreaterThan(20)
  // A page for each table and index that the commit touches; now and then one is split. SQLite stores the version 1 in no byte at
  // all, so the commit after the first changes the length of the row.
  expect(Math.max(...pages.slice(1))).toBeLessThan(20)
})
