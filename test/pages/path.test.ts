import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { does } from '../support/hello.ts'
import { createLaunch, openShop, type Shop } from '../support/shop.ts'
import { sectionOf, textOf } from './read.ts'
import { type Visitor, visitor } from './visitor.ts'

/** The path on a launch's page: in one line what stands before the decision, and whom it waits for in the end. */

let shop: Shop
let omar: Visitor
beforeAll(async () => {
  shop = await openShop({ LAUNCHGATE_DEMO: '1' }, { demo: true })
  omar = await visitor(shop, 'omar')
})
afterAll(() => shop.close())

/** The section of the path as HTML, empty where the page has none. */
async function pathOn(launch: string): Promise<string> {
  return sectionOf((await omar.get(`/launches/${launch}`).expect(200)).text, 'h-path')
}

/** The line as it is seen, and as it is heard. */
async function readOn(launch: string): Promise<{ seen: string; heard: string } | null> {
  const line = /<p class="path">[\s\S]*?<\/p>/.exec(await pathOn(launch))?.[0]
  if (line === undefined) return null
  const without = (spans: RegExp) => textOf(line.replace(spans, ' ')).replaceAll(' ,', ',')
  return {
    seen: without(/<span class="vh">.*?<\/span>/g),
    heard: without(/<span aria-hidden="true">.*?<\/span>/g),
  }
}

describe('the demo’s aurora', () => {
  test('says what stands before its decision and who is asked for what', async () => {
    expect(textOf(await pathOn('aurora'))).toContain('Longest chain of open gates Go/no-go')
    expect(await readOn('aurora')).toEqual({
      seen: 'Go/no-go ← User acceptance ← 1 sign-off: 김유나',
      heard: 'Go/no-go Waiting on User acceptance Waiting on 1 sign-off: 김유나',
    })
  })

  test('leads to each gate of it, and says in which language a name is to be spoken', async () => {
    const path = await pathOn('aurora')
    const [line = ''] = /<p class="path">[\s\S]*?<\/p>/.exec(path) ?? []
    const links = [...line.matchAll(/href="([^"]*)"/g)].map(([, href]) => href)
    expect(links).toEqual(['/launches/aurora/gates/go-no-go', '/launches/aurora/gates/user-acceptance'])
    expect(path).toContain('<bdi lang="ko">김유나</bdi>')
  })

  test('names the gates between, where they wait for each other, and counts the signatures that are asked for', async () => {
    const reopen = { type: 'gate.reopen', gate: 'payment-gateway', reason: 'A card was left out.' }
    await does(shop, 'aurora', ['tom', reopen])
    const chain = 'Go/no-go ← Performance ← Testing sign-off ← Payment gateway ← Inventory ←'
    expect((await readOn('aurora'))?.seen).toBe(`${chain} 1 item to do: 박준`)
    const counted = { gate: 'inventory', item: 'INV-1', evidence: { kind: 'number', value: 99 } }
    await shop.send('joon', 'aurora', { type: 'gate.tick', ...counted }).expect(200)
    expect((await readOn('aurora'))?.seen).toBe(`${chain} Send for sign-off: 박준`)
    await does(shop, 'aurora', ['joon', { type: 'gate.submit', gate: 'inventory' }])
    expect((await readOn('aurora'))?.seen).toBe(`${chain} 2 sign-offs: 陳偉, Marta Silva`)
  })
})

test('a launch that was launched has none', async () => {
  expect(await readOn('borealis')).toBeNull()
})

describe('from its draft to its end', () => {
  const send = (who: string, command: object) => shop.send(who, 'corner', command).expect(200)
  const ifVersion = async (gate: string) => (await shop.store.load('corner'))?.gates[gate]?.version

  test('it is there as long as a gate is waited for, and says each time what is asked', async () => {
    await createLaunch(shop, 'corner', 'pop-up')
    expect(await readOn('corner')).toBeNull()

    await send('priya', { type: 'launch.start' })
    const begun = 'Gate go-no-go ← Gate tests ← Gate stock ← 2 items to do: 박준 · 1 item to do: Tom Becker'
    expect((await readOn('corner'))?.seen).toBe(begun)
    await send('priya', { type: 'launch.hold', reason: 'The lawyers read on.' })
    expect((await readOn('corner'))?.seen).toBe(begun)

    const tick = { type: 'gate.tick', gate: 'stock' }
    await send('joon', { ...tick, item: 'INV-1', evidence: { kind: 'number', value: 99 } })
    await send('tom', { ...tick, item: 'INV-2', evidence: { kind: 'note', text: 'x' } })
    await send('joon', { ...tick, item: 'INV-3', evidence: { kind: 'number', value: 5 } })
    expect((await readOn('corner'))?.seen).toMatch(/ ← Gate stock ← Send for sign-off: 박준$/)

    await send('joon', { type: 'gate.submit', gate: 'stock', ifVersion: await ifVersion('stock') })
    expect((await readOn('corner'))?.seen).toMatch(/ ← Gate stock ← 1 sign-off: 陳偉$/)

    await send('wei', { type: 'gate.block', gate: 'stock', reason: 'A shelf is empty.' })
    const asked = { reason: 'The shelves are new.', mitigation: 'We count every evening.' }
    await send('priya', { type: 'gate.requestWaiver', gate: 'stock', until: '2026-12-10T10:00:00+08:00', ...asked })
    expect((await readOn('corner'))?.seen).toMatch(/ ← Resolve the blocker: 박준 · Decide on the waiver: Helen Cho$/)
    await send('helen', { type: 'gate.grantWaiver', gate: 'stock', ifVersion: await ifVersion('stock') })
    expect((await readOn('corner'))?.seen).toMatch(/^Gate go-no-go ← Gate pages ← 1 item to do: Chloe Martin$/)

    await send('priya', { type: 'launch.cancel', reason: 'No shop this year.' })
    expect(await readOn('corner')).toBeNull()
  })
})
