import supertest from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Listening, listening } from '../support/halfway.ts'
import { createLaunch, openShop, type Shop, writesNothing } from '../support/shop.ts'
import { alertsIn, formOf, formsOf, textOf } from './read.ts'
import { type Visitor, visitor } from './visitor.ts'

/** What comes to the pages and is none of their forms: refused before it is read, named, and never a fault. */

let shop: Shop
let listens: Listening
let chloe: Visitor
let cookie: string
const gate = '/launches/corner/gates/pages'
const commands = '/launches/corner/commands'
const evidence = `${gate}/items/CON-2/evidence`

beforeAll(async () => {
  shop = await openShop({ LAUNCHGATE_DEMO: '1' })
  listens = await listening(shop)
  await createLaunch(shop, 'corner', 'pop-up')
  await shop.send('priya', 'corner', { type: 'launch.start' }).expect(200)
  chloe = await visitor(shop, 'chloe')
  cookie = chloe.cookie
})
afterAll(async () => {
  await listens.close()
  await shop.close()
})

const ours = { 'Sec-Fetch-Site': 'same-origin' }
const boundary = { 'Content-Type': 'multipart/form-data; boundary=x' }
const text = { 'Content-Type': 'text/plain' }
const form = { 'Content-Type': 'application/x-www-form-urlencoded' }
const post = (path: string, headers: Record<string, string>, body: string) =>
  supertest(shop.app.handler).post(path).set(ours).set('Cookie', cookie).set(headers).send(body)
const nothingWritten = <T>(act: () => Promise<T>) => writesNothing(shop, 'corner', act)

describe('a body is not read', () => {
  const large = { 'Content-Length': '9000000' }
  test.each([
    ['of nobody, for a command', commands, form, 413, false],
    ['of nobody, for a file', evidence, boundary, 401, false],
    ['about no launch', '/launches/none/commands', form, 404, true],
    ['about no gate', '/launches/corner/gates/none/items/CON-2/evidence', boundary, 404, true],
    ['about no item', `${gate}/items/CON-9/evidence`, boundary, 404, true],
    ['that is no form: signing in', '/sign-in', text, 422, false],
    ['that is no form: a command', commands, text, 422, true],
    ['that is too long for a form in parts', commands, boundary, 413, true],
    ['that is no file', evidence, form, 422, true],
    ['that is too long for a form', commands, form, 413, true],
    ['that is too long to sign in', '/sign-in', form, 413, false],
  ])('%s', async (_, path, type, status, isSignedIn) => {
    const headers = { ...ours, ...large, ...type, ...(isSignedIn ? { Cookie: cookie } : {}) }
    const answer = await listens.halfway(path, headers).answer
    expect(answer.status).toBe(status)
  })
})

