import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { firstAdmin, type NewInstallation, newInstallation } from '../support/new-installation.ts'
import { formsOf, standsIn, textOf } from './read.ts'

/** The first run: whoever has the code from the console becomes the first administrator, and nobody else. */

let door: NewInstallation
beforeEach(async () => {
  door = await newInstallation()
})
afterEach(() => door.close())

const minute = 60_000
const actions = async () => (await door.store.installation.find({}, 0, 100)).map(({ action }) => action).reverse()
const people = async () => (await door.store.directory.people()).map(({ id }) => id)

describe('an empty installation', () => {
  test.each(['/launches', '/sign-in', '/launches/hello', '/pipelines', '/nowhere'])(
    'leads from %s to its first page',
    async (path) => {
      await door.get(path).expect(303).expect('Location', '/')
    },
  )

  test('leaves health, assets and the API where they are', async () => {
    await door.get('/healthz').expect(200)
    await door.get('/assets/icon.svg').expect(200)
    await door.get('/api/v1/launches').expect(401)
  })

  test('is set up by one form: the administrator is signed in, and the page is gone', async () => {
    const code = await door.setupCode()
    const page = await door.get(`/setup?code=${code}`).expect(200)
    expect(formsOf(page.text)[0]?.hidden).toEqual({ code })
    await door.get(`/setup?code=${code}`).expect(200)
    const done = await door
      .post('/setup', { ...firstAdmin, code })
      .expect(303)
      .expect('Location', '/')
    const cookie = String(done.headers['set-cookie']).split(';')[0] ?? ''
    const first = await door.get('/').set('Cookie', cookie).expect(200)
    expect(textOf(first.text)).toContain('Rui Sato')
    expect(await door.store.directory.person('rui')).toMatchObject({
      admin: true,
      email: firstAdmin.email,
      active: true,
    })
    const settings = await Promise.all(['organization', 'language', 'time-zone'].map(door.store.directory.setting))
    expect(settings).toEqual(['Harbor Goods', 'en', 'Asia/Taipei'])
    await door.get('/setup').set('Cookie', cookie).expect(404)
    await door.get(`/setup?code=${code}`).expect(404)
    await door.post('/setup', { ...firstAdmin, code }).expect(404)
    expect(await actions()).toEqual([
      'installation.begin',
      'link.create',
      'person.add',
      'setup.complete',
      'session.start',
    ])
  })

  test('has one administrator after twenty posts at once', async () => {
    const code = await door.setupCode()
    const posts = Array.from({ length: 20 }, (_, at) =>
      door.post('/setup', { ...firstAdmin, code, name: `Rui ${at}`, email: `rui${at}@harbor.example` }),
    )
    const statuses = (await Promise.all(posts)).map(({ status }) => status).sort()
    expect(statuses).toEqual([303, ...Array.from({ length: 19 }, () => 404)])
    expect(await people()).toHaveLength(1)
    expect((await actions()).filter((each) => each === 'setup.complete')).toHaveLength(1)
  })
})

describe('a code', () => {
  test('that is wrong is counted and logged; after five even the right one waits a quarter of an hour', async () => {
    const code = await door.setupCode()
    for (let each = 0; each < 5; each += 1) {
      const page = await door.post('/setup', { ...firstAdmin, code: `wrong-${each}` }).expect(422)
      expect(textOf(page.text)).toContain('This code is wrong.')
      expect(standsIn(page.text, 'organization')).toBe('Harbor Goods')
      expect(page.text).not.toContain(firstAdmin.password)
    }
    const locked = await door.post('/setup', { ...firstAdmin, code }).expect(429)
    expect(locked.headers['retry-after']).toBe('900')
    expect(textOf(locked.text)).toContain('Try again in 15 minutes.')
    expect(await people()).toEqual([])
    expect((await actions()).filter((each) => each === 'setup.fail')).toHaveLength(5)
    door.time.now += 15 * minute
    await door.post('/setup', { ...firstAdmin, code }).expect(303)
  })

  test('that has expired says what to run, and is no wrong one', async () => {
    const code = await door.setupCode()
    door.time.now += 60 * minute
    for (let each = 0; each < 6; each += 1) {
      const page = await door.post('/setup', { ...firstAdmin, code }).expect(422)
      expect(textOf(page.text)).toContain('npx launchgate admin setup-link')
    }
    expect(await people()).toEqual([])
    await door.post('/setup', { ...firstAdmin, code: await door.setupCode() }).expect(303)
  })

  test('is replaced by the next one', async () => {
    const first = await door.setupCode()
    await door.setupCode()
    await door.post('/setup', { ...firstAdmin, code: first }).expect(422)
    expect(await people()).toEqual([])
  })

  test('can be typed where the link was not opened', async () => {
    const page = await door.get('/setup').expect(200)
    expect(textOf(page.text)).toContain('Setup code')
    await door.post('/setup', { ...firstAdmin, code: ` ${await door.setupCode()} ` }).expect(303)
  })
})

describe('what is typed', () => {
  test.each([
    ['organization', ' ', 'Required.'],
    ['name', '', 'Required.'],
    ['email', 'rui', 'Enter an email address'],
    ['password', 'short', 'Use at least 12 characters.'],
    ['password', 'the sato family boat', 'Don’t use your name or email address.'],
    ['timeZone', 'Mars/Base', 'Time zone'],
    ['language', 'xx', 'Invalid value.'],
  ])('is refused for %s “%s” by its field, and nothing is written', async (name, value, sentence) => {
    const code = await door.setupCode()
    const before = await actions()
    const page = await door.post('/setup', { ...firstAdmin, code, [name]: value }).expect(422)
    expect(textOf(page.text)).toContain(sentence)
    expect(await people()).toEqual([])
    expect(await actions()).toEqual(before)
  })

  test('in a field that there is not is refused by its name', async () => {
    const page = await door.post('/setup', { ...firstAdmin, code: await door.setupCode(), admin: 'yes' }).expect(422)
    expect(textOf(page.text)).toContain('Unknown fields: admin')
    expect(await people()).toEqual([])
  })

  test('on another site is not taken', async () => {
    await door
      .elsewhere('/setup')
      .type('form')
      .send({ ...firstAdmin, code: await door.setupCode() })
      .expect(403)
    expect(await people()).toEqual([])
  })
})
