import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import type supertest from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { StoreUnavailable } from '../../db/store.ts'
import { Problem } from '../../server/http/problems.ts'
import { type Halfway, type Listening, listening } from '../support/halfway.ts'
import { createLaunch, openShop, type Shop, writesNothing } from '../support/shop.ts'
import { alertsIn, formOf, formsOf, textOf } from './read.ts'
import { type Visitor, visitor } from './visitor.ts'

/** Every refusal and every fault is a page that says what happened, what to do, and what was typed; a script hears it beside its form. */

let shop: Shop
let listens: Listening
const commands = '/launches/corner/commands'
const evidence = '/launches/corner/gates/pages/items/CON-2/evidence'

beforeAll(async () => {
  shop = await openShop({ LAUNCHGATE_DEMO: '1' })
  listens = await listening(shop)
  await createLaunch(shop, 'corner', 'pop-up')
  await shop.send('priya', 'corner', { type: 'launch.start' }).expect(200)
})
afterAll(async () => {
  await listens.close()
  await shop.close()
})

const nothingWritten = <T>(act: () => Promise<T>) => writesNothing(shop, 'corner', act)

/** Nobody else writes to the database meanwhile. */
async function locked<T>(act: () => Promise<T>): Promise<T> {
  const other = new Database(fileURLToPath(shop.services.config.databaseUrl.replace(/^file:/, 'file://')))
  other.exec('BEGIN IMMEDIATE')
  try {
    return await act()
  } finally {
    other.close()
  }
}

/** The gate moves on after somebody opened it. */
async function overtaken(): Promise<string> {
  const before = (await shop.store.load('corner'))?.gates.stock?.version
  await shop.send('tom', 'corner', { type: 'gate.comment', gate: 'stock', text: 'Look at shelf four' }).expect(200)
  await shop.send('joon', 'corner', { type: 'gate.block', gate: 'stock', reason: 'Shelf four fell' }).expect(200)
  await shop.send('joon', 'corner', { type: 'gate.unblock', gate: 'stock' }).expect(200)
  return String(before)
}

const typed = 'Typed with care, and <i>kept</i>'
const answers: {
  status: number
  when: string
  who: string
  says: string
  /** The words before what was typed, where the page has no form for it. */
  label: string | null
  send: (who: Visitor) => Promise<supertest.Response>
}[] = [
  {
    status: 403,
    when: 'a role that may never do this',
    who: 'sam',
    says: 'Only inventory-manager and ecommerce-sme can do this.',
    label: 'Reason',
    send: (sam) =>
      sam.post(commands, { type: 'gate.requestWaiver', gate: 'stock', reason: typed, until: '2026-12-01T10:00' }),
  },
  {
    status: 403,
    when: 'a launch of somebody who may create none',
    who: 'sam',
    says: 'You don’t have permission',
    label: 'Title',
    send: (sam) => sam.post('/launches/new', { title: typed, pipeline: 'first-look' }),
  },
  {
    status: 404,
    when: 'a launch that is not there',
    who: 'joon',
    says: 'Nothing was found at this address.',
    label: 'Comment',
    send: (joon) => joon.post('/launches/none/commands', { type: 'gate.comment', gate: 'stock', text: typed }),
  },
  {
    status: 404,
    when: 'a gate that is not there',
    who: 'joon',
    says: 'Gate “none” doesn’t exist.',
    label: 'Comment',
    send: (joon) => joon.post(commands, { type: 'gate.comment', gate: 'none', text: typed }),
  },
  {
    status: 409,
    when: 'what a rule refuses now',
    who: 'joon',
    says: 'You can’t do this while the gate is “',
    label: 'Reason',
    send: (joon) => joon.post(commands, { type: 'gate.withdraw', gate: 'stock', reason: typed }),
  },
  {
    status: 412,
    when: 'what was changed meanwhile',
    who: 'priya',
    says: 'This changed since you opened it.',
    label: null,
    send: async (priya) =>
      priya.post(commands, { type: 'gate.block', gate: 'stock', reason: typed, ifVersion: await overtaken() }),
  },
  {
    status: 422,
    when: 'a field that no form has',
    who: 'joon',
    says: 'colour',
    label: null,
    send: (joon) => joon.post(commands, { type: 'gate.comment', gate: 'stock', text: typed, colour: 'red' }),
  },
  {
    status: 428,
    when: 'a form without the version that it was drawn for',
    who: 'helen',
    says: 'Send the gate version you reviewed.',
    label: 'Comment',
    send: (helen) =>
      helen.post(commands, { type: 'gate.signOff', gate: 'go-no-go', as: 'head-of-digital', statement: typed }),
  },
]

