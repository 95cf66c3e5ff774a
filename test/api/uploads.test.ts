import { createHash } from 'node:crypto'
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { pino } from 'pino'
import supertest from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createToken } from '../../server/auth/tokens.ts'
import { sweepDrafts } from '../../server/evidence/sweep-drafts.ts'
import { createCheckedApp } from '../support/check-responses.ts'
import { type Halfway, type Listening, listening } from '../support/halfway.ts'
import { createLaunch, openShop, type Shop } from '../support/shop.ts'

/** What comes to the evidence address and stays: only what the rules take, under the hash that it has, so many at a time. */

let shop: Shop
let listens: Listening
beforeAll(async () => {
  shop = await openShop()
  listens = await listening(shop)
  await createLaunch(shop, 'corner', 'pop-up')
  await shop.send('priya', 'corner', { type: 'launch.start' }).expect(200)
  await shop.put('ci', '/api/v1/launches/corner/candidate', { version: '101' }).expect(200)
})
afterAll(async () => {
  await listens.close()
  await shop.close()
})

const photos = '/api/v1/launches/corner/gates/pages/items/CON-2/evidence'
const attach = (who: string, name: string, body: string | Buffer, path = photos) =>
  shop.post(who, path).attach('file', Buffer.from(body), name)
const folder = () => join(shop.services.config.dataDir, 'evidence')
/** Files in the folder and in its folder of drafts. */
const kept = () =>
  (existsSync(folder()) ? readdirSync(folder(), { recursive: true, encoding: 'utf8' }) : [])
    .filter((name) => name !== 'drafts')
    .sort()
const hashOf = (text: string | Buffer) => createHash('sha256').update(text).digest('hex')
async function nothingKept(act: () => Promise<unknown>) {
  const before = { version: await shop.version('corner'), kept: kept() }
  await act()
  expect({ version: await shop.version('corner'), kept: kept() }).toEqual(before)
}

/** A multipart body as bytes, since no client library writes a name that is not UTF-8. */
const named = (name: Buffer, content: string) =>
  Buffer.concat([
    Buffer.from('--x\r\nContent-Disposition: form-data; name="file"; filename="'),
    name,
    Buffer.from(`"\r\nContent-Type: text/plain\r\n\r\n${content}\r\n--x--\r\n`),
  ])
const sendNamed = (who: string, path: string, name: Buffer, content: string) =>
  shop.post(who, path).set('Content-Type', 'multipart/form-data; boundary=x').send(named(name, content))
const notUtf8 = Buffer.from([0x61, 0xff, 0xfe, 0x2e, 0x74, 0x78, 0x74])

describe('a file name that is not UTF-8', () => {
  test('is refused, since another name would be stored', () =>
    nothingKept(async () => {
      const { body } = await sendNamed('chloe', photos, notUtf8, 'the photos').expect(422)
      expect(body).toMatchObject({ code: 'invalid', reason: { code: 'file-name' } })
    }))
  test('does not matter for a report: a red one still counts', async () => {
    const tests = '/api/v1/launches/corner/gates/tests/items/TFN-1/evidence?candidate=101'
    await sendNamed('ci', tests, notUtf8, '<testsuite><testcase name="pays"/></testsuite>').expect(200)
    const red = '<testsuite><testcase name="pays"><failure/></testcase></testsuite>'
    const { body } = await sendNamed('ci', tests, notUtf8, red).expect(200)
    expect(body).toMatchObject({ ticked: false, entries: [{ action: 'gate.failCheck' }] })
  })
})

