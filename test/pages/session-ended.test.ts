import supertest from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openShop, type Shop, startPopup, writesNothing } from '../support/shop.ts'
import { alertsIn, formOf, formsOf, standsIn, textOf } from './read.ts'
import { type Visitor, visitor } from './visitor.ts'

/** A session that ends while somebody types, without JavaScript: nothing is done, and the form comes back as it was left. */

let shop: Shop
const gate = (id: string) => `/launches/corner/gates/${id}`

beforeAll(async () => {
  shop = await openShop({ LAUNCHGATE_DEMO: '1' })
  await startPopup(shop, 'corner')
})
afterAll(() => shop.close())

const nothingWritten = <T>(act: () => Promise<T>) => writesNothing(shop, 'corner', act)

type Fields = Record<string, string | string[]>

/** Opens a page, is signed out, and sends a form of it. */
async function sentTooLate(who: string, path: string, form: string, fields: Fields): Promise<supertest.Response> {
  const person = await visitor(shop, who)
  const page = await person.find(path, form)
  await person.post('/sign-out', {}).expect(303)
  return person.send(page, form, fields).expect(401)
}

/** Signs in on the page that asks for it, and goes where the browser would. */
async function signIn(asked: supertest.Response, who: string): Promise<supertest.Response> {
  const ours = { 'Sec-Fetch-Site': 'same-origin' }
  const { handler } = shop.app
  const [form] = formsOf(asked.text)
  const post = (path: string, headers: object) => {
    const request = supertest(handler)
      .post(path)
      .set({ ...ours, ...headers })
    for (const [name, value] of Object.entries({ ...form?.hidden, person: who })) request.field(name, value)
    return request
  }
  const on = await post('/sign-in', {}).expect(307)
  const cookie = [on.headers['set-cookie'] ?? []].flat().join().split(';')[0] ?? ''
  const { location = '' } = on.headers
  return post(location, { Cookie: cookie })
}

const until = '2026-11-25T18:00'
const forms: [form: string, who: string, path: string, fields: Record<string, string>][] = [
  ['f-gate-tick-INV-1', 'joon', gate('stock'), { type: 'gate.tick', 'evidence.value': '98.7' }],
  ['f-gate-tick-INV-2', 'tom', gate('stock'), { 'evidence.text': 'Two lines\nof "mine" & <b>yours</b>' }],
  [
    'f-gate-tick-INV-4',
    'joon',
    gate('stock'),
    { 'evidence.url': 'https://a.example/?b=1&c', 'evidence.title': '재고' },
  ],
  ['f-gate-comment', 'joon', gate('stock'), { text: '\nBegins with an empty line' }],
  ['f-gate-block', 'joon', gate('stock'), { reason: 'The scanner is broken' }],
  ['f-gate-requestWaiver', 'joon', gate('stock'), { reason: '재'.repeat(4000), until, mitigation: '庫'.repeat(4000) }],
  [
    'f-gate-addItem',
    'priya',
    gate('stock'),
    { title: 'Shelves', owner: 'inventory-manager', 'asks.kind': 'number', 'asks.min': '1', 'asks.unit': 'm' },
  ],
  ['f-launch-hold', 'priya', '/launches/corner', { reason: 'Storm' }],
  ['f-launch-setCandidate', 'ana', '/launches/corner', { version: '102', commit: 'abc', url: 'https://ci.example/1' }],
  ['f-launch-schedule', 'priya', '/launches/corner', { title: 'Another title', 'window.opensAt': until }],
  ['f-launch-cancel', 'priya', '/launches/corner/cancel', { reason: 'The hall burned down' }],
]

