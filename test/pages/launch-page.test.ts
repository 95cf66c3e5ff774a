import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasActions } from '../../server/pages/launch/actions.ts'
import { content, decisionSent, decisionSigned, does, payment } from '../support/hello.ts'
import { createLaunch, openShop, type Shop, writesNothing } from '../support/shop.ts'
import { sectionOf, textOf } from './read.ts'
import { type Visitor, visitor } from './visitor.ts'

/** The page of a launch at a glance: may it go, what can I do, who is waited for and for what, which gates. */

let shop: Shop
const people = new Map<string, Visitor>()
beforeAll(async () => {
  shop = await openShop({ LAUNCHGATE_DEMO: '1' }, { demo: true })
  for (const who of ['priya', 'yuna', 'joon', 'helen', 'omar', 'chloe', 'tom'])
    people.set(who, await visitor(shop, who))
})
afterAll(() => shop.close())

const pageOf = async (who: string, address: string) => {
  const page = await people.get(who)?.get(`/launches/${address}`).expect(200)
  return page?.text ?? ''
}
const part = (html: string, from: RegExp) => from.exec(html)?.[0] ?? ''
const buttonsIn = (html: string) =>
  [...html.matchAll(/<a class="btn( main)?" href="([^"]*)">([\s\S]*?)<\/a>/g)].map(
    ([, main, href, label = '']) => `${main ? 'main' : 'other'} ${textOf(label)} → ${href}`,
  )

describe('whether deploys may go stands right below the verdict', () => {
  test.each([
    ['aurora', 'Deploys locked · In preparation'],
    ['hello', 'Deploys locked · In preparation'],
    ['borealis', 'Deploys unlocked · Launched'],
  ])('%s', async (launch, says) => {
    const verdict = sectionOf(await pageOf('priya', launch), 'h-launch')
    expect(textOf(part(verdict, /<p class="lock">[\s\S]*?<\/p>/))).toBe(says)
    expect(verdict.indexOf('class="lock"')).toBeLessThan(verdict.indexOf('class="facts"'))
  })
})

describe('the next steps are a button each that names what it does', () => {
  test.each([
    ['priya', ['main Attach launch plan : Go/no-go → /launches/aurora/gates/go-no-go#item-GNG-3']],
    ['yuna', ['main Sign off as Customer service : User acceptance → /launches/aurora/gates/user-acceptance']],
    ['joon', ['main Recheck stock count : Inventory → /launches/aurora/gates/inventory#item-INV-1']],
    ['omar', []],
  ])('of %s', async (who, steps) => {
    expect(buttonsIn(sectionOf(await pageOf(who, 'aurora'), 'h-now'))).toEqual(steps)
  })

  test('three at most; the others are one link to the gates of the reader', async () => {
    await createLaunch(shop, 'market', 'ecommerce')
    await shop.send('priya', 'market', { type: 'launch.start' }).expect(200)
    const now = sectionOf(await pageOf('chloe', 'market'), 'h-now')
    expect(buttonsIn(now)).toHaveLength(3)
    expect(buttonsIn(now)[0]).toMatch(/^main Enter products without a category : Categories → /)
    expect(textOf(part(now, /<p class="todo">[\s\S]*?<\/p>/))).toMatch(/^\d more steps$/)
    expect(now).toContain('href="/launches/market?show=mine#gates"')
  })

  test('a launch without a build asks its lead to set one', async () => {
    const now = sectionOf(await pageOf('priya', 'market'), 'h-now')
    expect(buttonsIn(now)[0]).toBe('main Set build → /launches/market/build')
  })

  test('what is rarely wanted stands behind More, each with a page of its own', async () => {
    const sponsor = sectionOf(await pageOf('helen', 'aurora'), 'h-now')
    const [before = '', more = ''] = sponsor.split('<details')
    expect(textOf(before)).toBe('Actions Put on hold')
    expect(textOf(more)).toContain('Cancel launch')
    expect(sponsor).not.toContain('<form')
  })
})

test('on hold: the reason, how many gates are still open, and Release hold as a button for who may release', async () => {
  await createLaunch(shop, 'pause', 'ecommerce')
  await shop.send('priya', 'pause', { type: 'launch.start' }).expect(200)
  const lockOf = async () => textOf(part(await pageOf('priya', 'pause'), /<p class="lock">[\s\S]*?<\/p>/))
  expect(await lockOf()).toBe('Deploys locked · In preparation')
  await shop.send('priya', 'pause', { type: 'launch.hold', reason: 'The bank is closed' }).expect(200)
  expect(await lockOf()).toBe('Deploys locked · On hold · 21 of 21 gates still open')
  const release = 'other Release hold → /launches/pause/release'
  expect(buttonsIn(sectionOf(await pageOf('priya', 'pause'), 'h-now'))).toContain(release)
  expect(await pageOf('tom', 'pause')).not.toContain('/release')
})

