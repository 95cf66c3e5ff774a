import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openStore } from '../../db/open-store.ts'
import type { Store } from '../../db/store.ts'
import { createLaunch, openShop, type Shop } from '../support/shop.ts'
import { type Desk, openDesk } from './run.ts'

/** A team's own pipeline: written, checked, imported, counted up, and launched, beside a server that runs all the time. */

let shop: Shop
let desk: Desk
let store: Store

beforeAll(async () => {
  shop = await openShop()
  desk = openDesk()
  store = await openStore(desk.databaseUrl)
})
afterAll(async () => {
  await shop.close()
  await store.close()
  desk.remove()
})

const firstLook = readFileSync(new URL('../../machines/pipeline/first-look.yaml', import.meta.url), 'utf8')
const brokenFolder = new URL('../pipelines/broken/', import.meta.url)

/** Quick start under another name, or as a later version of itself. */
function written({ id = 'corner-shop', version = 1, title = 'Corner shop' } = {}): string {
  return firstLook
    .replace('id: first-look', `id: ${id}`)
    .replace('version: 1', `version: ${version}`)
    .replace(/\{ en: Quick start, [^}]+\}/, `{ en: ${title}, zh-Hant: ${title}, ko: ${title} }`)
}

function file(text: string | Buffer, name = 'corner-shop.yaml'): string {
  const path = join(desk.folder, name)
  writeFileSync(path, text)
  return path
}

/** The desk at the shop's own database, which its server has open. */
const besideServer = (...args: string[]) => desk.spawnWith({ DATABASE_URL: shop.services.config.databaseUrl }, ...args)

describe('pipeline check', () => {
  it('says of a sound file what is in it, and needs no database', async () => {
    const path = file(written())
    expect(await desk.spawnWith({ DATABASE_URL: 'postgres://nowhere/x' }, 'pipeline', 'check', path)).toEqual({
      code: 0,
      stdout: `${path} is valid: 3 gates, 3 items\n`,
      stderr: '',
    })
  })

  it('prints every error with its place and its fix, in line order', async () => {
    const broken = written()
      .replace('owner: content-team', 'owner: poets')
      .replace('critical: true\n    needs: all', 'critical: true\n    needs: [content]')
      .replace('max: 0', 'most: 0')
    const path = file(broken, 'broken.yaml')
    const ran = await desk.run('pipeline', 'check', path)
    expect([ran.code, ran.stderr]).toEqual([1, ''])
    const lines = ran.stdout.trimEnd().split('\n')
    const places = lines.map((line) => line.replace(path, 'FILE').split(':').slice(0, 3).join(':'))
    const at = (text: string) => {
      const line = broken.split('\n').findIndex((each) => each.includes(text))
      return `FILE:${line + 1}:${(broken.split('\n')[line] ?? '').indexOf(text) + 1}`
    }
    expect(places).toEqual([
      at('poets'),
      expect.stringContaining(at('most: 0').split(':').slice(0, 2).join(':')),
      expect.stringContaining('FILE:'),
    ])
    expect(lines[0]).toMatch(/Unknown role “poets”\. .*content-team/)
    expect(lines[2]).toContain('Use needs: all.')
  })

  it('of every broken example is 1, with a line for each error and nothing else', async () => {
    const names = readdirSync(brokenFolder).filter((_, index) => index % 12 === 0)
    expect(names.length).toBeGreaterThan(3)
    for (const name of names) {
      const path = file(readFileSync(new URL(name, brokenFolder)), name)
      const ran = await desk.run('pipeline', 'check', path)
      expect([name, ran.code, ran.stderr]).toEqual([name, 1, ''])
      for (const line of ran.stdout.trimEnd().split('\n'))
        expect(line.startsWith(`${path}:`) && /^:\d+:\d+: .+\. .+\.$/.test(line.slice(path.length))).toBe(true)
    }
  })

  it.each([
    ['that is not there', () => join(desk.folder, 'nothing.yaml'), /^Can’t read .*nothing\.yaml: ENOENT.*\n$/],
    ['that is a folder', () => desk.folder, /^Can’t read .*: EISDIR.*\n$/],
    [
      'that is no UTF-8',
      () => file(Buffer.from([0xff, 0xfe, 0x41]), 'latin.yaml'),
      /^.*latin\.yaml is not UTF-8 text\.\n$/,
    ],
    [
      'over 1 MB',
      () => file(`${written()}# ${'x'.repeat(1024 * 1024)}\n`, 'big.yaml'),
      /^.*big\.yaml is larger than 1 MB.*\n$/,
    ],
    ['that never ends', () => '/dev/zero', /larger than 1 MB/],
  ])('refuses a file %s', async (_, path, sentence) => {
    for (const command of ['check', 'import'])
      expect(await desk.run('pipeline', command, path())).toEqual({
        code: 1,
        stdout: '',
        stderr: expect.stringMatching(sentence),
      })
    expect(await store.pipelines()).toEqual([])
  })

  it('cannot be made to steer the terminal by a file', async () => {
    const path = file(written().replace('owner: content-team', 'owner: "a\\e[2Jb"'), 'steers.yaml')
    const ran = await desk.run('pipeline', 'check', path)
    expect(ran.code).toBe(1)
    expect(ran.stdout).not.toContain('\u001b')
  })
})

