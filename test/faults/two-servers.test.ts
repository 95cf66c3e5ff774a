import { execFileSync } from 'node:child_process'
import { linkSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Clients } from '../support/fault-clients.ts'
import { type Demo, demoServer, expectNothingLost, inFull } from '../support/fault-scenario.ts'
import { runUntilExit } from '../support/server.ts'

/** A second server on the database of one that runs: it ends with a sentence, and the first goes on. */

let demo: Demo
let clients: Clients

beforeAll(async () => {
  demo = await demoServer()
  await demo.server.start()
  clients = demo.clients()
})
afterAll(() => demo.server.close())

const folder = () => dirname(demo.server.file)
const second = (file: string) => runUntilExit(['serve'], { ...demo.server.env, DATABASE_URL: `file:${file}` })

/** Two paths by which a file is the same one, by what this user may do. */
const ways: [string, () => { file: string; undo: () => void } | null][] = [
  ['the same path', () => ({ file: demo.server.file, undo: () => {} })],
  [
    'a symbolic link to its folder',
    () => {
      const link = `${folder()}-link`
      symlinkSync(folder(), link)
      return { file: join(link, basename(demo.server.file)), undo: () => rmSync(link) }
    },
  ],
  [
    'a hard link',
    () => {
      const file = join(folder(), 'other.db')
      linkSync(demo.server.file, file)
      return { file, undo: () => rmSync(file) }
    },
  ],
  [
    'a folder that is mounted elsewhere',
    () => {
      const place = `${folder()}-mount`
      mkdirSync(place)
      if (!mounts(folder(), place)) return null
      return { file: join(place, basename(demo.server.file)), undo: () => execFileSync('umount', [place]) }
    },
  ],
  [
    'a file that is mounted by itself',
    () => {
      const place = join(folder(), 'mounted.db')
      writeFileSync(place, '')
      if (!mounts(demo.server.file, place)) return null
      return { file: place, undo: () => execFileSync('umount', [place]) }
    },
  ],
]

function mounts(from: string, to: string): boolean {
  try {
    execFileSync('mount', ['--bind', from, to], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

describe('a second server', () => {
  test.each(inFull ? ways : ways.slice(0, 1))(
    'by %s: it refuses to start and says why, and the first one loses nothing',
    async (_, way) => {
      const stop = clients.flood(2)
      const other = way()
      try {
        if (other === null) return
        expect(await second(other.file)).toMatchObject({
          code: expect.toSatisfy((code) => [1, 78].includes(code)),
          said: expect.stringMatching(/in use by process \d+|hard links|mounted as a single file/),
        })
      } finally {
        await stop()
        other?.undo()
      }
      expect(clients.told.refused.size + clients.told.unsure.size).toBe(0)
    },
  )

  test('in the end every acknowledged tick is there once', () => expectNothingLost(demo, clients))
})