describe.each([
  ['a page', false],
  ['a message in its page, for a script', true],
])('is %s', (_, isScripted) => {
  test.each(answers)('$status, $when', async ({ status, who, says, label, send }) => {
    const person = await visitor(shop, who, isScripted)
    const before = await shop.version('corner')
    const answer = await send(person)
    // In one story three things are done meanwhile, by others.
    expect(await shop.version('corner')).toBe(before + (status === 412 ? 3 : 0))
    expect(answer.status, textOf(answer.text)).toBe(status)
    expect(alertsIn(answer.text).join() + textOf(answer.text)).toContain(says)
    expect(answer.text).not.toContain('<i>kept')
    // Beside the form in which it stands there is no need to say it again.
    const isBeside = answer.headers['hx-retarget'] !== undefined
    if (isBeside) expect(answer.text).toContain('<h2 id="h-trouble"')
    else if (label === null) expect(answer.text).toContain('Typed with care, and &lt;i&gt;kept')
    else expect(textOf(answer.text)).toContain(`Your input ${label} ${typed}`)
  })
})

describe('413', () => {
  test('a file that is too large is refused in its form', async () => {
    const chloe = await visitor(shop, 'chloe')
    const page = await chloe.get('/launches/corner/gates/pages')
    const body = Buffer.alloc(10 * 1024 * 1024 + 1, 'a')
    const send = () => chloe.attach(page, 'f-gate-tick-CON-2', { name: 'a.txt', body })
    const answer = await nothingWritten(() => send().expect(413))
    expect(formOf(answer, 'f-gate-tick-CON-2').text).toContain('The file is larger than 10 MB.')
  })

  test('two texts of 4,000 characters in Hangul or Han are not too much', async () => {
    const joon = await visitor(shop, 'joon')
    const page = await joon.find('/launches/corner/gates/stock', 'f-gate-requestWaiver')
    const fields = { reason: '재'.repeat(4000), mitigation: '庫'.repeat(4000), until: '2026-12-01T10:00' }
    const before = await shop.version('corner')
    await joon.send(page, 'f-gate-requestWaiver', fields).expect(303)
    expect(await shop.version('corner')).toBe(before + 1)
  })
})

