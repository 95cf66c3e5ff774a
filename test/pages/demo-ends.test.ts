import supertest from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addPerson } from '../../server/auth/people.ts'
import type { Config } from '../../server/config.ts'
import { createCheckedApp } from '../support/check-responses.ts'
import { listening } from '../support/halfway.ts'
import { sendRaw } from '../support/raw.ts'
import { createLaunch, openShop, type Shop, writesNothing } from '../support/shop.ts'
import { formsOf, textOf } from './read.ts'
import { visitor } from './visitor.ts'

/** What the demo gives ends with it, is for its cast alone, and is not to be had through another site's name. */

let shop: Shop
beforeAll(async () => {
  shop = await openShop({ LAUNCHGATE_DEMO: '1' })
  await createLaunch(shop, 'hello')
  await shop.send('priya', 'hello', { type: 'launch.start' }).expect(200)
})
afterAll(() => shop.close())

const ours = { 'Sec-Fetch-Site': 'same-origin' }
const signIn = (person: string) => supertest(shop.app.handler).post('/sign-in').set(ours).type('form').send({ person })
async function cookieOf(person: string): Promise<string> {
  const { headers } = await signIn(person).expect(303)
  return (
    [headers['set-cookie'] ?? []]
      .flat()
      .find((each: string) => !/=;/.test(each))
      ?.split(';')[0] ?? ''
  )
}

describe('a session that the demo gave', () => {
  test.each<[string, Partial<Config>]>([
    ['when nobody asks for the demo any more', { demo: false }],
    ['when a proxy is in front', { trustProxy: 1 }],
    ['when the address is a public one', { baseUrl: 'http://launchgate.example' }],
    ['in production', { production: true }],
  ])('counts as none %s', async (_, change) => {
    const cookie = await cookieOf('tom')
    await supertest(shop.app.handler).get('/launches').set('Cookie', cookie).expect(200)
    const later = createCheckedApp({ ...shop.services, config: { ...shop.services.config, ...change } })
    const asked = (path: string) => supertest(later.handler).get(path).set('Cookie', cookie)
    await asked('/launches').expect(303)
    await asked('/launches/hello/events').expect(401)
    const before = await shop.version('hello')
    const comment = { type: 'gate.comment', gate: 'content', text: 'still here' }
    const post = supertest(later.handler).post('/launches/hello/commands').set(ours).set('Cookie', cookie)
    const answer = await post.type('form').send(comment).expect(401)
    expect(textOf(answer.text)).toContain('Your session has expired')
    expect(formsOf(answer.text)[0]?.hidden).toMatchObject({ 'typed.text': 'still here' })
    expect(await shop.version('hello')).toBe(before)
    later.drain()
  })
})

describe('somebody who is not of the cast', () => {
  test('is neither shown nor signed in', async () => {
    const wish = { name: 'Zoe Real', email: 'zoe@shop.example', roles: ['content-team'], admin: true, auditor: false }
    await addPerson(shop.store, wish, shop.now)
    await shop.send('priya', 'hello', { type: 'launch.assignRole', role: 'content-team', person: 'zoe' }).expect(200)
    const page = await supertest(shop.app.handler).get('/sign-in').expect(200)
    expect(textOf(page.text)).toContain('Chloe Martin')
    expect(textOf(page.text)).not.toContain('Zoe')
    const answer = await signIn('zoe').expect(422)
    expect(answer.headers['set-cookie']).toBeUndefined()
    const launch = await (await visitor(shop, 'tom')).get('/launches/hello').expect(200)
    const people = formsOf(launch.text).map(({ hidden }) => hidden.person)
    expect(people).toContain('chloe')
    expect(people).not.toContain('zoe')
  })
})

