import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import supertest from 'supertest'
import { expect } from 'vitest'
import { openStore } from '../../db/open-store.ts'
import { Damaged, type Store, StoreUnavailable } from '../../db/store.ts'
import { type Scope, scopes } from '../../machines/installation/scopes.ts'
import type { Pipeline } from '../../machines/pipeline/pipeline.ts'
import type { App } from '../../server/app.ts'
import { usualHolders } from '../../server/auth/people.ts'
import { createToken } from '../../server/auth/tokens.ts'
import { readConfig } from '../../server/config.ts'
import { addCast } from '../../server/demo/seed.ts'
import { evidenceFolder } from '../../server/evidence/folder.ts'
import { newFigures } from '../../server/figures/figures.ts'
import { verifierHere } from '../../server/launches/verifier.ts'
import { pipelinesOf } from '../../server/pipelines/choosable.ts'
import { builtInPipelines } from '../../server/pipelines/read.ts'
import type { Services } from '../../server/services.ts'
import { createCheckedApp } from './check-responses.ts'
import { popup, popupPipeline } from './popup.ts'
import { secretsInLeaves } from './sealed-leaves.ts'

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

export const monday = Date.parse('2026-11-23T09:00:00.000Z')
const forServices: Scope[] = ['status:read', 'launch:read', 'evidence:write', 'candidate:write']

export async function openShop(env: Record<string, string> = {}): Promise<Shop> {
  const folder = mkdtempSync(join(tmpdir(), 'launchgate-test-'))
  const config = readConfig({
    DATABASE_URL: `file:${folder}/launchgate.db`,
    DATA_DIR: folder,
    BASE_URL: 'http://localhost:3000',
    LOG_LEVEL: 'silent',
    ...env,
  })
  const template = await shopTemplate()
  writeFileSync(join(folder, 'launchgate.db'), template.database, { mode: 0o600 })
  const store = await openStore(config.databaseUrl)
  const evidence = evidenceFolder(config.dataDir)
  const services: Services = {
    store,
    config,
    clock: () => shop.now,
    log: pino({ level: 'silent' }),
    pipelines: pipelinesOf(new Map([...(await builtInPipelines()), [popup.id, popupPipeline]]), store),
    evidence,
    // A mock of evidence.find is for the verifier too.
    verifier: verifierHere(store, (sha256) => evidence.find(sha256)),
    figures: newFigures(),
  }
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
    now: monday,
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
  return shop
}

/** Of a database that a test has taken away or damaged, the leaves can't be looked at. */
function unreadable(error: unknown): string[] {
  if (error instanceof StoreUnavailable || error instanceof Damaged) return []
  throw error
}

interface ShopTemplate {
  database: Buffer
  /** By person of the cast, and of the service `ci`. */
  tokens: ReadonlyMap<string, string>
}

let template: Promise<ShopTemplate> | undefined
/** The database that every shop begins with: the cast and their tokens. It is made once in this process and copied for each shop. */
function shopTemplate(): Promise<ShopTemplate> {
  template ??= makeTemplate()
  return template
}

async function makeTemplate(): Promise<ShopTemplate> {
  const folder = mkdtempSync(join(tmpdir(), 'launchgate-template-'))
  const file = join(folder, 'launchgate.db')
  const store = await openStore(`file:${file}`)
  await addCast(store, monday)
  const tokens = new Map<string, string>()
  for (const who of [...(await store.directory.people()).map(({ id }) => id), 'ci'])
    tokens.set(who, await makeToken(store, who, monday))
  // The last to close a database writes its log into the file.
  await store.close()
  const database = readFileSync(file)
  rmSync(folder, { recursive: true })
  return { database, tokens }
}

async function makeToken(store: Store, who: string, at: number, only?: Scope[]): Promise<string> {
  const holder =
    who === 'ci' ? { service: 'ci', scopes: only ?? forServices } : { person: who, scopes: only ?? [...scopes] }
  return (await createToken(store, holder, at)).token
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
