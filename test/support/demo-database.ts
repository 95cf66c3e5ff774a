import { writeFileSync } from 'node:fs'
import Database from 'better-sqlite3'
import { openStore } from '../../db/open-store.ts'
import type { Store } from '../../db/store.ts'
import type { Scope } from '../../machines/installation/scopes.ts'
import { createToken } from '../../server/auth/tokens.ts'
import { seedStory, stories } from '../../server/demo/seed.ts'
import { createLaunch, openShop } from './shop.ts'
import { fileOf } from './tamper.ts'

/** The cast and two launches of the demo as a file, for servers in processes of their own: to make the whole demo takes longer than to start one. */

/** Of each person of the cast, by id: a token that is good for a year, and one for a day that may sign as well. */
export type Tokens = ReadonlyMap<string, { usual: string; signing: string }>

const usual: readonly Scope[] = ['status:read', 'launch:read', 'launch:write', 'evidence:write']
const year = 365 * 24 * 60 * 60 * 1000

let demo: Promise<{ database: Buffer; tokens: Tokens }> | undefined

/** Two launches that tell the demo's `hello`. */
const launches = ['hello', 'neighbor'] as const
/** One more, whose first gate asks for a file. */
export const withFile = { launch: 'shop', gate: 'categories', item: 'CAT-1', owner: 'priya' } as const

/** Writes them to `file`, where no database is yet; `more` may add to it. */
export async function putDemo(file: string, more?: (store: Store) => Promise<void>): Promise<Tokens> {
  demo ??= makeDemo()
  const { database, tokens } = await demo
  writeFileSync(file, database, { mode: 0o600 })
  if (more === undefined) return tokens
  const store = await openStore(`file:${file}`)
  await more(store)
  await store.close()
  return tokens
}

async function makeDemo(): Promise<{ database: Buffer; tokens: Tokens }> {
  const shop = await openShop()
  try {
    shop.now = Date.now()
    for (const slug of launches) await seedStory(shop.services, stories.hello, slug)
    // Her token of the shop has expired today.
    const priya = await shop.token('priya', [...usual])
    await createLaunch(shop, withFile.launch, 'ecommerce-essential', priya)
    await shop.send(priya, withFile.launch, { type: 'launch.start' }).expect(200)
    const tokens = new Map<string, { usual: string; signing: string }>()
    for (const { id: person } of await shop.store.directory.people()) {
      const make = async (scopes: readonly Scope[], expires?: number) =>
        (await createToken(shop.store, { person, scopes, expires }, shop.now)).token
      tokens.set(person, { usual: await make(usual, year), signing: await make([...usual, 'sign:write']) })
    }
    const client = new Database(fileOf(shop.services.config.databaseUrl))
    const database = client.serialize()
    client.close()
    return { database, tokens }
  } finally {
    await shop.close()
  }
}
