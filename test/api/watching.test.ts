import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { clockWorker } from '../../server/launches/clock-worker.ts'
import { content, decisionSent, decisionSigned, does, payment } from '../support/hello.ts'
import { createLaunch, openShop, type Shop } from '../support/shop.ts'

/** Programs that watch: the event stream, held requests, public status, and what the clock alone changes. */

let shop: Shop
let server: Server
let url: string
beforeAll(async () => {
  shop = await openShop()
  server = createServer(shop.app.handler)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  await createLaunch(shop, 'hello')
  await shop.send('priya', 'hello', { type: 'launch.start' }).expect(200)
})
afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await shop.close()
})

interface Heard {
  id: string
  data: { launch: string; version: number; gates: { id: string; version: number }[]; decision: string }
}

/** An event stream as a program reads it; `next` waits ten times a promised second. */
async function listen(launch: string, lastEventId?: string) {
  const stop = new AbortController()
  const headers: Record<string, string> = { authorization: `Bearer ${await shop.token('priya')}` }
  if (lastEventId !== undefined) headers['last-event-id'] = lastEventId
  const answer = await fetch(`${url}/api/v1/launches/${launch}/events`, { headers, signal: stop.signal })
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toContain('text/event-stream')
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  const next = async (): Promise<Heard> => {
    const late = Date.now() + 10_000
    for (;;) {
      const found = /(?:^|\n\n)id: (\d+)\ndata: (.+)\n\n/.exec(text)
      if (found?.[1] && found[2]) {
        text = text.slice(found.index + found[0].length)
        return { id: found[1], data: JSON.parse(found[2]) }
      }
      if (Date.now() > late) throw new Error(`no event came; so far: ${text}`)
      const chunk = await reader?.read()
      text += chunk?.value ?? ''
    }
  }
  const first = (await reader?.read())?.value ?? ''
  expect(first, 'a comment comes at once').toMatch(/^:/)
  text += first.slice(first.indexOf('\n\n') + 2)
  return { next, stop: () => stop.abort() }
}

describe('the event stream', () => {
  test('tells one event for each commit, with the launch’s version as its id', async () => {
    const stream = await listen('hello')
    await shop.send('chloe', 'hello', { type: 'gate.tick', gate: 'content', item: 'CON-1' }).expect(200)
    const version = await shop.version('hello')
    expect(await stream.next()).toEqual({
      id: String(version),
      data: { launch: 'hello', version, gates: [{ id: 'content', version }], decision: 'wait' },
    })
    stream.stop()
  })

  test('resumes without a gap and without a repetition', async () => {
    const seen = await shop.version('hello')
    for (const text of ['one', 'two', 'three'])
      await shop.send('chloe', 'hello', { type: 'gate.comment', gate: 'content', text }).expect(200)
    const stream = await listen('hello', String(seen))
    await shop.send('chloe', 'hello', { type: 'gate.comment', gate: 'content', text: 'four' }).expect(200)
    const ids = [await stream.next(), await stream.next(), await stream.next(), await stream.next()].map(({ id }) =>
      Number(id),
    )
    expect(ids).toEqual([seen + 1, seen + 2, seen + 3, seen + 4])
    stream.stop()
  })

  test('is for those who may read the launch', async () => {
    await shop.get(null, '/api/v1/launches/hello/events').expect(401)
    await shop.get('priya', '/api/v1/launches/nowhere/events').expect(404)
  })
})

describe('public status', () => {
  test('answers without a token, with roles and without people, and with nothing that a person wrote', async () => {
    await shop.get(null, '/api/v1/launches/hello/status').expect(401)
    await shop.send('chloe', 'hello', { type: 'launch.setPublicStatus', public: true }).expect(403)
    await shop.send('priya', 'hello', { type: 'launch.setPublicStatus', public: true }).expect(200)
    await shop.send('priya', 'hello', { type: 'launch.hold', reason: 'Marta is not sure' }).expect(200)
    const { text, body } = await shop.get(null, '/api/v1/launches/hello/status').expect(200)
    expect(body.blockers[1]).toMatchObject({ gate: 'content', role: 'content-team', waitingFor: [] })
    expect(text).not.toMatch(/Chloe|chloe|Priya|Marta/)
    const deploy = await shop.get(null, '/api/v1/launches/hello/deploy?format=text').expect(423)
    expect(deploy.text).toContain('Waiting on Content')
    expect(deploy.text).not.toMatch(/Chloe|Marta/)
    await shop.get(null, '/api/v1/launches/hello').expect(401)
    await shop.get(null, '/api/v1/launches/hello/entries').expect(401)
    await shop.send('priya', 'hello', { type: 'launch.release' }).expect(200)
  })
})

describe('a held request', () => {
  test('is answered when its time is over', async () => {
    const started = Date.now()
    const held = shop.get('ci', '/api/v1/launches/hello/deploy?wait=1').expect(423)
    const moving = setInterval(() => {
      shop.now += 500
    }, 50)
    await held
    clearInterval(moving)
    expect(Date.now() - started).toBeLessThan(10_000)
  })

  test('is answered as soon as the launch unlocks', async () => {
    await does(shop, 'hello', ...content.slice(1), ...payment, ...decisionSent)
    let answered = false
    const held = shop.get('ci', '/api/v1/launches/hello/deploy?wait=300').then((answer) => {
      answered = true
      return answer
    })
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(answered).toBe(false)
    await does(shop, 'hello', decisionSigned)
    expect((await held).status).toBe(200)
  })
})

describe('the clock', () => {
  test('writes what has fallen due, with its instant, and tells it', async () => {
    await createLaunch(shop, 'corner', 'pop-up')
    await shop.send('priya', 'corner', { type: 'launch.start' }).expect(200)
    await shop.post('joon', '/api/v1/launches/corner/gates/stock/items/INV-3/evidence', { value: 5 }).expect(200)
    const stream = await listen('corner')
    const due = shop.now + 3 * 86_400_000
    shop.now = due + 5_000
    const worker = clockWorker(shop.services, shop.app.events, 20)
    const told = await stream.next()
    await worker.stop()
    stream.stop()
    expect(told.data.gates.map(({ id }) => id)).toEqual(['stock'])
    const [entry] = await shop.store.entries('corner', told.data.version - 2, 1)
    expect(entry).toMatchObject({
      action: 'gate.lapse',
      actor: { kind: 'engine' },
      data: { items: ['INV-3'] },
      due: new Date(due).toISOString(),
      at: new Date(due + 5_000).toISOString(),
      cause: { clock: new Date(due).toISOString() },
    })
  })
})
