import type { Router } from 'express'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { api } from '../../server/api/index.ts'
import { createLaunch, openShop, type Shop } from '../support/shop.ts'

/** What machines that watch read: the description of the API, figures, and whether it is up. */

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
  await createLaunch(shop, 'hello')
})
afterAll(() => shop.close())

describe('the description of the API', () => {
  test('has every address that there is, and no other', async () => {
    const { body } = await shop.get(null, '/openapi.json').expect(200)
    expect(body.openapi).toBe('3.1.0')
    const described = Object.entries<Record<string, unknown>>(body.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    )
    const router: Router = api(shop.services, shop.app.events)
    const routed = router.stack.flatMap(({ route }) =>
      route
        ? [...new Set(route.stack.map(({ method }) => method))].map(
            (method) => `${method} ${route.path.replaceAll(/:(\w+)/g, '{$1}')}`,
          )
        : [],
    )
    expect(described.sort()).toEqual(routed.sort())
  })

  test('has every command that a person may send, and none of the engine’s', async () => {
    const { body } = await shop.get(null, '/openapi.json').expect(200)
    const text = JSON.stringify(body.components.schemas.Command)
    for (const type of ['gate.tick', 'gate.requestWaiver', 'launch.rollBack', 'launch.archive'])
      expect(text).toContain(`"${type}"`)
    for (const type of ['gate.clear', 'gate.recheck', 'gate.lapse', 'launch.unlock', 'launch.create'])
      expect(text).not.toContain(`"${type}"`)
  })

  test('has every field of the answers of status and deploy', async () => {
    const { body } = await shop.get(null, '/openapi.json').expect(200)
    const { Status: status, Locked: locked } = body.components.schemas
    const answer = await shop.get('ci', '/api/v1/launches/hello/status').expect(200)
    expect(Object.keys(status.properties).sort()).toEqual(Object.keys(answer.body).sort())
    const refused = await shop.post('ci', '/api/v1/launches/hello/deploy').expect(423)
    expect(Object.keys(locked.properties).sort()).toEqual(Object.keys(refused.body).sort())
  })

  test('says of every operation that other methods, a wrong token and a wrong scope are refused', async () => {
    const { body } = await shop.get(null, '/openapi.json').expect(200)
    for (const [path, methods] of Object.entries<Record<string, { responses: object }>>(body.paths))
      for (const [method, { responses }] of Object.entries(methods)) {
        expect(Object.keys(responses), `${method} ${path}`).toEqual(
          expect.arrayContaining(['401', '403', '405', '422']),
        )
        const isPlain = !/\/(status|deploy)$/.test(path)
        if (method !== 'get' && isPlain) expect(Object.keys(responses), path).toContain('429')
      }
    expect(body.security).toEqual([{ token: [] }, { basic: [] }])
  })

  test('every reference in it leads somewhere', async () => {
    const { text, body } = await shop.get(null, '/openapi.json').expect(200)
    const names = [...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name ?? '')
    expect(names.length).toBeGreaterThan(10)
    for (const name of names) expect(Object.keys(body.components.schemas)).toContain(name)
  })
})

describe('figures', () => {
  test('count requests by their route and launches by their state', async () => {
    await shop.get('ci', '/api/v1/launches/hello/deploy').expect(423)
    const { text, headers } = await shop.get(null, '/metrics').expect(200)
    expect(headers['content-type']).toContain('text/plain')
    expect(text).toMatch(/launchgate_request_seconds_count\{[^}]*route="\/api\/v1\/launches\/:launch\/deploy"[^}]*\} 1/)
    expect(text).toContain('launchgate_launches{state="draft"} 1')
  })

  test('need a token where others can reach the server', async () => {
    const open = await openShop({ HOST: '0.0.0.0', BASE_URL: 'https://launch.example.com' })
    const host = 'launch.example.com'
    const refused = await open.get(null, '/metrics').set('Host', host).expect(401)
    expect(refused.headers['content-type']).toContain('application/problem+json')
    await open.get('ci', '/metrics').set('Host', host).expect(200)
    await open.close()
  })
})

describe('up and ready', () => {
  test('ready until it drains', async () => {
    await shop.get(null, '/healthz').expect(200, 'ok\n')
    await shop.get(null, '/readyz').expect(200, 'ready\n')
    const ending = await openShop()
    ending.app.drain()
    const { headers } = await ending.get(null, '/readyz').expect(503)
    expect(headers['retry-after']).toBe('5')
    await ending.close()
  })
})
