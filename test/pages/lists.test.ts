import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { actorOf } from '../../server/auth/caller.ts'
import { clockWorker } from '../../server/launches/clock-worker.ts'
import { countTasksOf } from '../../server/launches/launch-lists.ts'
import { createLaunch, openShop, type Shop } from '../support/shop.ts'
import { rowOf, textOf } from './read.ts'
import { type Visitor, visitor } from './visitor.ts'

/** Lists and badges are read from rows, not from launches: they cost what they show, and are never late. */

let shop: Shop
let joon: Visitor
let priya: Visitor
const badge = async (who: Visitor) =>
  Number(/id="nav-turn"[^>]*>[^<]*(?:<span class="count">(\d+))?/.exec((await who.get('/launches')).text)?.[1] ?? 0)

/** Those of the first steps in the demo, which stand on each page. */
const ofTour = ['aurora', 'hello']

/** The launches that are read while this is done, but for those of the first steps. */
async function readsOf(act: () => Promise<unknown>): Promise<string[]> {
  const { store } = shop
  const load = store.load.bind(store)
  const read: string[] = []
  store.load = (launch) => {
    if (!ofTour.includes(launch)) read.push(launch)
    return load(launch)
  }
  try {
    await act()
  } finally {
    store.load = load
  }
  return [...new Set(read)]
}

/** The first steps in the demo's banner read two launches more; these people have put them away. */
async function withoutTour(who: string): Promise<Visitor> {
  const person = await visitor(shop, who)
  return { ...person, get: (path) => person.get(path).set('Cookie', `${person.cookie}; tour=hidden`) }
}

beforeAll(async () => {
  shop = await openShop({ LAUNCHGATE_DEMO: '1' })
  joon = await withoutTour('joon')
  priya = await withoutTour('priya')
  await createLaunch(shop, 'corner', 'pop-up')
  await shop.send('priya', 'corner', { type: 'launch.start' }).expect(200)
  for (let n = 1; n <= 60; n += 1) await createLaunch(shop, `branch-${n}`, 'pop-up')
})
afterAll(() => shop.close())

describe('a page reads the launches that it shows', () => {
  test.each([
    ['/launches/corner', ['corner']],
    ['/launches/corner/gates/pages', ['corner']],
    ['/launches/corner/log', ['corner']],
    ['/pipelines', []],
  ])('%s reads %j', async (path, launches) => {
    expect(await readsOf(() => priya.get(path).expect(200))).toEqual(launches)
  })

  test('the list shows forty, and the others on a second page', async () => {
    const read = await readsOf(() => priya.get('/launches').expect(200))
    expect(read, 'from the rows of the list alone').toEqual([])
    const first = await priya.get('/launches')
    expect(textOf(first.text)).toContain('Next page')
    const second = await priya.get('/launches?page=2').expect(200)
    expect(textOf(second.text)).toContain('Previous page')
    const links = (text: string) => [...text.matchAll(/href="\/launches\/([a-z0-9-]+)"/g)].map(([, slug]) => slug)
    expect(new Set([...links(first.text), ...links(second.text)].filter((slug) => slug !== 'new')).size).toBe(61)
    // A page that there is not is the last one.
    expect(links((await priya.get('/launches?page=99')).text)).toEqual(links(second.text))
  })

  test('a text filters by title, in the list of its tab', async () => {
    const page = await priya.get('/launches?q=BRANCH-1').expect(200)
    // branch-1 and branch-10 to branch-19.
    expect(page.text.match(/href="\/launches\/branch-1\d?"/g)).toHaveLength(11)
    expect(page.text).toContain('value="BRANCH-1"')
    // The tabs lead to whole lists, which is what their numbers count.
    expect(page.text).toContain('href="/launches?tab=live"')
    expect(textOf(page.text)).toContain('Active 61 Live 0 Archived 0')
    expect(page.text).not.toContain('Next page')
    expect((await priya.get('/launches?q=BRANCH-1&page=7').expect(200)).text).toContain('/launches/branch-19"')
    const second = await priya.get('/launches?q=branch&page=2').expect(200)
    expect(second.text.match(/href="\/launches\/branch-\d+"/g)).toHaveLength(20)
    await priya.get(`/launches?page=${'9'.repeat(30)}`).expect(200)
    const none = await priya.get('/launches?q=%3Cb%3E').expect(200)
    expect(textOf(none.text)).toContain('No launch in this list has “<b>” in its title.')
    expect(textOf((await priya.get('/launches?tab=live')).text)).toContain('No live launches')
    await priya.get('/launches?archived=yes').expect(422)
  })

  test('tasks come by launch, those with a task first', async () => {
    const page = await joon.get('/').expect(200)
    expect(textOf(page.text)).toContain('1 gate needs you')
    expect(await readsOf(() => joon.get('/'))).toHaveLength(15)
    expect((await joon.get('/?page=4').expect(200)).text).not.toContain('/launches/corner/gates/')
  })

  test('the API gives what was asked for, a page at a time, and reads no more', async () => {
    await shop.get('priya', '/api/v1/launches?limit=10').expect(200)
    const read = await readsOf(async () => {
      const { body } = await shop.get('priya', '/api/v1/launches?limit=10&after=branch-5').expect(200)
      expect(body.launches).toHaveLength(10)
      expect(body.launches[0].slug).toBe('branch-50')
      expect(body.next).toBe(body.launches[9].slug)
    })
    expect(read).toHaveLength(11)
    const { body } = await shop.get('priya', '/api/v1/launches?state=preparing.locked').expect(200)
    expect(body).toMatchObject({ launches: [{ slug: 'corner' }], next: null })
    const held = await shop.get('priya', '/api/v1/launches?person=nobody').expect(200)
    expect(held.body).toEqual({ launches: [], next: null })
  })
})

