import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { pino } from 'pino'
import { openStore } from '../../db/open-store.ts'
import type { Store } from '../../db/store.ts'
import { type Scope, scopes } from '../../machines/installation/scopes.ts'
import { createToken } from '../../server/auth/tokens.ts'
import { readConfig } from '../../server/config.ts'
import { addCast, seedDemo } from '../../server/demo/seed.ts'
import { evidenceFolder } from '../../server/evidence/folder.ts'
import { newFigures } from '../../server/figures/figures.ts'
import { verifierHere } from '../../server/launches/verifier.ts'
import { builtInPipelines } from '../../server/pipelines/built-in.ts'
import { pipelinesOf } from '../../server/pipelines/choosable.ts'
import type { Services } from '../../server/services.ts'
import { popup, popupPipeline } from './popup.ts'

/** What every shop begins with. It is made once in this process, by the product itself, and copied for each shop. */
export interface ShopTemplate {
  copyTo(folder: string): void
  /** By person of the cast (every scope), and of the service `ci` (what a service may have). */
  tokens: ReadonlyMap<string, string>
}

/** The instant at which the clock of most shops stands. */
export const monday = Date.parse('2026-11-23T09:00:00.000Z')
const forServices: Scope[] = ['status:read', 'launch:read', 'evidence:write', 'candidate:write']

const templates = new Map<string, Promise<ShopTemplate>>()

/** The cast and their tokens, with the demo or without it, made on `monday` or, for a clock that runs, now. */
export function shopTemplate({ demo = false, isRunning = false }): Promise<ShopTemplate> {
  const key = `${demo} ${isRunning}`
  const known = templates.get(key)
  if (known !== undefined) return known
  const made = makeTemplate(demo, isRunning ? Date.now : () => monday)
  templates.set(key, made)
  // What one test could not make, the next one tries again.
  made.catch(() => templates.delete(key))
  return made
}

async function makeTemplate(demo: boolean, clock: () => number): Promise<ShopTemplate> {
  const folder = mkdtempSync(join(tmpdir(), 'launchgate-template-'))
  const services = await servicesIn(folder, clock, demo ? { LAUNCHGATE_DEMO: '1' } : {})
  const { store } = services
  await addCast(store, clock())
  const tokens = new Map<string, string>()
  for (const who of [...(await store.directory.people()).map(({ id }) => id), 'ci'])
    tokens.set(who, await makeToken(store, who, clock()))
  if (demo) await seedDemo(services)
  await services.verifier.close()
  // The last to close a database writes its log into the file.
  await store.close()
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ name: relative(folder, path), bytes: readFileSync(path) }))
  rmSync(folder, { recursive: true })
  return {
    copyTo(place) {
      for (const { name, bytes } of files) {
        mkdirSync(dirname(join(place, name)), { recursive: true, mode: 0o700 })
        writeFileSync(join(place, name), bytes, { mode: 0o600 })
      }
    },
    tokens,
  }
}

/** The product's parts on the data in a folder. */
export async function servicesIn(folder: string, clock: () => number, env: Record<string, string>): Promise<Services> {
  const config = readConfig({
    DATABASE_URL: `file:${folder}/launchgate.db`,
    DATA_DIR: folder,
    BASE_URL: 'http://localhost:3000',
    LOG_LEVEL: 'silent',
    ...env,
  })
  const store = await openStore(config.databaseUrl)
  const evidence = evidenceFolder(config.dataDir)
  return {
    store,
    config,
    clock,
    log: pino({ level: 'silent' }),
    pipelines: pipelinesOf(new Map([...(await builtInPipelines()), [popup.id, popupPipeline]]), store),
    evidence,
    // A mock of evidence.find is for the verifier too.
    verifier: verifierHere(store, (sha256) => evidence.find(sha256)),
    figures: newFigures(),
  }
}

/** A token of a person or of the service `ci`, with these scopes or all that it may have. */
export async function makeToken(store: Store, who: string, at: number, only?: Scope[]): Promise<string> {
  const holder =
    who === 'ci' ? { service: 'ci', scopes: only ?? forServices } : { person: who, scopes: only ?? [...scopes] }
  return (await createToken(store, holder, at)).token
}