describe('a form that is sent after the session ended', () => {
  test.each(forms)('%s comes back filled in, and is not sent by itself', async (id, who, path, fields) => {
    await nothingWritten(async () => {
      const asked = await sentTooLate(who, path, id, fields)
      expect(alertsIn(asked.text)).toEqual(['Your session has expired'])
      expect(textOf(asked.text)).toContain('Not saved yet. Sign in and your form will be restored')
      const page = await signIn(asked, who)
      expect(page.status).toBe(200)
      const form = formOf(page, id)
      expect(form.text).toContain('Not sent yet.')
      for (const [name, value] of Object.entries(fields))
        if (name !== 'type') expect(standsIn(form.html, name), name).toBe(value)
      expect(form.html).not.toContain('<b>yours')
    })
  })

  test('counts once when it is pressed again', async () => {
    const before = await shop.version('corner')
    const asked = await sentTooLate('joon', gate('stock'), 'f-gate-comment', { text: 'Counted at last' })
    const page = await signIn(asked, 'joon')
    const again = await visitor(shop, 'joon')
    for (const _ of ['pressed', 'pressed twice'])
      await again.send(page, 'f-gate-comment', { text: 'Counted at last' }).expect(303)
    expect(await shop.version('corner')).toBe(before + 1)
  })

  test('of somebody else’s gate is shown to who signed in instead, where they have no such form', async () => {
    await nothingWritten(async () => {
      const asked = await sentTooLate('joon', gate('stock'), 'f-gate-block', { reason: 'Joon’s own words' })
      const page = await signIn(asked, 'omar')
      expect(alertsIn(page.text).join()).toContain('This page no longer has a form')
      expect(textOf(page.text)).toContain('Your input Reason Joon’s own words')
    })
  })

  test('with a file: all but the file comes back, and it is said beforehand', async () => {
    await nothingWritten(async () => {
      const chloe = await visitor(shop, 'chloe')
      const page = await chloe.get(gate('pages'))
      await chloe.post('/sign-out', {}).expect(303)
      const asked = await chloe.attach(page, 'f-gate-tick-CON-2', { name: 'a.txt', body: 'pictures' }).expect(401)
      expect(textOf(asked.text)).toContain('You’ll need to attach the file again')
      expect(formOf(await signIn(asked, 'chloe'), 'f-gate-tick-CON-2').text).toContain('attach the file again')
    })
  })

  test('of a new launch comes back with its choices', async () => {
    const fields = { title: 'Half typed', date: '2027-03-01', 'scope.social': 'no', 'people.tester': 'tom' }
    const asked = await sentTooLate('priya', '/launches/new', 'new', { ...fields, pipeline: 'ecommerce-essential' })
    const page = await signIn(asked, 'priya')
    expect(textOf(page.text)).toContain('Not sent yet.')
    const { html } = formOf(page, 'new')
    expect(html).toContain('value="Half typed"')
    expect(html).toContain('value="2027-03-01"')
    expect(html).toMatch(/name="scope\.social" value="no" checked/)
    expect(html).toMatch(/name="people\.tester" value="tom" checked/)
    expect(await shop.store.load('half-typed')).toBeNull()
  })

  test('that nothing was typed into leads back to its page', async () => {
    const asked = await (await visitor(shop, null)).post('/demo/reset', { requestKey: 'k' }).expect(401)
    const [form] = formsOf(asked.text)
    expect(form?.hidden).toEqual({ next: '/demo/reset' })
    await (await visitor(shop, null)).post('/sign-in', { ...form?.hidden, person: 'tom' }).expect(303)
  })
})

describe('what travels with the sign-in', () => {
  test('still travels when somebody unknown was picked, and when no cookie was kept', async () => {
    const asked = await sentTooLate('joon', gate('stock'), 'f-gate-comment', { text: 'Twice on its way' })
    const [form] = formsOf(asked.text)
    const nobody = await visitor(shop, null)
    const unknown = await nobody.post('/sign-in', { ...form?.hidden, person: 'nobody' }).expect(422)
    expect(formsOf(unknown.text)[0]?.hidden).toEqual(form?.hidden)
    const lost = await nobody.post(gate('stock'), { ...form?.hidden, person: 'joon' }).expect(401)
    expect(formsOf(lost.text)[0]?.hidden).toEqual(form?.hidden)
  })

  test('never acts, wherever it is sent', async () => {
    const joon = await visitor(shop, 'joon')
    const fields = { person: 'joon', next: '/', 'typed.type': 'gate.comment', 'typed.gate': 'stock', 'typed.text': 'x' }
    await nothingWritten(async () => {
      await joon.post('/launches/corner/commands', fields).expect(422)
      await joon.post('/demo/reset', fields).expect(422)
      await joon.post('/sign-out', fields).expect(422)
      await joon.post(gate('stock'), { ...fields, colour: 'red' }).expect(422)
      await joon.post(gate('none'), fields).expect(200)
      await joon.post('/launches/none', fields).expect(404)
      await joon.post(gate('stock'), {}).expect(303)
    })
  })

  test('leads nowhere else', async () => {
    const fields = { person: 'tom', next: 'https://evil.example/', 'typed.text': 'x' }
    await (await visitor(shop, null)).post('/sign-in', fields).expect(303).expect('Location', '/')
  })

  test.each(['/', '/launches', '/pipelines/ecommerce', '/launches/corner/log'])(
    'is not sent to %s, which shows no form of it',
    async (next) => {
      const fields = { person: 'tom', next, 'typed.text': 'x' }
      await (await visitor(shop, null)).post('/sign-in', fields).expect(303).expect('Location', next)
    },
  )

  test('is not taken from another site', async () => {
    const fields = { person: 'tom', next: '/', 'typed.text': 'x' }
    const answer = await (await visitor(shop, null)).post('/sign-in', fields).set('Sec-Fetch-Site', 'cross-site')
    expect(answer.status).toBe(403)
    expect(answer.headers['set-cookie']).toBeUndefined()
  })
})

describe('a script whose session ended', () => {
  test.each([
    ['a page that it follows', (who: Visitor) => who.get(gate('stock'))],
    [
      'a form',
      (who: Visitor) => who.post('/launches/corner/commands', { type: 'gate.comment', gate: 'stock', text: 'x' }),
    ],
  ])('is told so, and nothing else, for %s', async (_, ask) => {
    const answer = await nothingWritten(async () => ask(await visitor(shop, null, true)))
    expect(answer.status).toBe(401)
    expect(answer.text).toBe('')
    expect(answer.headers['hx-redirect']).toBeUndefined()
  })
})
