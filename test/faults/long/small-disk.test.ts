import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { demoOn, expectNothingLost, note, statusOf } from '../../support/fault-scenario.ts'
import { type Served, served } from '../../support/server.ts'
import { mountSmallDisk } from '../../support/small-disk.ts'

/** A real file system under the database: one that fills up, and one that becomes read-only. Without the right to mount, strace does the same in failing-disk. */

let folder: string
let server: Served | null
let undo: () => void
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'launchgate-small-disk-'))
  server = null
  undo = () => {}
})
afterEach(async () => {
  await server?.close()
  undo()
  rmSync(folder, { recursive: true })
})

async function demoIn(place: string) {
  const file = join(place, 'launchgate.db')
  server = await served({ DATABASE_URL: `file:${file}`, DATA_DIR: place })
  return demoOn({ ...server, file })
}

test('the file system of the database fills up under load: 503 meanwhile, and with space again it goes on by itself', async (context) => {
  const disk = mountSmallDisk(folder, '8m')
  note(context, { by: disk === null ? 'nothing: no right to mount' : 'a full tmpfs' })
  if (disk === null) return
  undo = disk.close
  const demo = await demoIn(disk.folder)
  await demo.server.start()
  const clients = demo.clients()
  const stop = clients.flood(8)
  await expect.poll(() => clients.told.acknowledged.size).toBeGreaterThan(20)
  disk.fill()
  await expect.poll(() => clients.told.refused.size + clients.told.unsure.size).toBeGreaterThan(16)
  expect(await statusOf(`${demo.server.url}/healthz`)).toBe(200)
  disk.empty()
  const before = clients.told.acknowledged.size
  await expect.poll(() => clients.told.acknowledged.size).toBeGreaterThan(before + 20)
  await stop()
  note(context, { refused: clients.told.refused.size, unsure: clients.told.unsure.size })
  await expectNothingLost(demo, clients)
})

/** ext4 in a file, which `abort` makes read-only while files are open for writing, as it does itself after an error. */
function mountExt4(image: string, place: string): boolean {
  try {
    truncateSync(image, 32 * 1024 * 1024)
    execFileSync('mkfs.ext4', ['-q', '-F', image], { stdio: 'ignore' })
    execFileSync('mount', ['-o', 'loop,errors=remount-ro', image, place], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

describe('the file system of the database becomes read-only under load', () => {
  test('503 meanwhile; mounted again, the next start has every acknowledged tick once', async (context) => {
    const [image, place] = [join(folder, 'image'), join(folder, 'disk')]
    mkdirSync(place)
    execFileSync('touch', [image])
    const isMounted = mountExt4(image, place)
    note(context, { by: isMounted ? 'ext4, aborted' : 'nothing: no right to mount' })
    if (!isMounted) return
    undo = () => void execFileSync('umount', [place])
    const demo = await demoIn(place)
    await demo.server.start()
    const clients = demo.clients()
    const stop = clients.flood(8)
    await expect.poll(() => clients.told.acknowledged.size).toBeGreaterThan(20)
    remountAborted(place)
    await expect.poll(() => clients.told.refused.size + clients.told.unsure.size).toBeGreaterThan(16)
    expect(await statusOf(`${demo.server.url}/healthz`)).toBe(200)
    await stop()
    await demo.server.kill()
    undo()
    execFileSync('mount', ['-o', 'loop', image, place])
    await demo.server.start()
    await expectNothingLost(demo, clients)
  })
})

/** mount(8) reports that it became read-only as a failure. */
function remountAborted(place: string): void {
  try {
    execFileSync('mount', ['-o', 'remount,abort', place], { stdio: 'ignore' })
  } catch {
    // What follows shows whether it is.
  }
}