describe('what a form does not have', () => {
  test.each([
    ['a field in brackets', { type: 'gate.comment', gate: 'pages', text: 'x', 'a[b]': 'c' }],
    ['a field like what every object has', { type: 'gate.comment', gate: 'pages', text: 'x', constructor: 'c' }],
  ])('%s is named', async (_, fields) => {
    const answer = await nothingWritten(() => chloe.post(commands, fields).expect(422))
    const [odd = ''] = Object.keys(fields).slice(-1)
    expect(alertsIn(answer.text).join()).toContain(odd)
  })

  test('a field in brackets beside a file is named', async () => {
    const part = (head: string, body: string) => `--x\r\nContent-Disposition: form-data; ${head}\r\n\r\n${body}\r\n`
    const body = `${part('name="a[b]"', 'c')}${part('name="file"; filename="a.txt"', 'text')}--x--\r\n`
    const answer = await nothingWritten(() => post(evidence, boundary, body).expect(422))
    expect(alertsIn(answer.text).join()).toContain('a[]')
  })

  test('an unknown field at the sign-in, and at the sign-out, is named', async () => {
    const answer = await (await visitor(shop, null)).post('/sign-in', { person: 'tom', admin: 'yes' }).expect(422)
    expect(answer.headers['set-cookie']).toBeUndefined()
    expect(textOf(answer.text)).toContain('admin')
    const tom = await visitor(shop, 'tom')
    await tom.post('/sign-out', { everywhere: 'yes' }).expect(422)
    await tom.get('/launches').expect(200)
  })

  test.each([
    '/?x=1',
    '/launches?state=draft',
    '/launches/corner?seite=2',
    `${gate}?x=1`,
    '/sign-in?next=/&person=tom',
    '/launches/corner/log?gate=pages&gat=stock',
    '/launches/corner/log?gate=pages&gate=stock',
    '/launches/corner/events?from=1',
  ])('a parameter of %s is named', async (path) => {
    const answer = await chloe.get(path).expect(422)
    expect(textOf(answer.text)).toMatch(/Unknown URL parameters: (x|state|seite|person|gat|gate|from)\./)
  })

  test('a parameter of a form’s address is named, and nothing is done', async () => {
    const fields = { type: 'gate.comment', gate: 'pages', text: 'x' }
    await nothingWritten(() => chloe.post(`${commands}?force=1`, fields).expect(422))
  })

  test.each(['/?lang=en', '/launches/corner/log?gate=&person=tom&page=1&lang=ko', '/sign-in?lang=zh-Hant'])(
    '%s is known',
    async (path) => void (await chloe.get(path).expect(200)),
  )
})

describe('a body that breaks off', () => {
  test.each([
    ['without its end', '--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nhalf'],
    ['with a head that is none', '--x\r\nnonsense\r\n\r\nbody\r\n--x--\r\n'],
    [
      'with two files',
      '--x\r\nContent-Disposition: form-data; name="other"; filename="a.txt"\r\n\r\nhalf\r\n--x--\r\n',
    ],
  ])('%s is said on the page', async (_, body) => {
    const answer = await nothingWritten(() => post(evidence, boundary, body).expect(422))
    expect(alertsIn(answer.text).join()).toContain('The request was invalid')
  })
  test('a form in an alphabet that is not read', async () => {
    const type = { 'Content-Type': 'application/x-www-form-urlencoded; charset=utf-7' }
    await nothingWritten(() => post(commands, type, 'type=gate.comment').expect(422))
  })
})

describe('the key of a form', () => {
  const say = (text: string, more: Record<string, string | string[]>, path = commands) =>
    chloe.post(path, { type: 'gate.comment', gate: 'pages', text, ...more })

  test.each([[''], ['with blanks'], ['ä'], ['x'.repeat(201)], [['one', 'two']]])('%j is none', async (requestKey) => {
    const answer = await nothingWritten(() => say('Kept text', { requestKey }).expect(422))
    expect(alertsIn(answer.text).join()).toContain('The form data was incomplete')
    expect(answer.text).toContain('Kept text')
  })

  test('holds for the address however it is written', async () => {
    const before = await shop.version('corner')
    await say('Once', { requestKey: 'key-1' }).expect(303)
    await say('Once', { requestKey: 'key-1' }, `${commands}/`).expect(303)
    await say('Once', { requestKey: 'key-1' }, '/launches/corner/COMMANDS').expect(303)
    expect(await shop.version('corner')).toBe(before + 1)
  })

  test('is another than that of a program', async () => {
    const before = await shop.version('corner')
    await say('Page', { requestKey: 'key-2' }).expect(303)
    const command = { type: 'gate.comment', gate: 'pages', text: 'Program' }
    await shop.send('chloe', 'corner', command).set('Idempotency-Key', 'key-2').expect(200)
    expect(await shop.version('corner')).toBe(before + 2)
  })

  test('of a file holds for the address however it is written; for programs too', async () => {
    const page = await chloe.get(gate)
    const { action, hidden } = formOf(page, 'f-gate-tick-CON-2')
    const send = (path: string) =>
      supertest(shop.app.handler)
        .post(path)
        .set(ours)
        .set('Cookie', cookie)
        .field('requestKey', hidden.requestKey ?? '')
        .attach('file', Buffer.from('pictures'), 'a.txt')
    const before = await shop.version('corner')
    await send(action).expect(303)
    await send(`${action}/`).expect(303)
    const program = (path: string) =>
      shop.post('chloe', path).set('Idempotency-Key', 'file-1').attach('file', Buffer.from('others'), 'a.txt')
    const first = await program(`/api/v1${action}`).expect(200)
    expect((await program(`/api/v1${action}/`).expect(200)).body).toEqual(first.body)
    expect(await shop.version('corner')).toBe(before + 2)
  })
})