describe('what is refused stays nowhere', () => {
  test('a file by somebody who may not bring it', () => nothingKept(() => attach('joon', 'a.txt', 'mine').expect(403)))
  test('a file where a number is asked for', () =>
    nothingKept(() =>
      attach('joon', 'a.txt', 'no number', '/api/v1/launches/corner/gates/stock/items/INV-1/evidence').expect(409),
    ))
  test('a report about another build', () =>
    nothingKept(() =>
      shop
        .post('ci', '/api/v1/launches/corner/gates/tests/items/TFN-1/evidence?candidate=99')
        .set('Content-Type', 'application/xml')
        .send('<testsuite><testcase name="old"/></testsuite>')
        .expect(409),
    ))
  test('but what is taken is kept before it is answered, once', async () => {
    const keyed = () => attach('chloe', 'a.txt', 'first').set('Idempotency-Key', 'k-1')
    await keyed().expect(200)
    expect(kept()).toContain(hashOf('first'))
    await nothingKept(() => keyed().expect(200))
  })
  test('what was taken before is taken again by its key, even where it would be refused by now', async () => {
    const keyed = () => attach('chloe', 'a.txt', 'once taken').set('Idempotency-Key', 'k-2')
    const first = await keyed().expect(200)
    await shop.send('priya', 'corner', { type: 'launch.cancel', reason: 'Not this year' }).expect(200)
    await nothingKept(async () => {
      expect((await keyed().expect(200)).body).toEqual(first.body)
      await attach('chloe', 'a.txt', 'too late').expect(409)
    })
    await createLaunch(shop, 'again', 'pop-up')
    await shop.send('priya', 'again', { type: 'launch.start' }).expect(200)
  })
})

const again = photos.replace('corner', 'again')

describe('a name', () => {
  const nameOf = async () => {
    const { body } = await shop.get('priya', '/api/v1/launches/again').expect(200)
    const pages = body.gates.find(({ id }: { id: string }) => id === 'pages')
    return pages.items.find(({ id }: { id: string }) => id === 'CON-2').ticked.evidence.name
  }
  test('is cut between characters, never inside one', async () => {
    await attach('chloe', `${'a'.repeat(199)}😀${'b'.repeat(20)}.txt`, 'long', again).expect(200)
    expect(await nameOf()).toBe(`${'a'.repeat(199)}😀`)
  })
  test('loses what is not seen but steers', async () => {
    await attach('chloe', 'in\u202evoice.txt', 'steering', again).expect(200)
    expect(await nameOf()).toBe('invoice.txt')
  })
  test('that ends like what every object has is text like any other', async () => {
    await attach('chloe', 'a.constructor', 'plain', again).expect(200)
    expect(await nameOf()).toBe('a.constructor')
  })
})

describe('a body that breaks off or is no multipart', () => {
  const raw = (body: string, type = 'multipart/form-data; boundary=x') =>
    shop.post('chloe', again).set('Content-Type', type).send(Buffer.from(body))
  test.each([
    ['without its end', '--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nhalf'],
    ['with a head that is none', '--x\r\nnonsense\r\n\r\nbody\r\n--x--\r\n'],
    ['with nothing in it', ''],
    ['with another field', '--x\r\nContent-Disposition: form-data; name="a[b]"\r\n\r\n1\r\n--x--\r\n'],
  ])('is invalid: %s', async (_, body) => {
    const before = await shop.version('again')
    expect((await raw(body).expect(422)).body.code).toBe('invalid')
    expect(await shop.version('again')).toBe(before)
  })
  test('is invalid: without a boundary', () => raw('--x--\r\n', 'multipart/form-data').expect(422))
})

describe('a stored file', () => {
  const download = (bytes: string, who = 'priya') => shop.get(who, `/api/v1/launches/again/evidence/${hashOf(bytes)}`)

  test('whose bytes were changed is never sent, and the log of the server says so', async () => {
    await attach('chloe', 'proof.txt', 'the proof', again).expect(200)
    expect((await download('the proof').expect(200)).text).toBe('the proof')
    writeFileSync(join(folder(), hashOf('the proof')), 'the fraud')
    const said: string[] = []
    const log = pino({ level: 'error' }, { write: (line: string) => void said.push(line) })
    const app = createCheckedApp({ ...shop.services, log })
    const ask = () =>
      supertest(app.handler)
        .get(`/api/v1/launches/again/evidence/${hashOf('the proof')}`)
        .set('Accept', 'application/json')
    const token = await shop.token('priya')
    const answer = await ask().set('Authorization', `Bearer ${token}`).expect(500)
    expect(answer.body.code).toBe('fault')
    expect(answer.text).not.toContain('the fraud')
    expect(said.join()).toContain(hashOf('the proof'))
    rmSync(join(folder(), hashOf('the proof')))
    await ask().set('Authorization', `Bearer ${token}`).expect(500)
    app.drain()
  })
})

