import supertest from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { labels } from '../../server/pages/forms/typed-texts.ts'
import { openShop, type Shop } from '../support/shop.ts'

/** Every page of the whole demo opens, for everybody, with every state and every kind of entry that there is. */

let shop: Shop
beforeAll(async () => {
  shop = await openShop({ LAUNCHGATE_DEMO: '1' }, { demo: true })
})
afterAll(() => shop.close())

const launches = ['aurora', 'borealis', 'hello']

async function cookieOf(who: string): Promise<string> {
  const answer = await supertest(shop.app.handler)
    .post('/sign-in')
    .type('form')
    .send({ person: who })
    .set('Host', 'localhost')
    .expect(303)
  return String(answer.headers['set-cookie']).split(';')[0] ?? ''
}

/** Fields of forms that are sent, and would be given back without a name where the form is not there. */
const fieldsTypedInto = (html: string): string[] =>
  [...html.matchAll(/<(?:textarea|input)\b[^>]*class="input[^>]*>/g)]
    .filter(([tag]) => !/type="file"|readonly/.test(tag))
    .map(([tag]) => /name="([^"]*)"/.exec(tag)?.[1] ?? tag)
    .filter((name) => !(name in labels))

describe.each(['priya', 'helen', 'joon', 'yuna', 'fay', 'omar', 'ada'])('as %s', (who) => {
  test('launches, gates and logs', async () => {
    const cookie = await cookieOf(who)
    const open = (path: string) => supertest(shop.app.handler).get(path).set('Host', 'localhost').set('Cookie', cookie)
    await open(who === 'omar' ? '/audit' : '/').expect(200)
    await open('/launches').expect(200)
    const namedIn = ({ text }: supertest.Response) => expect(fieldsTypedInto(text)).toEqual([])
    for (const launch of launches) {
      namedIn(await open(`/launches/${launch}`).expect(200))
      const stored = await shop.store.load(launch)
      for (const gate of Object.keys(stored?.gates ?? {}))
        namedIn(await open(`/launches/${launch}/gates/${gate}`).expect(200))
      for (let page = 1; page <= 5; page += 1) {
        const { text, status } = await open(`/launches/${launch}/log?page=${page}`)
        expect(status, `${launch}, page ${page} of the log`).toBe(200)
        expect(text).not.toContain('undefined')
      }
    }
  })
})

test('a granted waiver says until when', async () => {
  const cookie = await cookieOf('priya')
  const { text } = await supertest(shop.app.handler)
    .get('/launches/aurora/gates/social-media')
    .set('Host', 'localhost')
    .set('Cookie', cookie)
    .expect(200)
  expect(text).toMatch(/granted a waiver for Social media until \w{3} \d/)
})

test('what can be done now is what is waited for now, and of what a gate needs the rest comes last', async () => {
  const cookie = await cookieOf('priya')
  const open = (path: string) => supertest(shop.app.handler).get(path).set('Host', 'localhost').set('Cookie', cookie)
  const [, now = ''] =
    /<section class="now"[^>]*>([\s\S]*?)<\/section>/.exec((await open('/launches/aurora')).text) ?? []
  expect(now).toContain('Put on hold')
  // Her item in the decision gate can be done already, although five gates are in the way of sending it.
  expect(now).toContain('<a class="btn main" href="/launches/aurora/gates/go-no-go#item-GNG-3">Attach launch plan')
  expect(now).not.toContain('waiting on')
  expect((await open('/')).text).toContain('/launches/aurora/gates/go-no-go#item-GNG-3')

  const { text } = await open('/launches/aurora/gates/go-no-go')
  const needs = [...text.matchAll(/<li><a href="\/launches\/aurora\/gates\/([\w-]+)">/g)].map(([, gate]) => gate)
  expect(needs.slice(0, 6)).toEqual([
    'inventory',
    'performance',
    'security',
    'user-acceptance',
    'content-review',
    'categories',
  ])
})
