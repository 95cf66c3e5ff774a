import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Logger, pino } from 'pino'
import supertest from 'supertest'
import { openStore } from '../../db/open-store.ts'
import { newSetupLink } from '../../server/auth/one-time-links.ts'
import { readConfig } from '../../server/config.ts'
import { evidenceFolder } from '../../server/evidence/folder.ts'
import { newFigures } from '../../server/figures/figures.ts'
import { verifierHere } from '../../server/launches/verifier.ts'
import { builtInPipelines } from '../../server/pipelines/built-in.ts'
import { pipelinesOf } from '../../server/pipelines/choosable.ts'
import type { Services } from '../../server/services.ts'
import { createCheckedApp } from './check-responses.ts'

/** The whole product on an empty database, with a clock that is moved by hand. */

export const firstDay = Date.parse('2026-11-23T09:00:00.000Z')

export async function newInstallation(env: Record<string, string> = {}, log: Logger = pino({ level: 'silent' })) {
  const folder = mkdtempSync(join(tmpdir(), 'launchgate-test-'))
  const config = readConfig({
    DATABASE_URL: `file:${folder}/launchgate.db`,
    DATA_DIR: folder,
    LOG_LEVEL: 'silent',
    ...env,
  })
  const store = await openStore(config.databaseUrl)
  const evidence = evidenceFolder(config.dataDir)
  const time = { now: firstDay }
  const services: Services = {
    store,
    config,
    clock: () => time.now,
    log,
    pipelines: pipelinesOf(await builtInPipelines(), store),
    evidence,
    verifier: verifierHere(store, evidence.find),
    figures: newFigures(),
  }
  const app = createCheckedApp(services)
  const ours = { 'Sec-Fetch-Site': 'same-origin', Host: new URL(config.baseUrl).host }
  return {
    store,
    services,
    time,
    get: (path: string) => supertest(app.handler).get(path).set(ours),
    post: (path: string, fields: object = {}) => supertest(app.handler).post(path).set(ours).type('form').send(fields),
    elsewhere: (path: string) => supertest(app.handler).post(path).set('Sec-Fetch-Site', 'cross-site'),
    /** The code that the console would print. */
    async setupCode(): Promise<string> {
      const link = await newSetupLink(services, time.now)
      if (typeof link === 'string') throw new Error(link)
      return link.secret
    },
    async close() {
      app.drain()
      await services.verifier.close()
      await store.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export type NewInstallation = Awaited<ReturnType<typeof newInstallation>>

/** What the first administrator types. */
export const firstAdmin = {
  organization: 'Harbor Goods',
  language: 'en',
  timeZone: 'Asia/Taipei',
  name: 'Rui Sato',
  email: 'rui@harbor.example',
  password: 'four small boats at dawn',
}
