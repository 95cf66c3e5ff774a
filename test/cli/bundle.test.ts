import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, utimesSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bundledCommandLine } from '../../server/cli/bundle.ts'

/** A copy of the sources in a project of its own, so that no other process builds there at the same time. */
let root: string
const bundles = () => readdirSync(join(root, 'node_modules/.cache/launchgate')).sort()

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'launchgate-bundle-'))
  for (const folder of ['db', 'machines', 'server']) cpSync(folder, join(root, folder), { recursive: true })
  cpSync('package-lock.json', join(root, 'package-lock.json'))
  mkdirSync(join(root, 'node_modules'))
  for (const name of readdirSync('node_modules').filter((each) => !each.startsWith('.')))
    symlinkSync(join(process.cwd(), 'node_modules', name), join(root, 'node_modules', name))
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

describe('the bundle of the command line', { timeout: 120_000 }, () => {
  test('is made once, also for two who ask at the same time, and finds its files where the sources are', async () => {
    const [first, second] = await Promise.all([bundledCommandLine(root), bundledCommandLine(root)])
    expect(second).toBe(first)
    expect(bundles()).toHaveLength(1)
    const chunks = readdirSync(dirname(first)).filter((name) => name.endsWith('.mjs'))
    const code = chunks.map((name) => readFileSync(join(dirname(first), name), 'utf8')).join('\n')
    const [, place = ''] = /new URL\("([^"]+db\/sqlite\/migrate\.ts)", import\.meta\.url\)/.exec(code) ?? []
    expect(join(dirname(first), place)).toBe(join(root, 'db/sqlite/migrate.ts'))
    expect(code, 'one byte a letter in memory').toMatch(/^[\0-\x7f]*$/)
  })

  test('starts its threads and processes from files of its own', async () => {
    const folder = dirname(await bundledCommandLine(root))
    const names = readdirSync(folder)
    const code = names.filter((name) => name.endsWith('.mjs')).map((name) => readFileSync(join(folder, name), 'utf8'))
    const started = [...code.join('\n').matchAll(/new URL\("\.\/([\w-]+\.mjs)", import\.meta\.url\)/g)]
    const threads = ['report-worker.mjs', 'thumbnail-process.mjs', 'verify-worker.mjs']
    expect([...new Set(started.map(([, name]) => name))].sort()).toEqual(threads)
    expect(names).toEqual(expect.arrayContaining(threads))
  })

  test('is made anew when a source changes, and not when nothing does', async () => {
    const before = await bundledCommandLine(root)
    utimesSync(join(root, 'server/config.ts'), new Date(), new Date())
    const after = await bundledCommandLine(root)
    expect(after).not.toBe(before)
    expect(await bundledCommandLine(root)).toBe(after)
  })

  test('leaves at most four behind', async () => {
    for (let age = 1; age <= 5; age += 1) {
      const earlier = join(root, 'node_modules/.cache/launchgate', `earlier-${age}`)
      mkdirSync(earlier)
      utimesSync(earlier, new Date(0), new Date(Date.now() - age * 1000))
    }
    utimesSync(join(root, 'server/config.ts'), new Date(), new Date(Date.now() + 1000))
    await bundledCommandLine(root)
    expect(bundles()).toHaveLength(4)
    expect(bundles().every((name) => !name.startsWith('draft-'))).toBe(true)
  })
})
