import { writeFileSync } from 'node:fs'
import Database from 'better-sqlite3'
import { openStore } from '../../db/open-store.ts'
import type { Store } from '../../db/store.ts'
import type { Scope } from '../../machines/installation/scopes.ts'
import { createToken } from '../../server/auth/tokens.ts'
import { seedStory, stories } from '../../server/demo/seed.ts'
import { openShop } from './shop.ts'
import { fileOf } from './tamper.ts'

/** The cast and two launches of the demo as a file, for servers in processes of their own: to make the whole demo takes longer than to start one. */

/** By person of the cast, with every scope that needs no short life: they are good for a year. */
export type Tokens = ReadonlyMap<string, string>

const scopes: readonly Scope[] = ['status:read', 'launch:read', 'launch:write', 'evidence:write']
const year = 365 * 24 * 60 * 60 * 1000

let demo: Promise<{ database: Buffer; tokens: Tokens }> | undefined

/** Two launches that tell the demo's `hello`, which has no evidence files. */
const launches = ['hello', 'neighbor'] as const

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
    const tokens = new Map<string, string>()
    for (const { id } of await shop.store.directory.people())
      tokens.set(id, (await createToken(shop.store, { person: id, scopes, expires: year }, shop.now)).token)
    const client = new Database(fileOf(shop.services.config.databaseUrl))
    const database = client.serialize()
    client.close()
    return { database, tokens }
  } finally {
    await shop.close()
  }
}