describe('a request by another name than that of this machine', () => {
  const evil = 'launchgate.evil.example:3000'
  test.each(['/', '/sign-in', '/launches', '/launches/hello/events', '/nowhere'])('GET %s is refused', async (path) => {
    const cookie = await cookieOf('tom')
    const answer = await supertest(shop.app.handler).get(path).set({ Host: evil, Cookie: cookie }).expect(403)
    expect(textOf(answer.text)).toContain('only available at http://localhost:3000')
    expect(answer.text).not.toContain('Tom Becker')
  })

  test('nobody is signed in, and no door opens', async () => {
    const answer = await signIn('tom').set('Host', evil).expect(403)
    expect(answer.headers['set-cookie']).toBeUndefined()
    await supertest(shop.app.handler).post('/demo').set(ours).set('Host', evil).expect(403)
  })

  test.each(['localhost@evil.example', 'localhost.evil.example', '127.0.0.1.evil.example', 'evil.example:localhost'])(
    '%s is no name of this machine',
    async (host) => {
      await supertest(shop.app.handler).get('/sign-in').set('Host', host).expect(403)
    },
  )

  test.each(['localhost:3000', 'localhost', '127.0.0.1:51000', '[::1]:3000', 'shop.localhost:3000'])(
    '%s is one',
    async (host) => {
      await supertest(shop.app.handler).get('/sign-in').set('Host', host).expect(200)
    },
  )

  test.each(['/metrics', '/openapi.json', '/api/v1/launches/hello', '/api/v1/launches/hello/deploy'])(
    'GET %s is refused to programs too, whatever token they send',
    async (path) => {
      const { body, headers } = await shop.get('tom', path).set('Host', evil).expect(403)
      expect(headers['content-type']).toContain('application/problem+json')
      expect(body).toMatchObject({ code: 'forbidden', detail: expect.stringContaining('http://localhost:3000') })
      const about = body.errors ?? body.blockers
      expect(about, 'nothing about the launch').toBeUndefined()
    },
  )

  test('nothing is written for a program', async () => {
    const send = () =>
      shop
        .send('tom', 'hello', { type: 'gate.comment', gate: 'payment-gateway', text: 'From elsewhere' })
        .set('Host', evil)
    await writesNothing(shop, 'hello', () => send().expect(403))
  })

  test('files are refused, health is not', async () => {
    await shop.get(null, '/assets/app.css').set('Host', evil).expect(403)
    await shop.get(null, '/healthz').set('Host', evil).expect(200)
    await shop.get(null, '/readyz').set('Host', evil).expect(200)
  })

  test('a request without a name, or with two', async () => {
    const listens = await listening(shop)
    const ask = (head: string) => sendRaw(listens.url, `GET /metrics ${head}\r\nConnection: close\r\n\r\n`)
    expect(await ask('HTTP/1.0')).toMatch(/^HTTP\/1.1 403 /)
    expect(await ask('HTTP/1.1\r\nHost: localhost\r\nHost: evil.example')).toMatch(/^HTTP\/1.1 40[03] /)
    expect(await ask('HTTP/1.1\r\nHost: localhost')).toMatch(/^HTTP\/1.1 200 /)
    await listens.close()
  })
})

describe('a server that others reach', () => {
  const answers = async (host: string, env: Record<string, string>) => {
    const open = await openShop(env)
    try {
      const { status, headers } = await supertest(open.app.handler).get('/assets/app.css').set('Host', host)
      return { status, hsts: headers['strict-transport-security'] }
    } finally {
      await open.close()
    }
  }
  const far = { HOST: '0.0.0.0', BASE_URL: 'https://launch.example.com' }
  test.each([
    ['launch.example.com', 200, far],
    ['LAUNCH.example.com:8443', 200, far],
    ['other.example.com', 403, far],
    ['localhost:3000', 403, far],
    ['10.0.0.7:3000', 403, far],
    // A proxy on the same machine passes on the public name.
    ['launch.example.com', 200, { BASE_URL: 'https://launch.example.com' }],
    ['localhost:3000', 200, { BASE_URL: 'https://launch.example.com' }],
  ])('to %s it answers %i', async (host, status, env) => {
    // Every answer of an https address tells browsers to stay with https, a refusal too.
    expect(await answers(host, env)).toEqual({ status, hsts: 'max-age=31536000' })
  })

  test('an http address promises no https', async () => {
    expect(await answers('localhost', {})).toEqual({ status: 200, hsts: undefined })
  })
})