describe('503', () => {
  test.each([
    ['when the command is to be written', 0],
    ['before it is known who asks', 120_000],
  ])('the database does not answer, %s: what was typed is on the page', { timeout: 30_000 }, async (_, later) => {
    const joon = await visitor(shop, 'joon')
    const page = await joon.get('/launches/corner/gates/stock')
    // A session that was not seen for a while is written before anything else.
    shop.now += later
    await nothingWritten(async () => {
      const answer = await locked(async () => joon.send(page, 'f-gate-comment', { text: typed }).expect(503))
      expect(answer.headers['retry-after']).toMatch(/^\d+$/)
      expect(alertsIn(answer.text)).toEqual(['Temporarily unavailable'])
      expect(textOf(answer.text)).toContain(`Your input Comment ${typed}`)
      const back = formsOf(answer.text).find(({ text }) => text === 'Back to the form')
      const again = await joon.post(back?.action ?? '', back?.hidden ?? {}).expect(200)
      expect(formOf(again, 'f-gate-comment').text).toContain('Not sent yet. Review your input below')
      expect(formOf(again, 'f-gate-comment').html).toContain('Typed with care, and &lt;i&gt;kept')
    })
    await joon.send(page, 'f-gate-comment', { text: typed }).expect(303)
  })

  test('the database takes no writes: pages are read all the same, though nobody can note that they were', async () => {
    const joon = await visitor(shop, 'joon')
    shop.now += 120_000
    await locked(async () => {
      await joon.get('/launches/corner/gates/stock').expect(200)
      await shop.get('joon', '/api/v1/launches/corner/status').expect(200)
    })
  })

  describe('nobody can tell whether it was saved', () => {
    /** The commit is on disk, or is not, and its fsync is reported as failed. */
    async function withoutAnswer<T>(isSaved: boolean, act: () => Promise<T>): Promise<T> {
      const { execute } = shop.store
      shop.store.execute = async (execution) => {
        if (isSaved) await execute.call(shop.store, execution)
        throw new StoreUnavailable('unknown', 'fsync failed.')
      }
      try {
        return await act()
      } finally {
        shop.store.execute = execute
      }
    }

    test.each([
      ['it was', true],
      ['it was not', false],
    ])('and %s: sent again from the page that says so, it is saved once', async (_, isSaved) => {
      const joon = await visitor(shop, 'joon')
      const page = await joon.get('/launches/corner/gates/stock')
      const before = await shop.version('corner')
      const answer = await withoutAnswer(isSaved, async () =>
        joon.send(page, 'f-gate-comment', { text: typed }).expect(503),
      )
      expect(answer.headers['retry-after']).toMatch(/^\d+$/)
      expect(textOf(answer.text)).toContain('It may or may not have been saved. Send it again')
      const back = formsOf(answer.text).find(({ text }) => text === 'Back to the form')
      const again = await joon.post(back?.action ?? '', back?.hidden ?? {}).expect(200)
      await joon.send(again, 'f-gate-comment', { text: typed }).expect(303)
      expect(await shop.version('corner')).toBe(before + 1)
    })

    test('a script hears it beside the form, which keeps its key', async () => {
      const joon = await visitor(shop, 'joon', true)
      const page = await joon.get('/launches/corner/gates/stock')
      const before = await shop.version('corner')
      const answer = await withoutAnswer(true, async () =>
        joon.send(page, 'f-gate-comment', { text: typed }).expect(503),
      )
      expect(answer.headers['hx-retarget']).toBe('#trouble')
      expect(textOf(answer.text)).toContain('It may or may not have been saved. Send it again')
      await joon.send(page, 'f-gate-comment', { text: typed }).expect(200)
      expect(await shop.version('corner')).toBe(before + 1)
    })

    test('a program hears it, with the code of a 503', async () => {
      const before = await shop.version('corner')
      const { body, headers } = await withoutAnswer(false, async () =>
        shop.send('joon', 'corner', { type: 'gate.comment', gate: 'stock', text: typed }).expect(503),
      )
      expect(body).toMatchObject({ code: 'unavailable', detail: expect.stringMatching(/^It may or may not have been/) })
      expect(headers['retry-after']).toMatch(/^\d+$/)
      expect(await shop.version('corner')).toBe(before)
    })
  })

  test('two files of one person are being read: the third is answered beside the form of a script', async () => {
    const chloe = await visitor(shop, 'chloe')
    const scripted = await visitor(shop, 'chloe', true)
    const page = await chloe.get('/launches/corner/gates/pages')
    const headers = {
      'Sec-Fetch-Site': 'same-origin',
      Cookie: chloe.cookie,
      'Content-Type': 'multipart/form-data; boundary=x',
      'Content-Length': '10000000',
    }
    const slow: Halfway[] = Array.from({ length: 2 }, () => listens.halfway(evidence, headers))
    // A program is never taken, so asking until both places are taken writes nothing.
    const attach = (who: Visitor) => who.attach(page, 'f-gate-tick-CON-2', { name: 'a.pdf', body: 'MZ' })
    await nothingWritten(async () => {
      await expect.poll(() => attach(chloe).then(({ status }) => status), { timeout: 10_000 }).toBe(429)
      const answer = await attach(scripted).expect(429)
      expect(answer.headers['retry-after']).toMatch(/^\d+$/)
      expect(answer.headers['hx-retarget']).toBe('#trouble')
      expect(alertsIn(answer.text)).toEqual(['Too many requests'])
    })
    for (const each of slow) each.abort()
    await expect.poll(() => attach(chloe).then(({ status }) => status), { timeout: 10_000 }).toBe(422)
  })
})

