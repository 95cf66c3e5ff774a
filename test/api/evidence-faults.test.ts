import { createHash } from 'node:crypto'
import { appendFileSync, createReadStream, existsSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
import supertest from 'supertest'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { textOf } from '../pages/read.ts'
import { visitor } from '../pages/visitor.ts'
import { createCheckedApp } from '../support/check-responses.ts'
import { createLaunch, openShop, type Shop } from '../support/shop.ts'

/** The disk fails while Chloe attaches a file, or damages it later: she hears "try again", and trying again is enough. */

let shop: Shop
beforeAll(async () => {
  shop = await openShop({ LAUNCHGATE_DEMO: '1' })
  await createLaunch(shop, 'corner', 'pop-up')
  await shop.send('priya', 'corner', { type: 'launch.start' }).expect(200)
})
afterEach(() => vi.restoreAllMocks())
afterAll(() => shop.close())

const photos = '/api/v1/launches/corner/gates/pages/items/CON-2/evidence'
const attach = (body: string) => shop.post('chloe', photos).attach('file', Buffer.from(body), 'photos.txt')
const hashOf = (text: string) => createHash('sha256').update(text).digest('hex')
const folder = () => join(shop.services.config.dataDir, 'evidence')
/** Files in the folder and in its folder of drafts. */
const files = () =>
  (existsSync(folder()) ? readdirSync(folder(), { recursive: true, encoding: 'utf8' }) : [])
    .filter((name) => name !== 'drafts')
    .sort()
const stored = (text: string) => shop.get('priya', `/api/v1/launches/corner/evidence/${hashOf(text)}`)
const state = async () => ({ version: await shop.version('corner'), files: files() })

/** Real files, of which one call fails as the system would make it fail; bytes are written up to the fault. */
async function failing(method: 'writeFile' | 'sync', code: string): Promise<void> {
  const file = await open(shop.services.config.dataDir)
  // The class of file handles is not exported by Node; every handle has it as its prototype.
  const handles: FileHandle = Object.getPrototypeOf(file)
  await file.close()
  vi.spyOn(handles, method).mockImplementation(async function (this: FileHandle) {
    await this.write(Buffer.alloc(4096))
    throw Object.assign(new Error(`${code}: ${method}`), { code })
  })
}

describe.each(['ENOSPC', 'EDQUOT', 'EFBIG', 'EIO', 'EROFS', 'EMFILE', 'ENFILE'])(
  '%s while a file is written',
  (code) => {
    test.each(['writeFile', 'sync'] as const)(
      'in %s: 503, nothing stays behind, and trying again is enough',
      async (at) => {
        const before = await state()
        await failing(at, code)
        const refused = await attach(`${code} ${at}`).expect(503)
        expect(refused.headers['retry-after']).toBe('5')
        expect(refused.body).toMatchObject({ code: 'unavailable', status: 503 })
        expect(await state()).toEqual(before)
        await shop.send('chloe', 'corner', { type: 'gate.comment', gate: 'pages', text: 'Meanwhile' }).expect(200)
        vi.restoreAllMocks()
        await attach(`${code} ${at}`).expect(200)
        expect(files()).toEqual([...before.files, hashOf(`${code} ${at}`)].sort())
      },
    )
  },
)

test('the page says so too, and keeps the person on their way', async () => {
  const chloe = await visitor(shop, 'chloe')
  await shop.send('chloe', 'corner', { type: 'gate.untick', gate: 'pages', item: 'CON-2' }).expect(200)
  const page = await chloe.get('/launches/corner/gates/pages').expect(200)
  const before = await state()
  await failing('writeFile', 'ENOSPC')
  const refused = await chloe
    .attach(page, 'f-gate-tick-CON-2', { name: 'photos.txt', body: 'from the page' })
    .expect(503)
  expect(refused.headers['retry-after']).toBe('5')
  expect(textOf(refused.text)).toContain('ry again')
  expect(await state()).toEqual(before)
})

describe('a file that was damaged on disk', () => {
  const kinds: [string, (path: string) => void][] = [
    ['cut to nothing', (path) => truncateSync(path, 0)],
    ['with other bytes of the same length', (path) => writeFileSync(path, 'x'.repeat('the photos'.length))],
    ['with bytes at its end', (path) => appendFileSync(path, '!')],
    ['deleted', (path) => rmSync(path)],
  ]
  test.each(kinds)('%s: handing it in again repairs it, although the tick stands', async (_, damage) => {
    await attach('the photos').expect(200)
    damage(join(folder(), hashOf('the photos')))
    await stored('the photos').expect(500)
    const before = await state()
    const again = await attach('the photos').expect(200)
    expect(again.body).toMatchObject({ ticked: true, entries: [] })
    expect(await shop.version('corner')).toBe(before.version)
    expect((await stored('the photos').buffer(true).expect(200)).text).toBe('the photos')
    expect(files().filter((name) => name.includes('.'))).toEqual([])
  })

  test('twice at once: both are answered, and the file is whole', async () => {
    await attach('the photos').expect(200)
    truncateSync(join(folder(), hashOf('the photos')), 3)
    const answers = await Promise.all([attach('the photos'), attach('the photos')])
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    expect((await stored('the photos').buffer(true).expect(200)).text).toBe('the photos')
    expect(files().filter((name) => name.includes('.'))).toEqual([])
  })
})

describe('a stored file that cannot be read now', () => {
  const faulty = (code: string) => {
    const read = (sha256: string) => {
      const stream = createReadStream(join(folder(), sha256))
      queueMicrotask(() => stream.destroy(Object.assign(new Error(`${code}: read`), { code })))
      return stream
    }
    return createCheckedApp({ ...shop.services, evidence: { ...shop.services.evidence, read } })
  }
  test.each([
    ['EIO', 503],
    ['EMFILE', 503],
    ['EISDIR', 500],
  ])('%s is answered with %i', async (code, status) => {
    await attach('the photos').expect(200)
    const app = faulty(code)
    const answer = await supertest(app.handler)
      .get(`/api/v1/launches/corner/evidence/${hashOf('the photos')}`)
      .set('Authorization', `Bearer ${await shop.token('priya')}`)
      .expect(status)
    expect(answer.headers['retry-after']).toBe(status === 503 ? '5' : undefined)
    app.drain()
  })
})

describe('a file of a completed gate that was damaged on disk', () => {
  const path = () => join(folder(), hashOf('the photos'))
  const gateVersion = async (): Promise<number> => {
    const { body } = await shop.get('chloe', '/api/v1/launches/corner').expect(200)
    return body.gates.find(({ id }: { id: string }) => id === 'pages').version
  }
  beforeAll(async () => {
    const does = (command: object) => shop.send('chloe', 'corner', { gate: 'pages', ...command }).expect(200)
    await attach('the photos').expect(200)
    await does({ type: 'gate.tick', item: 'CON-1' })
    await does({ type: 'gate.complete', ifVersion: await gateVersion() })
  })

  test('is repaired by handing it in again, although the tick is refused', async () => {
    const before = await state()
    truncateSync(path(), 0)
    const refused = await attach('the photos').expect(409)
    expect(refused.body).toMatchObject({ code: 'refused' })
    expect((await stored('the photos').buffer(true).expect(200)).text).toBe('the photos')
    expect(await state()).toEqual(before)
  })

  test('is repaired when it was deleted', async () => {
    const before = await state()
    rmSync(path())
    await attach('the photos').expect(409)
    expect(await state()).toEqual(before)
    await stored('the photos').expect(200)
  })

  test.each<[string, string, string, number]>([
    ['other bytes', 'chloe', 'other bytes', 409],
    ['someone without the role', 'tom', 'the photos', 403],
    ['the auditor', 'omar', 'the photos', 403],
  ])('is left alone by %s', async (_, who, text, status) => {
    truncateSync(path(), 3)
    const before = await state()
    await shop.post(who, photos).attach('file', Buffer.from(text), 'photos.txt').expect(status)
    expect(await state()).toEqual(before)
    await stored('the photos').expect(500)
    await attach('the photos').expect(409)
    await stored('the photos').expect(200)
  })
})