describe('large bodies', () => {
  const begin = async (who: string, path = again): Promise<Halfway> =>
    listens.halfway(path, {
      Authorization: `Bearer ${await shop.token(who)}`,
      'Content-Type': 'multipart/form-data; boundary=x',
      'Content-Length': '10000000',
    })
  const patient = { timeout: 20_000 }
  const status = (who: string) => attach(who, 'a.txt', 'one more', again).then((answer) => answer.status)

  /** Lets these begin slow bodies until another one is refused. One that comes while a probe holds the last place is refused itself, so more follow. */
  async function fill(senders: string[], prober: string, refused: number): Promise<Halfway[]> {
    const slow: Halfway[] = []
    const probe = async () => {
      for (const who of senders) slow.push(await begin(who))
      await setTimeout(100)
      return status(prober)
    }
    await expect.poll(probe, patient).toBe(refused)
    return slow
  }

  test('of one sender are read two at once, and others’ are read meanwhile', async () => {
    await shop.send('priya', 'again', { type: 'launch.assignRole', role: 'content-team', person: 'tom' }).expect(200)
    const slow = await fill(['chloe'], 'chloe', 429)
    const refused = await attach('chloe', 'a.txt', 'not to be kept', again).expect(429)
    expect(refused.body.code).toBe('too-many')
    expect(refused.headers['retry-after']).toMatch(/^\d+$/)
    expect(kept()).not.toContain(hashOf('not to be kept'))
    await attach('tom', 'a.txt', 'from Tom', again).expect(200)
    for (const each of slow) each.abort()
    await expect.poll(() => status('chloe'), patient).toBe(200)
  })

  test('are eight at once, and the ninth comes again later', async () => {
    const senders = ['chloe', 'tom', 'ana', 'lin', 'sam']
    for (const person of senders.slice(2))
      await shop.send('priya', 'again', { type: 'launch.assignRole', role: 'content-team', person }).expect(200)
    const slow = await fill(senders.slice(0, 4), 'sam', 503)
    const refused = await attach('sam', 'a.txt', 'not to be kept', again).expect(503)
    expect(refused.body.code).toBe('unavailable')
    expect(refused.headers['retry-after']).toMatch(/^\d+$/)
    expect(kept()).not.toContain(hashOf('not to be kept'))
    for (const each of slow) each.abort()
    await expect.poll(() => status('sam'), patient).toBe(200)
  })

  test('of those who may only read take no place', async () => {
    const { token } = await createToken(shop.store, { person: 'chloe', scopes: ['status:read'] }, shop.now)
    const headers = {
      'Content-Type': 'multipart/form-data; boundary=x',
      'Content-Length': '10000000',
    }
    const scopeless = Array.from({ length: 8 }, () =>
      listens.halfway(again, { ...headers, Authorization: `Bearer ${token}` }),
    )
    const auditors = await Promise.all(Array.from({ length: 8 }, () => begin('omar')))
    for (const each of [...scopeless, ...auditors]) expect((await each.answer).status).toBe(403)
    await attach('chloe', 'a.txt', 'in between', again).expect(200)
  })
})

test('half-written files are swept, and nothing else', async () => {
  const whole = kept()
  writeFileSync(join(folder(), 'drafts', `${'0'.repeat(64)}.abcdef012345`), 'half')
  expect(await sweepDrafts(shop.services.config.dataDir)).toBe(1)
  expect(kept()).toEqual(whole)
  expect(await sweepDrafts('/nowhere/at/all')).toBe(0)
})
