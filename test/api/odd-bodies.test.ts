import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { pino } from 'pino'
import supertest from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { textOf } from '../pages/read.ts'
import { visitor } from '../pages/visitor.ts'
import { createCheckedApp } from '../support/check-responses.ts'
import { createLaunch, openShop, type Shop, writesNothing } from '../support/shop.ts'

/** Bodies and addresses that are not what they claim: refused with a sentence, no error in the log, and nothing written. */

let shop: Shop
let app: ReturnType<typeof createCheckedApp>
const logged: string[] = []
beforeAll(async () => {
  shop = await openShop({ LAUNCHGATE_DEMO: '1' })
  app = createCheckedApp({
    ...shop.services,
    log: pino({ level: 'warn' }, { write: (line) => void logged.push(line) }),
  })
  await createLaunch(shop, 'hello')
  await shop.send('priya', 'hello', { type: 'launch.start' }).expect(200)
  await createLaunch(shop, 'corner', 'pop-up')
  await shop.send('priya', 'corner', { type: 'launch.start' }).expect(200)
  await shop.put('ci', '/api/v1/launches/corner/candidate', { version: '101' }).expect(200)
})
afterAll(async () => {
  app.drain()
  await shop.close()
})

const command = JSON.stringify({ type: 'gate.comment', gate: 'content', text: 'Größe 박준' })
const commands = '/api/v1/launches/hello/commands'
const report = '/api/v1/launches/corner/gates/tests/items/TFN-1/evidence?candidate=101'
async function post(body: Buffer | string, headers: Record<string, string>, path = commands) {
  const request = supertest(app.handler)
    .post(path)
    .set('Authorization', `Bearer ${await shop.token(path === report ? 'sam' : 'chloe')}`)
  // The bytes as they are: supertest would encode a string or an object.
  return request
    .set({ 'Content-Type': 'application/json', ...headers })
    .serialize((bytes: unknown) => bytes as string)
    .send(Buffer.from(body))
}
const nothingWritten = <T>(act: () => Promise<T>) =>
  writesNothing(shop, 'hello', () => writesNothing(shop, 'corner', act))
async function refused(body: Buffer | string, headers: Record<string, string>, says: RegExp, path = commands) {
  logged.length = 0
  const answer = await nothingWritten(() => post(body, headers, path))
  expect(answer.status).toBe(422)
  expect(answer.headers['content-type']).toContain('application/problem+json')
  expect(answer.body).toMatchObject({ code: 'invalid', detail: expect.stringMatching(says) })
  expect(logged).toEqual([])
}

const packed: [string, Buffer][] = [
  ['gzip', gzipSync(command)],
  ['deflate', deflateSync(command)],
  ['br', brotliCompressSync(command)],
]

describe.each(packed)('a body in %s', (encoding, bytes) => {
  const headers = { 'Content-Encoding': encoding }
  test('is read', async () => expect((await post(bytes, headers)).status).toBe(200))
  test('is refused when it is not packed at all', () => refused('nonsense', headers, /Content-Encoding/))
  test('is refused when it ends early', () => refused(bytes.subarray(0, -9), headers, /Content-Encoding/))
  test('is refused when a byte has changed', () => {
    const changed = Buffer.from(bytes)
    changed.fill(0xff, 12, 16)
    // Brotli has no checksum: other bytes may come out, which are no JSON.
    return refused(changed, headers, /Content-Encoding|UTF-8|JSON/)
  })
  test('is refused as a report too', () =>
    refused('nonsense', { ...headers, 'Content-Type': 'application/xml' }, /Content-Encoding/, report))
})

test('an encoding that is not known is refused', () =>
  refused(command, { 'Content-Encoding': 'zstd-9' }, /Content-Encoding/))

test('what unpacks to more than 64 KB is too large', async () => {
  const bomb = gzipSync(`{"type":"${'x'.repeat(2_000_000)}"}`)
  const answer = await nothingWritten(() => post(bomb, { 'Content-Encoding': 'gzip' }))
  expect(answer.status).toBe(413)
})

describe('JSON that is not UTF-8', () => {
  const around = (bytes: number[]) =>
    Buffer.concat([
      Buffer.from('{"type":"gate.comment","gate":"content","text":"a'),
      Buffer.from(bytes),
      Buffer.from('"}'),
    ])
  test.each([
    ['bytes that never occur', [0xff, 0xfe]],
    ['a character cut short', [0xe2, 0x82]],
    ['an overlong form', [0xc0, 0xaf]],
    ['half of a surrogate pair', [0xed, 0xa0, 0x80]],
  ])('%s', (_, bytes) => refused(around(bytes), {}, /UTF-8/))
  test('UTF-16', () => refused(Buffer.from(command, 'utf16le'), {}, /UTF-8|JSON/))
  test.each(['utf-16le', 'iso-8859-1', '"latin1"'])('a charset that says %s', (charset) =>
    refused(command, { 'Content-Type': `application/json; charset=${charset}` }, /UTF-8/),
  )
  test.each(['utf-8', 'UTF-8', '"utf-8"', 'utf8'])('a charset of %s is taken', async (charset) =>
    expect((await post(command, { 'Content-Type': `application/json;charset=${charset}` })).status).toBe(200),
  )
  test.each(['"text"', '7', 'null', '', '{', '{"a":1}}'])('%s is no JSON object', (body) => refused(body, {}, /JSON/))
})