describe('pipeline import', () => {
  it('keeps a sound pipeline, says that it is there when it comes again, and lists it with its own', async () => {
    const path = file(written())
    const first = await desk.run('pipeline', 'import', path)
    expect(first).toMatchObject({ code: 0, stdout: 'corner-shop\n' })
    expect(first.stderr).toMatch(/^Imported corner-shop version 1: 3 gates, 3 items\./)
    const again = await desk.run('pipeline', 'import', path)
    expect(again).toEqual({
      code: 0,
      stdout: 'corner-shop\n',
      stderr: 'Version 1 of corner-shop already exists with the same content.\n',
    })
    const list = (await desk.run('pipeline', 'list')).stdout.split('\n')
    expect(list[0]).toMatch(/^ID +VERSION +GATES +LANGUAGES +SOURCE$/)
    expect(list).toContainEqual(expect.stringMatching(/^corner-shop +1 +3 +en, zh-Hant, ko +imported$/))
    expect(list).toContainEqual(expect.stringMatching(/^first-look +1 +3 +en, zh-Hant, ko +built-in$/))
    expect(list).toContainEqual(expect.stringMatching(/^ecommerce +1 +21 +en, zh-Hant, ko +built-in$/))
  })

  it('wants the version counted up for any change, and takes no older one', async () => {
    expect((await desk.run('pipeline', 'import', file(written({ version: 2, title: 'Two' })))).code).toBe(0)
    const before = await store.pipelines()
    const refused = [written({ version: 2, title: 'Other' }), written({ version: 1, title: 'Other' })]
    for (const text of refused) {
      const ran = await desk.run('pipeline', 'import', file(text))
      expect([ran.code, ran.stdout]).toEqual([1, ''])
      expect(ran.stderr).toMatch(/already exists.*Increase the version/)
      expect(await store.pipelines()).toEqual(before)
    }
    expect(before.map(({ definition, texts }) => [definition.version, texts.title])).toEqual([
      [2, { en: 'Two', 'zh-Hant': 'Two', ko: 'Two' }],
    ])
  })

  it('keeps nothing of a file with an error, and says what check says', async () => {
    const before = await store.pipelines()
    const path = file(written({ version: 3 }).replace('owner: content-team', 'owner: poets'))
    const checked = await desk.run('pipeline', 'check', path)
    expect(await desk.run('pipeline', 'import', path)).toEqual(checked)
    expect(checked).toMatchObject({ code: 1, stdout: expect.stringContaining('poets') })
    expect(await store.pipelines()).toEqual(before)
  })

  it('puts only a higher version in the place of one that comes with the product', async () => {
    const own = (version: number, title: string) => file(written({ id: 'first-look', version, title }))
    expect(await desk.run('pipeline', 'import', file(firstLook))).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('already exists with the same content'),
    })
    const before = await store.pipelines()
    const same = await desk.run('pipeline', 'import', own(1, 'Ours'))
    expect([same.code, same.stderr]).toEqual([1, expect.stringContaining('already exists')])
    expect(await store.pipelines()).toEqual(before)
    expect((await desk.run('pipeline', 'import', own(2, 'Ours'))).code).toBe(0)
    expect((await desk.run('pipeline', 'list')).stdout).toMatch(/^first-look +2 +3 +en, zh-Hant, ko +imported$/m)
  })
})

