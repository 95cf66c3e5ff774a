import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { resetDemo } from '../../server/demo/reset.ts'
import { content, decisionSent, decisionSigned, does, payment } from '../support/hello.ts'
import { openShop, type Shop, writesNothing } from '../support/shop.ts'
import { textOf } from './read.ts'
import { type Visitor, visitor } from './visitor.ts'

/** The first steps of the demo tick themselves off, and the terminal beside them says what a pipeline would be told. */

let shop: Shop
let chloe: Visitor
beforeAll(async () => {
  shop = await openShop({ LAUNCHGATE_DEMO: '1' }, { demo: true })
  chloe = await visitor(shop, 'chloe')
})
afterAll(() => shop.close())

/** The first steps as they stand on a page; empty where they do not. */
async function tour(path = '/', cookie = ''): Promise<string> {
  const page = await chloe.get(path).set('Cookie', `${chloe.cookie}; ${cookie}`).expect(200)
  return /<details class="tour"[\s\S]*?<\/details>/.exec(page.text)?.[0] ?? ''
}
const terminal = (html: string) => /<pre[^>]*>([\s\S]*?)<\/pre>/.exec(html)?.[1] ?? ''
const plain = (html: string) =>
  html
    .replace(/<[^>]*>/g, '')
    .replaceAll('&#34;', '"')
    .replaceAll('&amp;', '&')

test('a newcomer finds five steps, each with who does it, and the answer of the deploy', async () => {
  const html = await tour()
  expect(html).toMatch(/^<details class="tour" id="tour" open>/)
  expect(textOf(html)).toContain('First steps 0 of 5 done Next in Aurora: As 박준, enter the stock count in Inventory')
  expect(textOf(html)).toContain('Act as 김유나')
  // Chloe is Chloe already.
  expect(textOf(html)).not.toContain('Act as Chloe Martin')
  const answer = await shop.get(null, '/api/v1/launches/hello/deploy?format=text').expect(423)
  expect(plain(terminal(html))).toBe(
    `$ curl -sS --fail-with-body "http://localhost:3000/api/v1/launches/hello/deploy?format=text"\n${answer.text}curl: (22) The requested URL returned error: 423`,
  )
  const { text } = await shop.get(null, '/api/v1/launches/aurora/deploy?candidate=4812&format=text').expect(423)
  expect(plain(terminal(await tour('/launches/aurora')))).toContain(text)
})

test('each step is ticked off by what is so, not by a press here; the last one unlocks the deploy', async () => {
  await does(shop, 'aurora', [
    'joon',
    { type: 'gate.tick', gate: 'inventory', item: 'INV-1', evidence: { kind: 'number', value: 99 } },
  ])
  expect(textOf(await tour())).toContain('1 of 5 done Next in Aurora: As 김유나, sign off User acceptance')
  await does(shop, 'aurora', ['yuna', { type: 'gate.signOff', gate: 'user-acceptance', as: 'customer-service' }])
  await does(shop, 'hello', ...content, ...payment.slice(0, 2))
  expect(textOf(await tour())).toContain('3 of 5 done Next in Hello: As Priya Nair, sign off Payment gateway')
  await does(shop, 'hello', ...payment.slice(2), ...decisionSent)
  const locked = await tour()
  expect(textOf(locked)).toContain(
    '4 of 5 done Next in Hello: As Helen Cho, sign off Go/no-go and watch the deploy unlock',
  )
  expect(locked).toContain('423 Locked')
  await does(shop, 'hello', decisionSigned)
  const open = await tour()
  expect(textOf(open)).toContain('5 of 5 done')
  expect(open).toContain('<figure class="terminal is-open">')
  expect(plain(terminal(open))).toContain('Ready to launch')
  expect(plain(terminal(open))).not.toContain('curl: (22)')

  await does(shop, 'hello', [
    'helen',
    { type: 'gate.reopen', gate: 'content', reason: 'A page is missing', items: ['CON-1'] },
  ])
  expect(textOf(await tour())).toContain('3 of 5 done Next in Hello: As Chloe Martin')
})

test('it is put away and brought back in one browser, and that writes nothing', async () => {
  const away = await writesNothing(shop, 'hello', () => chloe.post('/demo/tour', { next: '/launches' }).expect(303))
  expect(away.headers.location).toBe('/launches')
  expect(String(away.headers['set-cookie'])).toMatch(/^tour=hidden; .*HttpOnly; SameSite=Lax$/)
  expect(await tour('/', 'tour=hidden')).toBe('')
  const back = await chloe.post('/demo/tour', { show: 'yes', next: 'https://elsewhere.example' }).expect(303)
  expect(back.headers.location).toBe('/')
  expect(String(back.headers['set-cookie'])).toMatch(/^tour=;/)
})

test('it is read for a page that shows it, and for nothing else', async () => {
  const load = vi.spyOn(shop.services.store, 'load')
  const read = async (asked: () => Promise<unknown>) => {
    load.mockClear()
    await asked()
    return new Set(load.mock.calls.map(([slug]) => slug))
  }
  expect(await read(() => tour('/launches'))).toEqual(new Set(['aurora', 'hello']))
  expect(await read(() => tour('/launches', 'tour=hidden'))).toEqual(new Set())
  expect(await read(() => chloe.post('/demo/tour', { show: 'yes', next: '/' }).expect(303))).toEqual(new Set())
  load.mockRestore()
})

test('after a reset it is about the new launches', async () => {
  await resetDemo(shop.services)
  const html = await tour()
  expect(textOf(html)).toContain('0 of 5 done')
  expect(html).toContain('/launches/aurora-2/gates/inventory')
  expect(plain(terminal(html))).toContain('/launches/hello-2/deploy?format=text')
})

test('elsewhere there is none', async () => {
  const other = await openShop({ LAUNCHGATE_DEMO: '1' })
  const page = await (await visitor(other, 'chloe')).get('/').expect(200)
  expect(page.text).not.toContain('id="tour"')
  expect(textOf(page.text)).not.toContain('First steps')
  await other.close()
})