describe('a form', () => {
  const send = async (body: string | Buffer, type: string) => {
    const chloe = await visitor(shop, 'chloe')
    return supertest(app.handler)
      .post('/launches/hello/commands')
      .set({ 'Sec-Fetch-Site': 'same-origin', Cookie: chloe.cookie, 'Content-Type': type })
      .serialize((bytes: unknown) => bytes as string)
      .send(Buffer.from(body))
  }
  const escaped = 'application/x-www-form-urlencoded'
  const inParts = 'multipart/form-data; boundary=x'
  const parts = (text: Buffer) =>
    Buffer.concat([
      Buffer.from('--x\r\nContent-Disposition: form-data; name="type"\r\n\r\ngate.comment\r\n'),
      Buffer.from('--x\r\nContent-Disposition: form-data; name="gate"\r\n\r\ncontent\r\n'),
      Buffer.from('--x\r\nContent-Disposition: form-data; name="text"\r\n\r\n'),
      text,
      Buffer.from('\r\n--x--\r\n'),
    ])
  test.each<[string, string | Buffer, string]>([
    ['escaped bytes that are not UTF-8', 'type=gate.comment&gate=content&text=a%FF', escaped],
    ['a percent sign that escapes nothing', 'type=gate.comment&gate=content&text=100%', escaped],
    ['a percent sign in a name', 'type=gate.comment&gate=content&text=a&%zz=1', escaped],
    ['bare bytes that are not UTF-8', Buffer.from('type=gate.comment&gate=content&text=\xff', 'latin1'), escaped],
    ['another charset', 'type=gate.comment&gate=content&text=a', `${escaped}; charset=iso-8859-1`],
    ['parts that are not UTF-8', parts(Buffer.from([0x61, 0xff, 0xfe])), inParts],
    ['parts that do not end', parts(Buffer.from('a')).subarray(0, -8), inParts],
  ])('with %s is refused, and the page says so', async (_, body, type) => {
    logged.length = 0
    const answer = await nothingWritten(() => send(body, type))
    expect(answer.status).toBe(422)
    expect(textOf(answer.text)).toContain('Not saved.')
    expect(logged).toEqual([])
  })

  test.each([
    ['escaped', `type=gate.comment&gate=content&text=${encodeURIComponent('Größe 100% + 박준')}`, escaped],
    ['in parts', parts(Buffer.from('Größe 100% + 박준')), inParts],
  ])('%s is read to the letter', async (_, body, type) => {
    expect((await send(body, type)).status).toBe(303)
    const { entries } = (await shop.get('chloe', '/api/v1/launches/hello/entries?limit=500').expect(200)).body
    expect(entries.at(-1).data.text).toBe('Größe 100% + 박준')
  })
})

describe('an address that is not UTF-8', () => {
  test.each([
    ['/api/v1/launches/hello/status?candidate=%FF', 422],
    ['/api/v1/launches/hello/status?candidate=100%', 422],
    ['/api/v1/launches/hello/deploy?candidate=%E2%82', 422],
    ['/api/v1/launches/hello/status?%FF=1', 422],
    ['/api/v1/launches/%FF/status', 404],
    ['/launches/%FF', 404],
    ['/sign-in?next=%FF', 422],
    ['/launches?tab=%', 422],
    ['/assets/%FF', 404],
    ['/assets/%00', 404],
  ])('%s is answered with %i', async (path, status) => {
    logged.length = 0
    const answer = await shop.get('chloe', path)
    expect(answer.status).toBe(status)
    expect(logged).toEqual([])
  })
})

describe('a fragment with a percent sign', () => {
  const fragment = '/launches/hello#100%'
  test('is where somebody is sent after signing in', async () => {
    const answer = await supertest(app.handler)
      .post('/sign-in')
      .set('Sec-Fetch-Site', 'same-origin')
      .type('form')
      .send({ person: 'chloe', next: fragment })
      .expect(303)
    expect(answer.headers.location).toMatch(/^\/launches\/hello#100%(25)?$/)
  })

  test('on the page that a script stands on does not keep its form from being taken', async () => {
    const chloe = await visitor(shop, 'chloe', true)
    const fields = { type: 'gate.comment', gate: 'content', text: 'From a fragment' }
    const before = await shop.version('hello')
    await chloe
      .post('/launches/hello/commands', fields)
      .set('HX-Current-URL', `http://localhost${fragment}`)
      .expect(200)
    expect(await shop.version('hello')).toBe(before + 1)
  })
})
