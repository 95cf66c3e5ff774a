import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { lockStore, openStore } from '../../db/open-store.ts'
import { create } from './hello.ts'
import { useServedFile } from './served-file.ts'

/** The write-ahead log that a killed server leaves behind: it is missed. */

const at = useServedFile()
const url = () => `file:${at.place.file}`
const mark = () => `${at.place.file}.running`
const wal = () => `${at.place.file}-wal`
const start = () => lockStore(url()).release()
const missing = expect.objectContaining({
  name: 'WrongDatabaseUrl',
  message: expect.stringMatching(/-wal is missing.*restore a backup/),
})

/** What a server leaves that was killed after its first launch, with a copy of its log. */
async function killedServer(): Promise<void> {
  const store = await at.serve()
  await create(store)
  const left = readFileSync(mark())
  copyFileSync(wal(), `${wal()}.copy`)
  await store.close()
  expect([existsSync(wal()), existsSync(mark())]).toEqual([false, false])
  writeFileSync(mark(), left)
}

test('without it no server starts, whatever command was run meanwhile, until the mark is deleted', async () => {
  await killedServer()
  expect(start).toThrow(missing)
  await (await openStore(url())).close()
  expect(start).toThrow(missing)
  rmSync(mark())
  start()
})

test('with it a server starts', async () => {
  await killedServer()
  copyFileSync(`${wal()}.copy`, wal())
  start()
})

test('a command that copies it into the database takes the mark away', async () => {
  await killedServer()
  copyFileSync(`${wal()}.copy`, wal())
  await (await openStore(url())).close()
  expect([existsSync(wal()), existsSync(mark())]).toEqual([false, false])
  start()
})

test('a file that was restored since has none', async () => {
  await killedServer()
  const bytes = readFileSync(at.place.file)
  writeFileSync(`${at.place.file}.restored`, bytes)
  rmSync(at.place.file)
  copyFileSync(`${at.place.file}.restored`, at.place.file)
  start()
})
