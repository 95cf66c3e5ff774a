import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, utimesSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
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

describe('the bundle of the command line', () => {
  test('is made once, also for two who ask at the same time, and finds its files where the sources are', async () => {
    const [first, second] = await Promise.all([bundledCommandLine(root), bundledCommandLine(root)])
    expect(second).toBe(first)
    expect(bundles()).toHaveLength(1)
    const chunks = readdirSync(dirname(first)).filter((name) => name.endsWith('.js'))
    const code = chunks.map((name) => readFileSync(join(dirname(first), name), 'utf8')).join('\n')
    expect(code).toContain(pathToFileURL(join(root, 'db/sqlite/migrate.ts')).href)
    // The thread that verifies launches is one of these files, and no source.
    expect(chunks).toContain('verify-worker.js')
    expect(code).toContain(`new URL("./verify-worker.js", import.meta.url)`)
    expect(code).not.toContain('verify-worker.ts",')
  })

  test('is made anew when a source changes, and not when nothing does', async () => {
    const before = await bundledCommandLine(root)
    utimesSync(join(root, 'server/config.ts'), new Date(), new Date())
    const after = await bundledCommandLine(root)
    expect(after).not.toBe(before)
    expect(await bundledCommandLine(root)).toBe(after)
  })

  test('leaves at most four behind', async () => {
    for (let change = 1; change <= 5; change += 1) {
      utimesSync(join(root, 'server/config.ts'), new Date(), new Date(Date.now() + change * 1000))
      await bundledCommandLine(root)
    }
    expect(bundles().length).toBeLessThanOrEqual(4)
    expect(bundles().every((name) => !name.startsWith('draft-'))).toBe(true)
  })
})
