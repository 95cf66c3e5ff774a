import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addPerson } from '../../server/auth/people.ts'
import { balanced } from '../../server/text/bidi.ts'
import { createLaunch, openShop, type Shop } from '../support/shop.ts'
import { type Visitor, visitor } from './visitor.ts'

/** Right-to-left overrides in a title, a comment, a reason, a name and a note: each stays inside its own part of pages, JSON and text. */

const RLO = '\u202e'
const PDI = '\u2069'
const typed = (what: string) => `${PDI}${RLO}${what}`
/** As an element holds it: what it opens is closed, and what it did not open is not. */
const held = (what: string) => `${RLO}${what}\u202c`
const isolated = (what: string) => `\u2068${held(what)}\u2069`

let shop: Shop
let priya: Visitor
beforeAll(async () => {
  shop = await openShop({ LAUNCHGATE_DEMO: '1' })
  const wish = { name: typed('Noa'), email: 'noa@example.com', roles: [], admin: false, auditor: false, id: 'noa' }
  await addPerson(shop.store, wish, shop.now)
  await createLaunch(shop, 'hello')
  const send = (who: string, command: object) => shop.send(who, 'hello', command).expect(200)
  await send('priya', { type: 'launch.schedule', title: typed('Title') })
  await send('priya', { type: 'launch.assignRole', role: 'content-team', person: 'noa' })
  await send('priya', { type: 'launch.setPublicStatus', public: true })
  await send('priya', { type: 'launch.start' })
  await send('chloe', { type: 'gate.comment', gate: 'content', text: typed('Comment') })
  await send('tom', { type: 'gate.block', gate: 'payment-gateway', reason: typed('Reason') })
  await send('priya', { type: 'launch.hold', reason: typed('Hold') })
  priya = await visitor(shop, 'priya')
})
afterAll(() => shop.close())

/** Every text between two tags, and every attribute, opens and ends its own scopes. */
function everyPart(html: string): string[] {
  return html.replace(/&quot;/g, '').split(/<[^>]*>|"/)
}

const addresses = [
  '/',
  '/launches',
  '/launches/hello',
  '/launches/hello/gates/content',
  '/launches/hello/gates/payment-gateway',
  '/launches/hello/log',
  '/launches/hello/log/1',
]

describe('pages', () => {
  test.each(addresses)('%s: no part reaches beyond itself', async (address) => {
    const { text } = await priya.get(address).expect(200)
    expect(everyPart(text).filter((part) => balanced(part) !== part)).toEqual([])
  })

  test('a title, a name and a reason stand in an element that isolates', async () => {
    const launch = (await priya.get('/launches/hello').expect(200)).text
    expect(launch).toContain(`<bdi>${held('Title')}</bdi></h1>`)
    expect(launch).toContain(`<bdi>${held('Noa')}</bdi>`)
    expect(launch).toContain(`<title>${isolated('Title')}: On hold: `)
    expect(launch).toContain(`On hold: “${isolated('Hold')}”`)
    const gate = (await priya.get('/launches/hello/gates/payment-gateway').expect(200)).text
    expect(gate).toContain(`<q dir="auto">${held('Reason')}</q>`)
    const content = (await priya.get('/launches/hello/gates/content').expect(200)).text
    expect(content).toContain(`“${isolated('Comment')}”`)
  })
})

describe('programs', () => {
  test('get the value as it was typed, and sentences that keep it in its place', async () => {
    const { body } = await shop.get('ci', '/api/v1/launches/hello/status').expect(200)
    expect(body.title).toBe(typed('Title'))
    expect(body.summary).toBe(`On hold: “${isolated('Hold')}”`)
    const command = { type: 'launch.assignRole', role: 'sailor', person: 'noa' }
    const refused = await shop.send('priya', 'hello', command).expect(409)
    expect(balanced(refused.body.detail)).toBe(refused.body.detail)
  })

  test('of which a terminal shows a line get no control but isolates that end in it', async () => {
    const { text } = await shop.get('ci', '/api/v1/launches/hello/deploy?format=text').expect(423)
    expect(text).toContain(`On hold: “\u2068\\u202eHold\\u202c\u2069”\n`)
    for (const line of text.split('\n')) {
      expect(balanced(line)).toBe(line)
      expect(line).not.toMatch(/[\u202a-\u202e]/)
    }
  })
})