describe('where a link leads', () => {
  test.each([
    ['/한', '/%ED%95%9C'],
    ['/launches?x=한', '/launches?x=%ED%95%9C'],
    ['/\ud800', '/%EF%BF%BD'],
    ['/.//evil.example', '/'],
    ['/launches/..//evil.example', '/'],
    ['/%2e%2e//evil.example', '/'],
    ['//evil.example', '/'],
  ])('next=%j leads to %s, with script and without', async (next, location) => {
    const fields = `person=tom&next=${encodeURIComponent(next.toWellFormed())}`
    const plain = await post('/sign-in', form, fields).expect(303)
    expect(plain.headers.location).toBe(location)
    const scripted = await post('/sign-in', { ...form, 'HX-Request': 'true' }, fields).expect(200)
    expect(scripted.headers['hx-redirect']).toBe(location)
  })

  test('an address that looks like another site is not drawn as a link', async () => {
    const { clock } = shop.services
    shop.services.clock = () => {
      throw new Error('a fault of ours')
    }
    try {
      const answer = await chloe.get('//evil.example/sign-in').expect(500)
      expect(answer.text).toContain('href="/"')
      expect(answer.text).not.toContain('href="//')
    } finally {
      shop.services.clock = clock
    }
    const found = await chloe.get('//evil.example/launches').expect(404)
    expect(found.text).not.toMatch(/(href="|next=)(\/\/|%2F%2F)/)
  })
})

describe('what may be cached', () => {
  const head = (path: string) => supertest(shop.app.handler).get(path).set(ours).set('Cookie', cookie)

  test.each([
    '/assets/nope',
    '/assets/',
    '/assets/../package.json',
    '/assets/%2e%2e/package.json',
    '/assets/htmx.js/x',
  ])('%s is answered plainly, without anybody’s page, and kept by nobody', async (path) => {
    const answer = await head(path).expect(404)
    expect(answer.headers['cache-control']).toBe('no-store')
    expect(answer.text).not.toContain('Chloe')
    expect(formsOf(answer.text)).toEqual([])
  })
  test('what a page names is kept for ever, and every file that it names is there', async () => {
    const { text } = await head('/sign-in').expect(200)
    const named = [...text.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(([, path = '']) => path)
    expect(named.length).toBeGreaterThanOrEqual(4)
    for (const path of named) {
      const answer = await head(path).expect(200)
      expect(answer.headers['cache-control'], path).toBe('public, max-age=31536000, immutable')
    }
    const styles = named.find((path) => path.endsWith('/app.css')) ?? ''
    await head(styles.replace('app.css', 'fonts/inter-latin-opsz-normal.woff2')).expect(200)
  })
  test.each([
    ['/assets/app.css', 'text/css; charset=utf-8'],
    ['/assets/0123456789abcdef/htmx.js', 'text/javascript; charset=utf-8'],
    ['/assets/icon.svg', 'image/svg+xml'],
  ])('%s, under another hash or none, is the current file and asked for again', async (path, type) => {
    const answer = await head(path).expect(200)
    expect(answer.headers).toMatchObject({ 'cache-control': 'no-cache', 'content-type': expect.stringContaining(type) })
  })
  test.each(['/', '/launches', gate, '/nowhere', '/sign-in', '/setup', '/launches/corner/log?x=1'])(
    '%s is a page',
    async (path) => {
      expect((await head(path)).headers['cache-control']).toBe('no-store')
    },
  )
})
