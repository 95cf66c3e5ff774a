import { afterEach, describe, expect, test } from 'vitest'
import { addCast } from '../../server/demo/seed.ts'
import { putPerson } from '../support/directory.ts'
import { type NewInstallation, newInstallation } from '../support/new-installation.ts'
import { formsOf, saysAt, textOf } from './read.ts'

/** The first minutes: an empty database, its two doors, and what lies behind them. */

let opened: NewInstallation
afterEach(() => opened.close())

async function empty(env: Record<string, string> = {}): Promise<NewInstallation> {
  opened = await newInstallation(env)
  return opened
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
})

describe('people, but no demo', () => {
  test('nobody can be picked, and nobody is signed in by asking for it', async () => {
    const door = await empty()
    const blank = { email: 'p@example.com', roles: [], admin: false, auditor: false, active: true }
    await putPerson(door.store, { ...blank, id: 'paula', pseudonym: 'p_paula', name: 'Paula' })
    const page = await door.get('/sign-in').expect(200)
    expect(formsOf(page.text).map(({ action }) => action)).toEqual(['/sign-in', '/sign-in/passkey'])
    expect(textOf(page.text)).not.toContain('Paula')
    const answer = await door.post('/sign-in', { person: 'paula' }).expect(422)
    expect(answer.headers['set-cookie']).toBeUndefined()
    expect(saysAt(answer.text, 'say')).toBe('')
  })
})
