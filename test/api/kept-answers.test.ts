import supertest from 'supertest'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStore } from '../../db/open-store.ts'
import { createToken } from '../../server/auth/tokens.ts'
import { createCheckedApp } from '../support/check-responses.ts'
import { revoke } from '../support/directory.ts'
import { createLaunch, monday, openShop, type Shop } from '../support/shop.ts'
import { fileOf, tamperWith } from '../support/tamper.ts'

/** Answers of status and deploy are kept for all who ask the same; none may be told from one that was made this moment. */

let shop: Shop
const day = 86_400_000
beforeAll(async () => {
  shop = await openShop()
  await createLaunch(shop, 'hello', 'pop-up')
  for (const [who, command] of [
    ['priya', { type: 'launch.start' }],
    ['joon', { type: 'gate.tick', gate: 'stock', item: 'INV-3', evidence: { kind: 'number', value: 10 } }],
    ['chloe', { type: 'gate.block', gate: 'pages', reason: 'The printer says "asOf":"never"' }],
    ['joon', { type: 'gate.requestWaiver', gate: 'stock', reason: 'Later', mitigation: 'A count', until: inDays(5) }],
    ['helen', { type: 'gate.grantWaiver', gate: 'stock' }],
  ] as const)
    await shop.send(who, 'hello', { ...command, ifVersion: await seen(command) }).expect(200)
})
afterAll(() => shop.close())

const inDays = (days: number) => new Date(monday + days * day).toISOString()
const seen = async (command: { gate?: string; [field: string]: unknown }) =>
  (await shop.store.load('hello'))?.gates[command.gate ?? '']?.version ?? undefined
const paths = ['status', 'status?candidate=4812', 'deploy', 'deploy?format=text', 'deploy?candidate=4812']

/** Everything about an answer but its own names: of the request, and of the moment when the server sent it. */
async function answerOf(app: Shop['app'], path: string, token: string | null) {
  const request = supertest(app.handler).get(`/api/v1/launches/hello/${path}`)
  const { status, headers, text } = await (token === null ? request : request.set('Authorization', `Bearer ${token}`))
  const { date: _, 'x-request-id': id = '', ...rest } = headers
  if (path.startsWith('deploy') && !path.includes('text') && status === 423)
    expect(JSON.parse(text).request, 'the id of this request and no other').toBe(id)
  return { status, headers: rest, text: text.replace(id, 'q_') }
}

/** The same product, started this moment on the same file: it has nothing kept. */
async function inNewServer<T>(ask: (app: Shop['app']) => Promise<T>): Promise<T> {
  const store = await openStore(shop.services.config.databaseUrl)
  const app = createCheckedApp({ ...shop.services, store })
  try {
    return await ask(app)
  } finally {
    app.drain()
    await store.close()
  }
}

async function expectTheTruth(): Promise<void> {
  const ci = await shop.token('ci')
  for (const [path, token] of paths.map((each) => [each, ci] as const)) {
    const made = await inNewServer((app) => answerOf(app, path, token))
    for (const turn of ['first', 'again'])
      expect(await answerOf(shop.app, path, token), `${path}, ${turn}`).toEqual(made)
  }
}

test('at every instant, in whatever order they come, the answer is that of a server that has nothing kept', async () => {
  const instants = [0, 1, 3 * day - 1, 3 * day, 3 * day - 1, 5 * day, 5 * day - 1, 38 * day + 15 * 3_600_000, 1]
  try {
    for (const after of instants) {
      shop.now = monday + after
      await expectTheTruth()
      const { asOf } = JSON.parse((await answerOf(shop.app, 'status', await shop.token('ci'))).text)
      expect(asOf).toBe(new Date(shop.now).toISOString())
    }
  } finally {
    shop.now = monday
  }
}, 60_000)

test('what was changed by a command, or in the file by another process, is in the next answer', async () => {
  await expectTheTruth()
  await shop
    .send('chloe', 'hello', { type: 'gate.unblock', gate: 'pages', ifVersion: await seen({ gate: 'pages' }) })
    .expect(200)
  await expectTheTruth()
  tamperWith(
    fileOf(shop.services.config.databaseUrl),
    `update people set name = 'Chloe Martin-Ruiz' where id = 'chloe'`,
  )
  expect((await answerOf(shop.app, 'status', await shop.token('ci'))).text).toContain('Chloe Martin-Ruiz')
  await expectTheTruth()
})

test('a launch whose status is public shows a stranger no names, though a program has just asked', async () => {
  await shop.send('priya', 'hello', { type: 'launch.setPublicStatus', public: true }).expect(200)
  const named = await answerOf(shop.app, 'status', await shop.token('ci'))
  const anonymous = await answerOf(shop.app, 'status', null)
  expect(named.text).toContain('Chloe Martin')
  expect(anonymous.text).not.toContain('Chloe')
  expect(anonymous.headers.etag).not.toBe(named.headers.etag)
  await shop.send('priya', 'hello', { type: 'launch.setPublicStatus', public: false }).expect(200)
  expect((await answerOf(shop.app, 'status', null)).status).toBe(401)
})

test('a token that another process has revoked gets nothing more, whatever is kept', async () => {
  const { token, record } = await createToken(shop.store, { service: 'ci', scopes: ['status:read'] }, shop.now)
  expect((await answerOf(shop.app, 'status', token)).status).toBe(200)
  const commandLine = await openStore(shop.services.config.databaseUrl)
  await revoke(commandLine, record.id, shop.now)
  await commandLine.close()
  for (const path of paths) expect((await answerOf(shop.app, path, token)).status, path).toBe(401)
})

test('HEAD has the head of GET, and its length', async () => {
  const ci = await shop.token('ci')
  for (const path of paths) {
    const url = `/api/v1/launches/hello/${path}`
    const [get, head] = [
      await shop.get('ci', url),
      await supertest(shop.app.handler).head(url).set('Authorization', `Bearer ${ci}`),
    ]
    expect(head.text ?? '').toBe('')
    for (const name of ['content-length', 'content-type', 'launchgate-decision', 'etag', 'retry-after'])
      expect(head.headers[name], `${path} ${name}`).toBe(get.headers[name])
    expect(Number(get.headers['content-length'])).toBe(Buffer.byteLength(get.text))
  }
})

test('a hundred requests cost one evaluation: the private texts of the launch are read once', async () => {
  await shop.send('chloe', 'hello', { type: 'gate.comment', gate: 'pages', text: 'Something new' }).expect(200)
  const texts = shop.store.texts.bind(shop.store)
  let reads = 0
  shop.store.texts = (...asked) => {
    reads += 1
    return texts(...asked)
  }
  try {
    await Promise.all(Array.from({ length: 100 }, () => shop.get('ci', '/api/v1/launches/hello/status').expect(200)))
    expect(reads).toBeLessThanOrEqual(2)
  } finally {
    shop.store.texts = texts
  }
})
