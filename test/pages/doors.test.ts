import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import supertest from 'supertest'
import { afterEach, describe, expect, test } from 'vitest'
import { openStore } from '../../db/open-store.ts'
import { readConfig } from '../../server/config.ts'
import { addCast } from '../../server/demo/seed.ts'
import { evidenceFolder } from '../../server/evidence/folder.ts'
import { verifierHere } from '../../server/launches/verifier.ts'
import { pipelinesOf } from '../../server/pipelines/choosable.ts'
import { builtInPipelines } from '../../server/pipelines/read.ts'
import { createCheckedApp } from '../support/check-responses.ts'
import { putPerson } from '../support/directory.ts'
import { formsOf, saysAt, textOf } from './read.ts'

/** The first minutes: an empty database, its two doors, and what lies behind them. */

let close: () => Promise<void>
afterEach(() => close())

async function empty(env: Record<string, string> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'launchgate-test-'))
  const config = readConfig({
    DATABASE_URL: `file:${folder}/launchgate.db`,
    DATA_DIR: folder,
    LOG_LEVEL: 'silent',
    ...env,
  })
  const store = await openStore(config.databaseUrl)
  const evidence = evidenceFolder(config.dataDir)
  const app = createCheckedApp({
    store,
    config,
    clock: Date.now,
    log: pino({ level: 'silent' }),
    pipelines: pipelinesOf(await builtInPipelines(), store),
    evidence,
    verifier: verifierHere(store, evidence.find),
  })
  close = async () => {
    app.drain()
    await store.close()
    rmSync(folder, { recursive: true, force: true })
  }
  const ours = { 'Sec-Fetch-Site': 'same-origin', Host: new URL(config.baseUrl).host }
  return {
    store,
    get: (path: string) => supertest(app.handler).get(path).set(ours),
    post: (path: string) => supertest(app.handler).post(path).set(ours),
    elsewhere: (path: string) => supertest(app.handler).post(path).set('Sec-Fetch-Site', 'cross-site'),
  }
}

describe('an empty database', () => {
  test('has two doors; behind the first are the people of a launch', async () => {
    const door = await empty()
    const first = await door.get('/').expect(200)
    expect(textOf(first.text)).toContain('Set up for my team')
    expect(formsOf(first.text).map(({ action, text }) => [action, text])).toEqual([['/demo', 'Open demo']])
    await door.get('/sign-in').expect(303).expect('Location', '/')
    await door.post('/demo').expect(303).expect('Location', '/sign-in')
    const people = await door.get('/sign-in').expect(200)
    expect(textOf(people.text)).toMatch(/With open tasks.*Chloe Martin.*Everyone else.*Priya Nair/)
    expect((await door.store.load('hello'))?.version).toBeGreaterThan(1)
    await door.get('/').expect(303).expect('Location', '/sign-in')
  })

  test('the door is shut once there are people, and a form of another site does not open it', async () => {
    const door = await empty()
    await door.elsewhere('/demo').expect(403)
    expect(await door.store.directory.people()).toEqual([])
    await door.post('/demo').expect(303)
    const version = (await door.store.load('hello'))?.version
    await door.post('/demo').expect(403)
    expect((await door.store.load('hello'))?.version).toBe(version)
  })

  test('a demo whose making broke off is made whole by the same door', async () => {
    const door = await empty()
    await door.store.directory.setSetting('demo', 'begun')
    await addCast(door.store, Date.now())
    expect(textOf((await door.get('/').expect(200)).text)).toContain('Open demo')
    await door.post('/demo').expect(303).expect('Location', '/sign-in')
    for (const launch of ['aurora', 'borealis', 'hello']) expect(await door.store.load(launch)).not.toBeNull()
  })

  test.each([
    ['in production', { NODE_ENV: 'production' }],
    ['where other machines can reach it', { HOST: '0.0.0.0' }],
  ])('the demo does not open %s, and the page says so', async (_, env) => {
    const door = await empty(env)
    const first = await door.get('/').expect(200)
    expect(formsOf(first.text)).toEqual([])
    expect(textOf(first.text)).toContain('The demo is only available on the local machine')
    await door.post('/demo').expect(403)
    expect(await door.store.directory.people()).toEqual([])
  })

  test('the other door says honestly what to run', async () => {
    const door = await empty()
    const page = await door.get('/setup').expect(200)
    expect(textOf(page.text)).toContain('npx launchgate person add')
    expect(textOf(page.text)).toContain('Password and single sign-on aren’t available yet.')
  })
})

describe('people, but no demo', () => {
  test('nobody can be picked, and nobody is signed in by asking for it', async () => {
    const door = await empty()
    const blank = { email: 'p@example.com', roles: [], admin: false, auditor: false, active: true }
    await putPerson(door.store, { ...blank, id: 'paula', pseudonym: 'p_paula', name: 'Paula' })
    const page = await door.get('/sign-in').expect(200)
    expect(formsOf(page.text)).toEqual([])
    expect(textOf(page.text)).toContain('Signing in is only available in the demo for now.')
    const answer = await door.post('/sign-in').type('form').send({ person: 'paula' }).expect(422)
    expect(answer.headers['set-cookie']).toBeUndefined()
    expect(saysAt(answer.text, 'say')).toBe('')
  })
})
