import type { Router } from 'express'
import supertest from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { api } from '../../server/api/index.ts'
import { createLaunch, openShop, type Shop, writesNothing } from '../support/shop.ts'

/** A known address that is asked with a method it does not have answers 405 with Allow, whoever asks. */

let shop: Shop
beforeAll(async () => {
  shop = await openShop({ LAUNCHGATE_DEMO: '1' })
  await createLaunch(shop, 'hello')
})
afterAll(() => shop.close())

const ask = (method: string, path: string) => {
  const agent = supertest(shop.app.handler)
  switch (method) {
    case 'GET':
      return agent.get(path)
    case 'POST':
      return agent.post(path)
    case 'PUT':
      return agent.put(path)
    case 'PATCH':
      return agent.patch(path)
    case 'OPTIONS':
      return agent.options(path)
    case 'HEAD':
      return agent.head(path)
    default:
      return agent.delete(path)
  }
}
const allMethods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

describe('a program', () => {
  test('hears 405 with Allow at every address of the API, from the router’s own table', async () => {
    const router: Router = api(shop.services, shop.app.events)
    const table = new Map<string, Set<string>>()
    for (const { route } of router.stack)
      for (const { method } of route?.stack ?? []) {
        const path = route?.path ?? ''
        table.set(path, (table.get(path) ?? new Set()).add(method.toUpperCase()))
      }
    expect(table.size).toBeGreaterThan(10)
    for (const [path, has] of table) {
      const address = `/api/v1${path.replace(':launch', 'hello').replaceAll(/:\w+/g, 'x')}`
      const methods = allMethods.filter((method) => !has.has(method))
      for (const method of methods) {
        const answer = await writesNothing(shop, 'hello', () => ask(method, address))
        expect([answer.status, answer.body.code], `${method} ${address}`).toEqual([405, 'method-not-allowed'])
        const allow = (answer.headers.allow ?? '').split(', ')
        expect(allow.sort()).toEqual([...has, ...(has.has('GET') ? ['HEAD'] : [])].sort())
        expect(answer.headers['content-type']).toContain('application/problem+json')
      }
    }
  })

  test('hears 405 for HEAD where there is no GET', async () => {
    const { status, headers } = await ask('HEAD', '/api/v1/launches/hello/commands')
    expect([status, headers.allow]).toEqual([405, 'POST'])
  })

  test('hears 404 where there is nothing, whatever the method', async () => {
    for (const method of allMethods) {
      const { status, headers } = await ask(method, '/api/v1/nothing')
      expect([method, status, headers.allow]).toEqual([method, 404, undefined])
    }
  })

  test.each(['/healthz', '/readyz', '/metrics', '/openapi.json'])('%s takes GET and HEAD', async (path) => {
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
      const { status, headers, body } = await ask(method, path)
      expect([method, status, headers.allow]).toEqual([method, 405, 'GET, HEAD'])
      expect(body).toMatchObject({ code: 'method-not-allowed', detail: expect.stringContaining('GET, HEAD') })
    }
    expect((await ask('HEAD', path)).status).toBe(200)
  })
})

describe('a browser', () => {
  test.each([
    ['DELETE', '/launches/hello', 'GET, HEAD, POST'],
    ['PUT', '/sign-in', 'GET, HEAD, POST'],
    ['GET', '/sign-out', 'POST'],
    ['POST', '/launches', 'GET, HEAD'],
    ['OPTIONS', '/', 'GET, HEAD'],
    ['POST', '/assets/app.js', 'GET, HEAD'],
  ])('%s %s hears 405 with Allow, as a page', async (method, path, allow) => {
    const answer = await ask(method, path).set('Sec-Fetch-Site', 'same-origin')
    expect([answer.status, answer.headers.allow]).toEqual([405, allow])
    expect(answer.headers['content-type']).toContain('text/html')
  })
})