test('the actions have their place as long as there is one of any kind', () => {
  const none = { main: null, others: [], more: [], notNow: [], otherState: [] }
  const told = [{ label: 'Confirm launch', reason: 'Not yet.' }]
  expect(hasActions(none)).toBe(false)
  expect(hasActions({ ...none, notNow: told })).toBe(true)
  expect(hasActions({ ...none, otherState: told })).toBe(true)
})

describe('whom it waits for', () => {
  test('says of each gate exactly what is asked, and for how long', async () => {
    const waits = textOf(sectionOf(await pageOf('omar', 'aurora'), 'h-waits'))
    expect(waits).toMatch(
      /김유나 Customer service User acceptance Awaiting sign-off 1 sign-off: as Customer service for \d days/,
    )
    expect(waits).toMatch(/Sam Okafor Tester Performance In progress 1 number: p95 response time for \d days Due/)
    expect(waits).toMatch(
      /Chloe Martin Content Content review Changes requested 2 items: top 100 pages and packing slip “/,
    )
    expect(waits).toContain('Security Blocked Resolve the blocker “')
    expect(waits).toMatch(/Inventory Needs recheck 1 number: stock count Checked more than 3 days ago\./)
  })

  test('marks the row of the reader alone', async () => {
    const waits = async (who: string) => textOf(sectionOf(await pageOf(who, 'aurora'), 'h-waits'))
    expect(await waits('yuna')).toContain('김유나 (you) Customer service User acceptance')
    expect((await waits('yuna')).match(/\(you\)/g)).toHaveLength(1)
    expect(await waits('omar')).not.toContain('(you)')
  })

  test('the absolute time is behind the age', async () => {
    const waits = sectionOf(await pageOf('omar', 'aurora'), 'h-waits')
    expect(waits).toMatch(
      /<time datetime="[^"]*" title="\w{3} \d+ \w{3} \d{4} \d\d:\d\d [+-]\d\d:\d\d">for \d+ days<\/time>/,
    )
  })

  test('nobody is waited for in a draft', async () => {
    await createLaunch(shop, 'sketch')
    const page = await pageOf('priya', 'sketch')
    expect(page).not.toContain('h-waits')
    expect(textOf(sectionOf(page, 'h-path'))).toMatch(/^Dependencies/)
    const gates = textOf(sectionOf(page, 'h-gates'))
    expect(gates).toContain('Content Not started · assigned to Chloe Martin')
    expect(gates).not.toContain('waiting on')
  })
})