describe('what time alone changes', () => {
  test('is in every count at that instant, before anything is written', async () => {
    for (const [item, value] of [
      ['INV-1', 99],
      ['INV-3', 5],
    ])
      await shop
        .send('joon', 'corner', { type: 'gate.tick', gate: 'stock', item, evidence: { kind: 'number', value } })
        .expect(200)
    // What is left in the gate is Tom's.
    expect(await badge(joon)).toBe(0)
    const version = await shop.version('corner')
    shop.now += 3 * 86_400_000
    // His session is over by then.
    joon = await withoutTour('joon')
    expect(await badge(joon)).toBe(1)
    expect(await shop.version('corner')).toBe(version)
    const row = rowOf((await joon.get('/launches?q=corner')).text, 'corner')
    expect(row).toContain('<i class="s-needs-recheck">')
    expect(await readsOf(() => joon.get('/launches?q=corner').expect(200))).toEqual(['corner'])
    const before = await readsOf(() => joon.get('/launches/branch-1').expect(200))
    expect(before.sort()).toEqual(['branch-1', 'corner'])
  })

  test('is written by the clock worker, who reads only what is due', async () => {
    const read = await readsOf(async () => {
      const worker = clockWorker(shop.services, shop.app.events, 10)
      await expect.poll(() => shop.store.lists.expired(shop.now, 10)).toEqual([])
      await worker.stop()
    })
    expect(read).toEqual([])
    expect(await badge(joon)).toBe(1)
    expect(await readsOf(() => joon.get('/launches/branch-1').expect(200))).toEqual(['branch-1'])
  })
})

test('the badge of everyone is the number of their tasks on all their pages', async () => {
  for (const person of await shop.store.directory.people()) {
    const actor = actorOf({ kind: 'person', person, token: null })
    const who = await visitor(shop, person.id)
    const shown = await badge(who)
    expect(shown, person.id).toBe(await countTasksOf(shop.services, actor, shop.now))
    let listed = 0
    for (let page = 1; page <= 4; page += 1) {
      const { text } = await who.get(`/?page=${page}`)
      const main = text.slice(text.indexOf('<main'), text.indexOf('<div class="folds">'))
      listed += main.match(/<li><a class="s-|<h3 class="of">/g)?.length ?? 0
    }
    if (person.id !== 'ada' && person.id !== 'omar') expect(listed, person.id).toBeGreaterThanOrEqual(shown)
  }
}, 60_000)
