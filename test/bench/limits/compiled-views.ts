import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import ejs, { type TemplateFunction } from 'ejs'
import { pino } from 'pino'
import supertest from 'supertest'
import { openStore } from '../../../db/open-store.ts'
import { createApp } from '../../../server/app.ts'
import { readConfig } from '../../../server/config.ts'
import { evidenceFolder } from '../../../server/evidence/folder.ts'
import { newFigures } from '../../../server/figures/figures.ts'
import { verifierHere } from '../../../server/launches/verifier.ts'
import { builtInPipelines } from '../../../server/pipelines/built-in.ts'
import { pipelinesOf } from '../../../server/pipelines/choosable.ts'
import type { Services } from '../../../server/services.ts'
import type { Served } from '../../support/server.ts'
import { shorter } from '../quick.ts'

/** What drawing a page costs alone: its compiled EJS templates with the very values that the page gave them. */

/** Draws everything that one request for a page drew. */
export type Draw = () => void

/** Draws the pages once in this process, on a copy of the server's database, and gives for each path how to draw it again. */
export async function compiledViews(server: Served, cookie: string, paths: readonly string[]): Promise<Draw[]> {
  const folder = mkdtempSync(join(tmpdir(), 'launchgate-views-'))
  const copy = join(folder, 'launchgate.db')
  const original = new Database(server.file)
  original.prepare('vacuum into ?').run(copy)
  original.close()
  const services = await servicesOn({
    ...server.env,
    DATABASE_URL: `file:${copy}`,
    DATA_DIR: folder,
    LOG_LEVEL: 'silent',
  })
  const app = createApp(services)
  try {
    const draws: Draw[] = []
    for (const path of paths) {
      const recording = recordDrawing()
      const host = new URL(server.url).host
      await supertest(app.handler).get(path).set({ Cookie: cookie, Host: host, 'Accept-Language': 'en' }).expect(200)
      const drawn = recording.stop()
      if (drawn.length === 0) throw new Error(`${path} drew no view`)
      draws.push(() => {
        for (const { template, values } of drawn) template(values)
      })
    }
    return draws
  } finally {
    app.drain()
    await app.settle()
    await services.verifier.close()
    await services.store.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function servicesOn(env: NodeJS.ProcessEnv): Promise<Services> {
  const config = readConfig(env)
  const store = await openStore(config.databaseUrl)
  const evidence = evidenceFolder(config.dataDir)
  return {
    store,
    config,
    clock: Date.now,
    log: pino({ level: 'silent' }),
    pipelines: pipelinesOf(await builtInPipelines(), store),
    evidence,
    verifier: verifierHere(store, (sha256) => evidence.find(sha256)),
    figures: newFigures(),
  }
}

interface Drawn {
  template: TemplateFunction
  values: ejs.Data
}

/** Takes down each template that is drawn, but not those that it includes, with its values. */
function recordDrawing(): { stop(): Drawn[] } {
  const drawn: Drawn[] = []
  const { get } = ejs.cache
  let depth = 0
  ejs.cache.get = (name) => {
    const template = get.call(ejs.cache, name)
    if (typeof template !== 'function') return template
    // The cache holds functions that compile() made.
    const draw = template as TemplateFunction
    const recorded = (values: ejs.Data) => {
      if (depth === 0) drawn.push({ template: draw, values })
      depth += 1
      try {
        return draw(values)
      } finally {
        depth -= 1
      }
    }
    return recorded as TemplateFunction
  }
  return {
    stop() {
      ejs.cache.get = get
      return drawn
    },
  }
}

/** How often a second this can be done, one after the other. */
export function drawsPerSecond(draw: Draw, seconds = 1): number {
  for (let warmUp = 0; warmUp < 50; warmUp += 1) draw()
  const began = performance.now()
  let count = 0
  for (; performance.now() - began < shorter(seconds * 1000); count += 1) draw()
  return (count * 1000) / (performance.now() - began)
}
