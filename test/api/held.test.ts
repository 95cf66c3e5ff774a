import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { limitCapacity } from '../../server/http/capacity.ts'
import { type Listening, listening } from '../support/halfway.ts'
import { content, decisionSent, decisionSigned, does, payment } from '../support/hello.ts'
import { createLaunch, openShop, type Shop } from '../support/shop.ts'

/** Held requests: how long they are held, what wakes them, and that an answer is never replaced by 429. */

let shop: Shop
let listens: Listening
beforeAll(async () => {
  shop = await openShop()
  listens = await listening(shop)
  await createLaunch(shop, 'hello')
  await shop.send('priya', 'hello', { type: 'launch.start' }).expect(200)
})
afterAll(async () => {
  await listens.close()
  await shop.close()
})

interface Heard {
  status: number
  headers: Record<string, string | string[] | undefined>
  text: string
}

/** A request on a connection of its own, so that hundreds can wait side by side. */
function ask(path: string, token: string | null, method = 'GET', headers: Record<string, string> = {}) {
  let isAnswered = false
  const { promise, resolve, reject } = Promise.withResolvers<Heard>()
  const asked = request(`${listens.url}/api/v1/launches/hello/${path}`, {
    method,
    agent: false,
    headers: { ...headers, ...(token === null ? {} : { Authorization: `Bearer ${token}` }) },
  })
  asked.once('error', reject)
  asked.once('response', (res) => {
    let text = ''
    res.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
    res.once('end', () => {
      isAnswered = true
      resolve({ status: res.statusCode ?? 0, headers: res.headers, text })
    })
  })
  asked.end()
  promise.catch(() => undefined)
  return { answer: promise, isAnswered: () => isAnswered, leave: () => void asked.destroy() }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const comment = (text: string) =>
  shop.send('chloe', 'hello', { type: 'gate.comment', gate: 'content', text }).expect(200)

describe('a wait', () => {
  test('of 0 seconds, or of none, is answered at once', async () => {
    const ci = await shop.token('ci')
    for (const [path, status] of [
      ['status?wait=0', 200],
      ['deploy?wait=0', 423],
      ['status', 200],
    ] as const)
      for (const method of ['GET', 'POST', 'HEAD'])
        expect((await ask(path, ci, method).answer).status, `${method} ${path}`).toBe(status)
  })

  test.each(['301', '-1', '1.5', '1e2', '0x10', '', 'forever'])('of %j is refused', async (wait) => {
    for (const path of ['status', 'deploy'])
      await shop.get('ci', `/api/v1/launches/hello/${path}?wait=${wait}`).expect(422)
  })

  test('is over by the monotonic clock too, when the product’s clock stands still or is set back', async () => {
    const before = shop.now
    const asked = ask('deploy?wait=1', await shop.token('ci'))
    await pause(100)
    shop.now -= 3_600_000
    try {
      expect((await asked.answer).status).toBe(423)
    } finally {
      shop.now = before
    }
  })

  test.each(['GET', 'POST', 'HEAD'])('with If-None-Match (%s) ends when the ETag changes', async (method) => {
    const ci = await shop.token('ci')
    const { headers } = await ask('status', ci, method).answer
    const asked = ask('status?wait=300', ci, method, { 'If-None-Match': String(headers.etag) })
    await pause(150)
    expect(asked.isAnswered()).toBe(false)
    await comment('Something changed')
    const answer = await asked.answer
    expect(answer.status).toBe(200)
    expect(answer.headers.etag).not.toBe(headers.etag)
    expect(answer.headers['launchgate-decision']).toBe('wait')
  })

  test.each(['GET', 'POST'])(
    'with If-None-Match (%s) is 304 when its time is over and nothing changed',
    async (method) => {
      const ci = await shop.token('ci')
      const { etag } = (await ask('status', ci).answer).headers
      const answer = await ask('status?wait=1', ci, method, { 'If-None-Match': `"other", ${etag}` }).answer
      expect([answer.status, answer.text, answer.headers.etag]).toEqual([304, '', etag])
    },
  )

  test('with an If-None-Match of an older answer is answered at once', async () => {
    const answer = await ask('status?wait=300', await shop.token('ci'), 'GET', { 'If-None-Match': 'W/"older"' }).answer
    expect(answer.status).toBe(200)
  })

  test('of a deploy goes on whatever condition is sent', async () => {
    const asked = ask('deploy?wait=300', await shop.token('ci'), 'GET', { 'If-None-Match': 'W/"older"' })
    await pause(150)
    expect(asked.isAnswered()).toBe(false)
    asked.leave()
  })

  test('of POST and HEAD ends with the decision', async () => {
    const ci = await shop.token('ci')
    const asked = ['GET', 'POST', 'HEAD'].flatMap((method) => [
      ask('deploy?wait=300', ci, method),
      ask('status?wait=300', ci, method),
    ])
    await pause(150)
    expect(asked.some(({ isAnswered }) => isAnswered())).toBe(false)
    await does(shop, 'hello', ...content, ...payment, ...decisionSent, decisionSigned)
    const answers = await Promise.all(asked.map(({ answer }) => answer))
    for (const { status, headers } of answers) expect([status, headers['launchgate-decision']]).toEqual([200, 'go'])
    await shop.send('helen', 'hello', { type: 'gate.reopen', gate: 'content', reason: 'A page is missing' }).expect(200)
  })
})

describe('when every place is taken', () => {
  test('a stranger is given the present answer at once; a program with a token is held', async () => {
    await shop.send('priya', 'hello', { type: 'launch.setPublicStatus', public: true }).expect(200)
    const crowd = Array.from({ length: 500 }, () => ask('status?wait=300', null))
    const atOnce = async () => {
      const late = ask('deploy?wait=300', null)
      await pause(100)
      if (!late.isAnswered()) {
        late.leave()
        return 'held'
      }
      return (await late.answer).status
    }
    await expect.poll(atOnce, { timeout: 20_000 }).toBe(423)
    expect(crowd.some(({ isAnswered }) => isAnswered())).toBe(false)

    const program = ask('deploy?wait=300', await shop.token('ci'))
    await pause(150)
    expect(program.isAnswered(), 'a program with a token waits').toBe(false)
    program.leave()

    for (const { leave } of crowd) leave()
    await expect.poll(atOnce, { timeout: 20_000 }).toBe('held')
  })

  test('places are shared: one caller never takes them all, and each is given back once', () => {
    const all = limitCapacity(3, 2)
    const first = all.take('priya')
    expect(all.take('priya')).not.toBeNull()
    expect(all.take('priya'), 'her share is taken').toBeNull()
    expect(all.take('tom')).not.toBeNull()
    expect(all.take('sam'), 'every place is taken').toBeNull()
    first?.()
    first?.()
    expect(all.take('sam')).not.toBeNull()
    expect(all.take('wei')).toBeNull()
  })
})

/** Counts how often the launch is read, and how often at most in one turn of the event loop: each look reads it once. */
function looksInOneTurn() {
  const load = shop.store.load.bind(shop.store)
  const stop = () => {
    shop.store.load = load
  }
  const looks = { all: 0, most: 0, stop }
  let inTurn = 0
  shop.store.load = (launch) => {
    looks.all += 1
    inTurn += 1
    looks.most = Math.max(looks.most, inTurn)
    return load(launch)
  }
  const tick = () => {
    inTurn = 0
    if (shop.store.load !== load) setImmediate(tick)
  }
  tick()
  return looks
}

/** A thousand requests of two people. */
async function crowdAsks(path: string) {
  const tokens = await Promise.all(['priya', 'tom'].map((who) => shop.token(who)))
  return tokens.flatMap((token) => Array.from({ length: 500 }, () => ask(path, token)))
}

async function crowdIsHeld() {
  const crowd = await crowdAsks('deploy?wait=300')
  await expect
    .poll(() => shop.app.events.listeners('hello'), { timeout: 20_000, message: 'all are held' })
    .toBe(crowd.length)
  return crowd
}

/** Counts how often the private texts of a launch are read, which making an answer needs. */
function answersMade() {
  const texts = shop.store.texts.bind(shop.store)
  const stop = () => {
    shop.store.texts = texts
  }
  const made = { count: 0, stop }
  shop.store.texts = (...asked) => {
    made.count += 1
    return texts(...asked)
  }
  return made
}

describe('a thousand requests', () => {
  test('that wake together leave room for everybody else', async () => {
    const crowd = await crowdIsHeld()
    const looks = looksInOneTurn()
    await comment('Wake up')
    await expect
      .poll(() => looks.all, { timeout: 20_000, message: 'each has looked again' })
      .toBeGreaterThanOrEqual(1000)
    looks.stop()
    expect(looks.most, 'looks in one turn of the event loop').toBeLessThan(50)
    expect(crowd.some(({ isAnswered }) => isAnswered())).toBe(false)
    for (const { leave } of crowd) leave()
  })

  test('whose time is over are all answered, from one evaluation', async () => {
    await comment('Nobody has asked about this version')
    const made = answersMade()
    const crowd = await crowdAsks('deploy?wait=2')
    const answers = await Promise.all(crowd.map(({ answer }) => answer))
    made.stop()
    for (const { status, headers } of answers) expect([status, headers['launchgate-decision']]).toEqual([423, 'wait'])
    expect(made.count, 'answers that were made').toBeLessThanOrEqual(1)
    expect(new Set(answers.map(({ headers }) => headers['x-request-id'])).size).toBe(crowd.length)
  })

  test('hear of the unlock, from one evaluation', async () => {
    // Content was reopened above; payment gateway is still signed.
    await does(shop, 'hello', ...content, ...decisionSent)
    const crowd = await crowdIsHeld()
    const made = answersMade()
    await does(shop, 'hello', decisionSigned)
    const answers = await Promise.all(crowd.map(({ answer }) => answer))
    made.stop()
    const version = await shop.version('hello')
    for (const { status, text } of answers) {
      expect(status).toBe(200)
      expect(JSON.parse(text)).toMatchObject({ decision: 'go', version })
    }
    // One for all of them; the others are read by the commands.
    expect(made.count, 'answers that were made').toBeLessThanOrEqual(4)
  })
})
