import { createHash } from 'node:crypto'
import { mkdtemp, open, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { evidenceFolder } from '../../../server/evidence/folder.ts'
import { sweepDrafts } from '../../../server/evidence/sweep-drafts.ts'

/** Evidence survives the power: what keep() promised is on disk, its name and the names of its folders too. */

const bytes = Buffer.from('order,amount')
const sha256 = createHash('sha256').update(bytes).digest('hex')
let base: string
/** What was synced, in order, by the file system's own number of it; the real sync is done as well. */
let synced: number[]

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'launchgate-'))
  synced = []
  const one = await open(base)
  const handles: { sync(): Promise<void>; stat(): Promise<{ ino: number }> } = Object.getPrototypeOf(one)
  await one.close()
  const { sync } = handles
  vi.spyOn(handles, 'sync').mockImplementation(async function (this: typeof handles) {
    synced.push((await this.stat()).ino)
    await sync.call(this)
  })
})
afterEach(async () => {
  vi.restoreAllMocks()
  await rm(base, { recursive: true })
})

const numberOf = async (...path: string[]) => (await stat(join(base, ...path))).ino

describe('a file that is kept', () => {
  test('is on disk with its name, and so is every folder that had to be made, each in the one that holds it', async () => {
    const folder = evidenceFolder(join(base, 'shop', 'data'))
    await folder.keep(sha256, bytes)
    const file = ['shop', 'data', 'evidence', sha256]
    const [first, ...folders] = synced
    expect(first, 'the bytes before the name').toBe(await numberOf(...file))
    const all = [0, 1, 2, 3].map((depth) => numberOf(...file.slice(0, depth)))
    expect(new Set(folders)).toEqual(new Set(await Promise.all(all)))
    expect(await readFile(join(base, ...file))).toEqual(bytes)
    expect((await stat(join(base, 'shop', 'data', 'evidence'))).mode & 0o777).toBe(0o700)
  })

  test('is so in a folder that is there too', async () => {
    const folder = evidenceFolder(base)
    await folder.keep('0'.repeat(64), bytes)
    synced.length = 0
    await folder.keep(sha256, bytes)
    const folders = [await numberOf('evidence'), await numberOf()]
    expect(synced).toEqual([await numberOf('evidence', sha256), ...folders])
  })

  test('that is there already is promised only when its name is on disk: the one who put it there may have been killed', async () => {
    await evidenceFolder(base).keep(sha256, bytes)
    synced.length = 0
    await evidenceFolder(base).keep(sha256, bytes)
    expect(new Set(synced)).toEqual(new Set([await numberOf('evidence'), await numberOf()]))
    expect((await readdir(join(base, 'evidence'))).sort()).toEqual([sha256, 'drafts'].sort())
    expect(await readdir(join(base, 'evidence', 'drafts'))).toEqual([])
  })

  test('is written in the folder of drafts, which a start sweeps without reading the others', async () => {
    const names: string[][] = []
    const one = await open(base)
    const handles: { writeFile(data: Buffer): Promise<void> } = Object.getPrototypeOf(one)
    await one.close()
    const { writeFile } = handles
    vi.spyOn(handles, 'writeFile').mockImplementation(async function (this: typeof handles, data) {
      await writeFile.call(this, data)
      for (const folder of ['evidence', 'evidence/drafts']) names.push(await readdir(join(base, folder)))
    })
    await evidenceFolder(base).keep(sha256, bytes)
    expect(names).toEqual([['drafts'], [expect.stringMatching(new RegExp(`^${sha256}\\.[0-9a-f]{12}$`))]])
    expect(await sweepDrafts(base), 'no draft is left').toBe(0)
  })

  test('is found as it lies there, and what does not lie there is not', async () => {
    const folder = evidenceFolder(base)
    expect(await folder.find(sha256)).toBeNull()
    await folder.keep(sha256, bytes)
    const found = await folder.find(sha256)
    expect(found && (await text(found))).toBe('order,amount')
  })
})