test('429: nothing of the pages asks too often yet; what will, is answered by a page with what was typed', async () => {
  const { execute } = shop.store
  shop.store.execute = () => Promise.reject(new Problem('too-many', { detail: 'Wait a moment and try again.' }))
  try {
    const joon = await visitor(shop, 'joon')
    const answer = await joon.post(commands, { type: 'gate.comment', gate: 'stock', text: typed }).expect(429)
    expect(answer.headers['retry-after']).toMatch(/^\d+$/)
    expect(textOf(answer.text)).toContain(`Your input Comment ${typed}`)
  } finally {
    shop.store.execute = execute
  }
})

describe('a sign-in that is not answered', () => {
  /** Who asks to be let in while no session can be written, and what the page says to them. */
  async function atTheDoor(fields: Record<string, string>): Promise<supertest.Response> {
    const { installation } = shop.store
    const { change } = installation
    installation.change = () => Promise.reject(new Problem('unavailable', { detail: 'Wait a little.' }))
    try {
      return await (await visitor(shop, null)).post('/sign-in', { person: 'joon', ...fields }).expect(503)
    } finally {
      installation.change = change
    }
  }

  test('leads to no form where none was on its way', async () => {
    const answer = await nothingWritten(() => atTheDoor({ next: '/launches/corner' }))
    expect(alertsIn(answer.text)).toEqual(['Temporarily unavailable'])
    expect(formsOf(answer.text)).toEqual([])
  })

  test('leads to the form that was on its way, which asks to sign in again and comes back', async () => {
    const next = '/launches/corner/gates/stock'
    await nothingWritten(async () => {
      const kept = { 'typed.type': 'gate.comment', 'typed.gate': 'stock', 'typed.text': typed }
      const answer = await atTheDoor({ next, ...kept })
      expect(textOf(answer.text)).toContain(`Your input Comment ${typed}`)
      const [back] = formsOf(answer.text)
      expect(back?.action).toBe(next)
      const asked = await (await visitor(shop, null)).post(next, back?.hidden ?? {}).expect(401)
      expect(formsOf(asked.text)[0]?.hidden).toEqual({ next, ...kept })
      const again = await (await visitor(shop, 'joon')).post(next, back?.hidden ?? {}).expect(200)
      expect(formOf(again, 'f-gate-comment').html).toContain('Typed with care, and &lt;i&gt;kept')
    })
  })
})

test('a text that has no form is seen with its lines, eight of them at most', async () => {
  const joon = await visitor(shop, 'joon')
  const rowsOf = async (text: string) => {
    const answer = await joon.post('/launches/none/commands', { type: 'gate.comment', text }).expect(404)
    return /<textarea[^>]*\srows="(\d+)"/.exec(answer.text)?.[1]
  }
  expect(await rowsOf('One line')).toBe('1')
  expect(await rowsOf('Three\nshort\nlines')).toBe('3')
  expect(await rowsOf('A long one '.repeat(12))).toBe('3')
  expect(await rowsOf('Many\n'.repeat(40))).toBe('8')
})

test('what another site sent is not repeated in our name', async () => {
  const joon = await visitor(shop, 'joon')
  const answer = await nothingWritten(() =>
    joon
      .post(commands, { type: 'gate.comment', gate: 'stock', text: 'Call this number' })
      .set('Sec-Fetch-Site', 'cross-site')
      .expect(403),
  )
  expect(answer.text).not.toContain('Call this number')
})