describe('a server that runs', () => {
  const wish = (slug: string, people: object) => ({
    pipeline: 'corner-shop',
    slug,
    title: 'Our corner',
    targetAt: '2026-12-01T10:00:00+08:00',
    timeZone: 'UTC',
    people,
  })

  it('creates launches of what was imported meanwhile, and a running launch keeps its version', async () => {
    const people = { 'ecommerce-sme': ['priya'], 'head-of-digital': ['helen'] }
    await shop.post('priya', '/api/v1/launches', wish('early', people)).expect(409)
    expect(await shop.version('early')).toBe(0)

    expect((await besideServer('pipeline', 'import', file(written()))).code).toBe(0)
    await shop.post('priya', '/api/v1/launches', wish('early', people)).expect(201)
    expect((await besideServer('pipeline', 'import', file(written({ version: 2, title: 'Two' })))).code).toBe(0)
    await shop.post('priya', '/api/v1/launches', wish('late', people)).expect(201)
    const versions = await Promise.all(
      ['early', 'late'].map(async (slug) => (await shop.get('priya', `/api/v1/launches/${slug}`)).body.pipeline),
    )
    expect(versions).toEqual([
      { id: 'corner-shop', version: 1 },
      { id: 'corner-shop', version: 2 },
    ])
    const made = await besideServer(
      ...['launch', 'create', '--pipeline', 'corner-shop', '--slug', 'by-hand', '--title', 'By hand'],
      ...['--target', '2026-12-01T10:00:00+08:00'],
    )
    expect([made.code, made.stdout]).toEqual([0, 'by-hand\n'])
    expect((await shop.store.load('by-hand'))?.definition.version).toBe(2)
  })

  it('lets nobody create a launch of a pipeline that they may not lead', async () => {
    await shop.post('tom', '/api/v1/launches', wish('tom-s', { 'ecommerce-sme': ['tom'] })).expect(403)
    expect(await shop.version('tom-s')).toBe(0)
  })

  it('knows a deactivated person no more from their next request on', async () => {
    await createLaunch(shop, 'hello')
    const sam = await shop.token('sam')
    await shop.get('sam', '/api/v1/launches/hello').expect(200)
    expect(await besideServer('person', 'deactivate', 'sam')).toEqual({
      code: 0,
      stdout: '',
      stderr: expect.stringMatching(/^sam is deactivated; .*\n$/),
    })
    await shop.get(sam, '/api/v1/launches/hello').expect(401)
    expect((await besideServer('person', 'list')).stdout).toMatch(/^sam .* inactive +tester$/m)
    expect((await shop.store.load('hello'))?.context.people.tester).toHaveLength(1)
    expect(await besideServer('person', 'deactivate', 'sam')).toEqual({
      code: 0,
      stdout: '',
      stderr: 'sam is already inactive.\n',
    })
  })

  it('keeps its last admin, and knows nobody of another name', async () => {
    const before = await shop.store.directory.people()
    const last = await besideServer('person', 'deactivate', 'ada')
    expect([last.code, last.stderr]).toEqual([1, expect.stringContaining('last active admin')])
    const nobody = await besideServer('person', 'deactivate', 'nobody')
    expect([nobody.code, nobody.stderr]).toEqual([1, expect.stringContaining('Person "nobody" not found.')])
    expect(await shop.store.directory.people()).toEqual(before)
    await shop.get('ada', '/api/v1/launches/hello').expect(200)
  })
})
