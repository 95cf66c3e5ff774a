import { execFileSync } from 'node:child_process'
import { readdirSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { copyFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { lockStore, openStore } from '../../db/open-store.ts'
import { create } from './hello.ts'
import { useServedFile } from './served-file.ts'

/** What a DATABASE_URL may name. */

const at = useServedFile()

describe('what is at the path of a DATABASE_URL', () => {
  const wrong = (why: RegExp) =>
    expect.objectContaining({ name: 'WrongDatabaseUrl', message: expect.stringMatching(why) })
  const folder = () => dirname(at.place.file)
  const bothRefuse = async (url: string, why: RegExp) => {
    const before = readdirSync(folder())
    expect(() => lockStore(url)).toThrow(wrong(why))
    await expect(openStore(url)).rejects.toEqual(wrong(why))
    expect(readdirSync(folder())).toEqual(before)
  }

  test.each(['?mode=ro', '#x', '?'])('a name that ends in %s is refused', (end) =>
    bothRefuse(`file:${at.place.file}${end}`, /^DATABASE_URL: "\?" and "#" are not allowed/),
  )

  test.each(['%', '%2G', '%00'])('a name with %s is refused', (letters) =>
    bothRefuse(`file:${at.place.file}${letters}`, /^DATABASE_URL: /),
  )

  test('percent-encoding names the same file in every form', async () => {
    const file = join(folder(), 'my shop?.db')
    for (const url of [`file:${folder()}/my%20shop%3F.db`, `file://${folder()}/my%20shop%3F.db`]) {
      const store = await openStore(url)
      await store.close()
      expect(readdirSync(folder())).toEqual(['my shop?.db'])
      rmSync(file)
    }
  })

  test('a device, a pipe and a folder are refused, and nothing is made beside them', async () => {
    execFileSync('mkfifo', [`${at.place.file}.pipe`])
    await bothRefuse(`file:${at.place.file}.pipe`, /is a device, pipe or socket/)
    await bothRefuse(`file:${folder()}`, /is a folder/)
    await bothRefuse('file:/dev/full', /is a device, pipe or socket/)
    await bothRefuse('file::memory:', /In-memory databases are not supported/)
    expect(readdirSync('/dev').filter((name) => name.startsWith('full'))).toEqual(['full'])
  })

  test('an emptied file is no first start', async () => {
    await (await at.serve()).close()
    at.stores.pop()
    truncateSync(at.place.file)
    await bothRefuse(`file:${at.place.file}`, /is empty/)
  })

  test('an empty file that was made just before a crash is one', async () => {
    for (const end of ['', '.new']) writeFileSync(at.place.file + end, '')
    expect(await create(await at.serve())).toMatchObject({ kind: 'accepted' })
    expect(readdirSync(folder())).not.toContain('launchgate.db.new')
  })

  test('a log without its database is not taken for a first start, which would delete it', async () => {
    await create(await at.serve())
    await copyFile(`${at.place.file}-wal`, `${at.place.file}.log`)
    for (const store of at.stores.splice(0)) await store.close()
    rmSync(at.place.file)
    renameSync(`${at.place.file}.log`, `${at.place.file}-wal`)
    await expect(openStore(`file:${at.place.file}`)).rejects.toEqual(wrong(/is missing, but its log/))
    expect(readdirSync(folder())).toEqual(['launchgate.db-wal'])
  })
})
