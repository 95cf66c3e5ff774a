import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { type Act, does } from '../support/hello.ts'
import { createLaunch, monday, openShop, type Shop } from '../support/shop.ts'
import { sectionOf, textOf } from './read.ts'
import { type Visitor, visitor } from './visitor.ts'

/** What the page of `stock` tells in cases that come seldom: equal values, equal instants, a launch that ended, a gate that is much talked about. */

let shop: Shop
const people = new Map<string, Visitor>()
let launch = ''
let made = 0
const gate = { gate: 'stock' }
const tick = (item: string, evidence: object): Act[1] => ({ type: 'gate.tick', ...gate, item, evidence })
const number = (value: number) => ({ kind: 'number', value })
const waived: Act[] = [
  [
    'joon',
    {
      type: 'gate.requestWaiver',
      ...gate,
      reason: 'Boxes are late',
      until: '2026-11-30T09:00:00.000Z',
      mitigation: 'A second van',
    },
  ],
  ['helen', { type: 'gate.grantWaiver', ...gate }],
]
const send: Act = ['joon', { type: 'gate.submit', ...gate }]

beforeAll(async () => {
  shop = await openShop({ LAUNCHGATE_DEMO: '1' })
  for (const who of ['wei', 'tom', 'omar']) people.set(who, await visitor(shop, who))
})
afterAll(() => shop.close())
beforeEach(async () => {
  shop.now = monday
  made += 1
  launch = `fair-${made}`
  await createLaunch(shop, launch, 'pop-up')
  await then(
    ['priya', { type: 'launch.start' }],
    ['joon', tick('INV-1', number(98))],
    ['tom', tick('INV-2', { kind: 'note', text: 'Two scanners' })],
    ['joon', tick('INV-3', number(10))],
    send,
  )
})

const then = (...acts: Act[]) => does(shop, launch, ...acts)
const path = () => `/launches/${launch}/gates/stock`
async function opened(who: string): Promise<string> {
  const answer = await people.get(who)?.get(path()).expect(200)
  return answer?.text ?? ''
}
/** The text of a section by the id of its heading; empty where there is none. */
async function section(who: string, id: string): Promise<string> {
  return textOf(sectionOf(await opened(who), id))
}

describe('what was ticked anew with what it had before', () => {
  const note = tick('INV-2', { kind: 'note', text: 'Two scanners' })
  const back: Act = ['wei', { type: 'gate.return', ...gate, reason: 'Review the changes', items: ['INV-1', 'INV-2'] }]

  test('the same number is shown once', async () => {
    await then(back, ['joon', tick('INV-1', number(98))], ['tom', note], send)
    const changes = await section('wei', 'h-changes')
    expect(changes).toMatch(/Item INV-1 98 박준/)
    expect(changes).not.toContain('→')
  })

  test('the same note, typed once more, is shown once', async () => {
    await then(back, ['joon', tick('INV-1', number(98))], ['tom', note], send)
    expect(await section('wei', 'h-changes')).toMatch(/Item INV-2 Two scanners Tom Becker/)
  })
})

describe('why a gate came back', () => {
  test('is told in full when two reasons were given in one millisecond', async () => {
    await then(
      ['wei', { type: 'gate.return', ...gate, reason: 'Count the boots', items: ['INV-1'] }],
      ['joon', tick('INV-1', number(99))],
      ['tom', { type: 'gate.block', ...gate, reason: 'The scanners broke' }],
      ['joon', { type: 'gate.unblock', ...gate }],
      send,
    )
    const changes = await section('wei', 'h-changes')
    expect(changes).toContain('“Count the boots”')
    expect(changes).toContain('“The scanners broke”')
  })

  test('is told of a gate that was waived in between and reopened', async () => {
    await then(
      ['joon', { type: 'gate.withdraw', ...gate }],
      ...waived,
      ['wei', { type: 'gate.reopen', ...gate, reason: 'The boxes are here' }],
      send,
    )
    expect(await section('wei', 'h-changes')).toContain('“The boxes are here”')
  })
})

describe('who has not signed', () => {
  const later = 'logistics-manager, not requested yet'

  test('is not asked yet while it is open, and not any more once it is waived', async () => {
    await then(['joon', { type: 'gate.withdraw', ...gate }])
    expect(await section('omar', 'h-signs')).toContain(`0 of 1 signed off 陳偉 ${later}`)
    await then(...waived)
    expect(await section('omar', 'h-signs')).toBe('Sign-offs 0 of 1 signed off 陳偉 logistics-manager')
  })

  test('is not asked any more once the launch is cancelled, and once it is archived', async () => {
    await then(['joon', { type: 'gate.withdraw', ...gate }], ['helen', { type: 'launch.cancel', reason: 'No shop' }])
    expect(await section('omar', 'h-signs')).toBe('Sign-offs 0 of 1 signed off 陳偉 logistics-manager')
    await then(['priya', { type: 'launch.archive' }])
    expect(await section('omar', 'h-signs')).toBe('Sign-offs 0 of 1 signed off 陳偉 logistics-manager')
  })
})

test('the page of a gate with many comments reads as many entries and texts as with few', async () => {
  await then(
    ['wei', { type: 'gate.return', ...gate, reason: 'Review the changes', items: ['INV-2'] }],
    ['tom', tick('INV-2', { kind: 'note', text: 'Three scanners' })],
    send,
  )
  const say = async (count: number) => {
    for (let n = 1; n <= count; n += 1) await then(['tom', { type: 'gate.comment', ...gate, text: `Remark ${n}` }])
  }
  // The sentences of the pipeline are read once.
  await opened('wei')
  await say(40)
  const few = await read()
  await say(120)
  expect(await read()).toEqual(few)
  const page = textOf(await opened('wei'))
  expect(page).toContain('“Remark 120”')
  expect(page).not.toContain('“Remark 90”')
  expect(page).toContain('Three scanners Before: Two scanners')
})

/** How many entries and how many texts the store gives out for one drawing of the page. */
async function read(): Promise<{ entries: number; texts: number }> {
  const { store } = shop
  const spies = [vi.spyOn(store, 'entries'), vi.spyOn(store, 'entriesAbout')]
  const texts = vi.spyOn(store, 'texts')
  await opened('wei')
  const entries = await Promise.all(spies.flatMap(({ mock }) => mock.results.map(({ value }) => value)))
  const given = await Promise.all(texts.mock.results.map(({ value }) => value))
  for (const spy of [...spies, texts]) spy.mockRestore()
  return {
    entries: entries.reduce((sum, each) => sum + each.length, 0),
    texts: given.reduce((sum, each) => sum + each.size, 0),
  }
}
