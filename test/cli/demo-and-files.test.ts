import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openStore } from '../../db/open-store.ts'
import { served } from '../support/server.ts'
import { type Desk, openDesk } from './run.ts'

/** What the command line refuses for the demo, and how it leaves files. */

let desk: Desk
beforeEach(() => {
  desk = openDesk()
})
afterEach(() => desk.remove())
const demo = { LAUNCHGATE_DEMO: '1', PORT: '3999' }

describe('serve with LAUNCHGATE_DEMO=1', () => {
  it.each([
    ['a public address', { BASE_URL: 'https://launchgate.example' }],
    ['a proxy in front', { TRUST_PROXY: '1' }],
    ['other machines', { HOST: '0.0.0.0' }],
  ])('ends with 78 and one sentence: %s', async (_, env) => {
    const ran = await desk.spawnWith({ ...demo, ...env }, 'serve')
    expect(ran).toEqual({
      code: 78,
      stdout: '',
      stderr: expect.stringMatching(/^Invalid LAUNCHGATE_DEMO "1": .*\.\n$/),
    })
    expect(existsSync(join(desk.folder, 'launchgate.db'))).toBe(false)
  })

  it('ends with 78 and one sentence where people of its own are in the database, and adds nobody', async () => {
    await desk.run('person', 'add', '--name', 'Zoe', '--email', 'zoe@shop.example')
    const ran = await desk.spawnWith(demo, 'serve')
    expect(ran).toEqual({
      code: 78,
      stdout: '',
      stderr: expect.stringMatching(/^Invalid LAUNCHGATE_DEMO "1": .* already has people.*\.\n$/),
    })
    const store = await openStore(desk.databaseUrl)
    expect((await store.directory.people()).map(({ id }) => id)).toEqual(['zoe'])
    await store.close()
  })
})

describe('the demo', () => {
  it('is not seeded for a server that others reach', async () => {
    const ran = await desk.runWith({ BASE_URL: 'https://launchgate.example' }, 'seed', '--demo')
    expect(ran).toEqual({ code: 1, stdout: '', stderr: expect.stringContaining('Demo not loaded') })
    expect((await desk.run('person', 'list')).stdout).not.toContain('Priya')
  })

  it('takes further people, and says that they cannot be picked', async () => {
    await desk.run('seed', '--demo')
    const ran = await desk.run('person', 'add', '--name', 'Zoe', '--email', 'zoe@shop.example')
    expect(ran).toEqual({
      code: 0,
      stdout: 'zoe\n',
      stderr: expect.stringMatching(/^Warning: .*Zoe won’t appear on the sign-in page\.\n/),
    })
  })

  it('is not spoken of where there is none', async () => {
    expect((await desk.run('person', 'add', '--name', 'Zoe', '--email', 'zoe@shop.example')).stderr).not.toContain(
      'demo',
    )
  })
})

describe('files', () => {
  it('are for this user alone', async () => {
    const before = process.umask(0o000)
    try {
      expect((await desk.spawn('migrate')).code).toBe(0)
    } finally {
      process.umask(before)
    }
    const files = readdirSync(desk.folder).filter((name) => name.startsWith('launchgate.db'))
    expect(files).toContain('launchgate.db')
    for (const name of files) expect(statSync(join(desk.folder, name)).mode & 0o077, name).toBe(0)
  })

  it('that a killed server left half-written are gone after the next start; whole ones and others stay', async () => {
    const server = await served()
    const folder = join(server.env.DATA_DIR ?? '', 'evidence')
    const drafts = join(folder, 'drafts')
    mkdirSync(drafts, { recursive: true })
    const sha256 = 'ab'.repeat(32)
    const stay = [sha256, 'notes.txt', `${sha256}.txt`]
    for (const name of stay) writeFileSync(join(folder, name), 'x')
    writeFileSync(join(drafts, `${sha256}.0123456789ab`), 'x')
    await server.start()
    expect(readdirSync(drafts)).toEqual([])
    expect(readdirSync(folder).sort()).toEqual([...stay, 'drafts'].sort())
    await server.close()
  })
})