describe('the gates', () => {
  const gatesOn = (html: string) =>
    [...sectionOf(html, 'h-gates').matchAll(/<li id="gate-([\w-]+)">/g)].map(([, gate]) => gate)
  const chipsOn = (html: string) => textOf(part(html, /<nav class="chips"[\s\S]*?<\/nav>/))

  test('those that are open stand by phase, all others in one fold', async () => {
    const page = await pageOf('priya', 'aurora')
    const [open = '', done = ''] = sectionOf(page, 'h-gates').split('id="gates-done"')
    expect(gatesOn(page)).toHaveLength(21)
    expect([...open.matchAll(/<li id="gate-/g)]).toHaveLength(6)
    expect(textOf(done)).toContain('15 gates ready')
    expect(textOf(open)).toContain('Rehearsal 1 of 5 ready')
  })

  test('chips count what they would show, and show it', async () => {
    expect(chipsOn(await pageOf('priya', 'aurora'))).toMatch(
      /^All 21 Mine \d+ Open 6 Blocked 1 Critical gates 9 Due in 7 days [56]$/,
    )
    expect(gatesOn(await pageOf('priya', 'aurora?show=blocked'))).toEqual(['security'])
    expect(gatesOn(await pageOf('joon', 'aurora?show=mine'))).toContain('inventory')
    expect(gatesOn(await pageOf('priya', 'aurora?show=critical'))).toHaveLength(9)
    expect(gatesOn(await pageOf('priya', 'aurora?show=open'))).toHaveLength(6)
    expect(await pageOf('priya', 'aurora?show=open')).toContain(
      '<a href="/launches/aurora?show=open#gates" aria-current="true">',
    )
  })

  test('a form sent by script keeps the filter that the address names, and believes no other address', async () => {
    const scripted = await visitor(shop, 'priya', true)
    const page = await scripted.get('/launches/aurora?show=blocked').expect(200)
    const current = (html: string) =>
      /href="([^"]*)" aria-current="true"/.exec(part(html, /<nav class="chips"[\s\S]*?<\/nav>/))?.[1]
    const send = () => scripted.send(page, 'f-launch-assignRole', { role: '', person: '' })
    const refused = await writesNothing(shop, 'aurora', () => send().expect(422))
    expect(current(refused.text)).toBe('/launches/aurora?show=blocked#gates')
    expect(gatesOn(refused.text)).toEqual(['security'])
    for (const address of [
      'http://localhost/launches/hello?show=blocked',
      'http://localhost/launches/aurora?show=x',
      'no',
    ]) {
      const other = await writesNothing(shop, 'aurora', () => send().set('HX-Current-URL', address).expect(422))
      expect(current(other.text), address).toBe('/launches/aurora#gates')
    }
    const fields = { role: 'tester', person: 'fay' }
    const saved = await scripted.send(page, 'f-launch-assignRole', fields).expect(200)
    expect(current(saved.text)).toBe('/launches/aurora?show=blocked#gates')
  })

  test('the link to more steps shows every gate with a waiver that the sponsor is asked to grant', async () => {
    await createLaunch(shop, 'square', 'ecommerce')
    await shop.send('priya', 'square', { type: 'launch.start' }).expect(200)
    const asked = ['categories', 'content', 'inventory', 'social-media']
    const terms = { reason: 'Late', until: '2026-11-30T10:00:00.000Z', mitigation: 'A banner' }
    for (const gate of asked)
      await shop.send('priya', 'square', { type: 'gate.requestWaiver', gate, ...terms }).expect(200)
    const steps = sectionOf(await pageOf('helen', 'square'), 'h-now')
    expect(buttonsIn(steps)).toHaveLength(3)
    expect(textOf(part(steps, /<p class="todo">[\s\S]*?<\/p>/))).toBe('1 more step')
    expect(gatesOn(await pageOf('helen', 'square?show=mine'))).toEqual(expect.arrayContaining(asked))
  })

  test('a filter that finds nothing says so, with the way back; one that is none shows all', async () => {
    const empty = sectionOf(await pageOf('omar', 'aurora?show=mine'), 'h-gates')
    expect(textOf(empty)).toContain('No gates are yours. Show all gates')
    expect(empty).toContain('href="/launches/aurora#gates"')
    expect(gatesOn(await pageOf('priya', 'aurora?show=purple'))).toHaveLength(21)
  })

  test('a critical gate is marked with a sign that has a name', async () => {
    const page = await pageOf('priya', 'aurora')
    const row = part(page, /<li id="gate-security">[\s\S]*?<\/li>/)
    expect(row).toContain('<use href="#m-critical"/>')
    expect(textOf(row)).toContain('Security Critical Blocked')
  })
})

test('no more than six folds, four lines of activity, and the people as one fold', async () => {
  const page = await pageOf('priya', 'aurora')
  expect([...page.matchAll(/<details/g)].length).toBeLessThanOrEqual(6)
  const activity = sectionOf(page, 'h-activity')
  expect([...activity.matchAll(/<li>/g)]).toHaveLength(4)
  expect(activity).toContain('href="/launches/aurora/log"')
  expect(textOf(part(page, /<details class="people"[\s\S]*?<\/summary>/))).toContain('People 13')
})

test('the activity says who set a build, not each of the checks that it asks for again', async () => {
  await shop.send('ana', 'aurora', { type: 'launch.setCandidate', version: '4813' }).expect(200)
  const activity = textOf(sectionOf(await pageOf('priya', 'aurora'), 'h-activity'))
  expect(activity).toContain('Ana Ruiz set the build to 4813')
  expect(activity).not.toContain('needs a recheck')
})

test('unlocked: the lock says it all, and no state contradicts it', async () => {
  await createLaunch(shop, 'opening')
  await does(shop, 'opening', ['priya', { type: 'launch.start' }])
  await does(shop, 'opening', ...content, ...payment, ...decisionSent, decisionSigned)
  const page = await pageOf('helen', 'opening')
  expect(textOf(page)).toContain('Ready to launch Deploys unlocked Target date')
})
