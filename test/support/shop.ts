import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import supertest from 'supertest'
import { expect } from 'vitest'
import { Damaged, type Store, StoreUnavailable } from '../../db/store.ts'
import type { Scope } from '../../machines/installation/scopes.ts'
import type { Pipeline } from '../../machines/pipeline/pipeline.ts'
import type { App } from '../../server/app.ts'
import { usualHolders } from '../../server/auth/people.ts'
import type { Services } from '../../server/services.ts'
import { createCheckedApp } from './check-responses.ts'
import { popup } from './popup.ts'
import { secretsInLeaves } from './sealed-leaves.ts'
import { makeToken, monday, servicesIn, shopTemplate } from './shop-template.ts'

export { monday }

/** The whole product on a database of its own, with the cast in it and a clock that is moved by hand. */
export interface Shop {
  services: Services
  store: Store
  app: App
  /** Epoch ms; what the product takes for now. */
  now: number
  /** The token of a person of the cast (every scope), or of the service `ci` (what a service may have). */
  token(who: string, only?: Scope[]): Promise<string>
  get(who: string | null, path: string): supertest.Test
  post(who: string | null, path: string, body?: object): supertest.Test
  put(who: string | null, path: string, body: object): supertest.Test
  /** Sends a command as somebody. */
  send(who: string, launch: string, command: object): supertest.Test
  /** Version of the launch: it must not move when something is refused. */
  version(launch: string): Promise<number>
  close(): Promise<void>
}

/** How a shop differs from the usual one. */
export interface Opening {
  /** The demo is in it, as `seedDemo` makes it. */
  demo?: true
  /** Its clock runs: it is now, and `now` may be moved on from there. Else it stands at `monday`. */
  isRunning?: true
}

export async function openShop(env: Record<string, string> = {}, how: Opening = {}): Promise<Shop> {
  const folder = mkdtempSync(join(tmpdir(), 'launchgate-test-'))
  const start = how.isRunning ? Date.now() : monday
  const template = await shopTemplate(how)
  template.copyTo(folder)
  const services = await servicesIn(folder, () => shop.now, env)
  const { store } = services
  const app = createCheckedApp(services)
  const tokens = new Map(template.tokens)
  const tokenFor = async (who: string, only?: Scope[]): Promise<string> => {
    const known = only === undefined ? tokens.get(who) : undefined
    if (known !== undefined) return known
    const token = await makeToken(store, who, shop.now, only)
    if (only === undefined) tokens.set(who, token)
    return token
  }
  const ask = (method: 'get' | 'post' | 'put', who: string | null, path: string) => {
    const request = supertest(app.handler)[method](path).set('Accept', 'application/json')
    const token = who === null ? undefined : (tokens.get(who) ?? who)
    return token === undefined ? request : request.set('Authorization', `Bearer ${token}`)
  }
  const shop: Shop = {
    services,
    store,
    app,
    now: start,
    token: tokenFor,
    get: (who, path) => ask('get', who, path),
    post: (who, path, body) => (body === undefined ? ask('post', who, path) : ask('post', who, path).send(body)),
    put: (who, path, body) => ask('put', who, path).send(body),
    send: (who, launch, command) => ask('post', who, `/api/v1/launches/${launch}/commands`).send(command),
    version: async (launch) => (await store.load(launch))?.version ?? 0,
    async close() {
      app.drain()
      await app.settle()
      await services.verifier.close()
      const secrets = await secretsInLeaves(store).catch(unreadable)
      await store.close()
      rmSync(folder, { recursive: true, force: true })
      expect(secrets).toEqual([])
    },
  }
  if (how.isRunning) runClock(shop)
  return shop
}

/** Lets `now` go on by itself from where it is, and from where it is set. */
function runClock(shop: Shop): void {
  let ahead = shop.now - Date.now()
  Object.defineProperty(shop, 'now', {
    enumerable: true,
    get: () => Date.now() + ahead,
    set: (now: number) => {
      ahead = now - Date.now()
    },
  })
}

/** Of a database that a test has taken away or damaged, the leaves can't be looked at. */
function unreadable(error: unknown): string[] {
  if (error instanceof StoreUnavailable || error instanceof Damaged) return []
  throw error
}

/** Creates a launch of a pipeline with the cast in its roles, as Priya, or by this token of hers. */
export async function createLaunch(shop: Shop, slug: string, pipeline = 'first-look', by = 'priya'): Promise<void> {
  await shop
    .post(by, '/api/v1/launches', {
      pipeline,
      slug,
      title: `The ${slug} shop`,
      targetAt: '2026-12-01T10:00:00+08:00',
      timeZone: 'Asia/Taipei',
      people: await castOf(shop.store, await shop.services.pipelines.get(pipeline)),
    })
    .expect(201)
}

/** Creates a launch of the pop-up shop's pipeline, starts it, and sets its build. */
export async function startPopup(shop: Shop, slug: string): Promise<void> {
  await createLaunch(shop, slug, popup.id)
  await shop.send('priya', slug, { type: 'launch.start' }).expect(200)
  await shop.send('ana', slug, { type: 'launch.setCandidate', version: '101' }).expect(200)
}

/** Who of the cast holds which role of a launch of this pipeline. */
export async function castOf(store: Store, pipeline: Pipeline | undefined): Promise<Record<string, string[]>> {
  const people = await store.directory.people()
  const roles = pipeline?.definition.roles ?? []
  return Object.fromEntries(roles.map((role) => [role, usualHolders(people, role)]))
}

/** Does this, and fails when the launch has another version afterwards; gives what came of it. */
export async function writesNothing<T>(shop: Shop, launch: string, act: () => Promise<T>): Promise<T> {
  const before = await shop.version(launch)
  const answer = await act()
  expect(await shop.version(launch), 'nothing was written').toBe(before)
  return answer
}
