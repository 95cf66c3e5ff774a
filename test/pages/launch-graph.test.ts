import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readLaunch } from '../../server/launches/read-launch.ts'
import { graphView } from '../../server/pages/launch/graph/view.ts'
import { pipelinesOf } from '../../server/pipelines/choosable.ts'
import { words } from '../../server/words/index.ts'
import { item, plainly } from '../support/pipeline.ts'
import { popup } from '../support/popup.ts'
import { createLaunch, openShop, type Shop } from '../support/shop.ts'
import { textOf } from './read.ts'
import { type Visitor, visitor } from './visitor.ts'

/** The drawing on a launch's page: every gate a link in its phase, what each needs, and the chain that waits in thick ink. */

let shop: Shop
let priya: Visitor
beforeAll(async () => {
  shop = await openShop({ LAUNCHGATE_DEMO: '1' }, { demo: true })
  priya = await visitor(shop, 'priya')
})
afterAll(() => shop.close())

async function drawingOf(launch: string): Promise<string | null> {
  const page = await priya.get(`/launches/${launch}`).expect(200)
  return /<div class="graph">[\s\S]*?<\/svg>/.exec(page.text)?.[0] ?? null
}

const gatesOf = (drawing: string | null) =>
  [...(drawing ?? '').matchAll(/<a class="node s-([\w-]+)( longest)?" href="([^"]*)" aria-label="([^"]*)"/g)].map(
    ([, mark, longest, href, label]) => ({ mark, longest: longest !== undefined, href, label }),
  )
const linksOf = (drawing: string | null, kind: string) =>
  [...(drawing ?? '').matchAll(/<path class="link ([a-z]*)" data-from="([^"]*)" data-to="([^"]*)"/g)]
    .filter(([, of]) => of === kind)
    .map(([, , from, to]) => `${from} → ${to}`)

describe('the demo’s aurora', () => {
  test('shows each gate once as a link that says how it stands, for whom it waits and what it needs', async () => {
    const gates = gatesOf(await drawingOf('aurora'))
    expect(gates).toHaveLength(21)
    expect(new Set(gates.map(({ href }) => href)).size).toBe(21)
    const of = (gate: string) => gates.find(({ href }) => href === `/launches/aurora/gates/${gate}`)
    expect(of('user-acceptance')).toEqual({
      mark: 'awaiting-sign-off',
      longest: true,
      href: '/launches/aurora/gates/user-acceptance',
      label: expect.stringMatching(
        /^User acceptance 김유나 · \d days: Awaiting sign-off\. Depends on Testing sign-off and Customer service\.$/,
      ),
    })
    expect(of('go-no-go')?.label).toMatch(/^Go\/no-go Waiting on 5 gates: Not started\. Depends on /)
    expect(of('social-media')?.label).toMatch(/^Social media Waived until .*: Waived/)
    expect(of('pricing')?.label).toBe('Pricing: Completed')
  })

  test('nothing is cut for who hears it, and what is cut in the drawing is read by pointing at it', async () => {
    const view = await readLaunch(shop.services, 'aurora', shop.now)
    const title = { en: 'The prices of everything we have ever sold' }
    const pricing = { ...view?.texts.gates.pricing, title }
    const gates = { ...view?.texts.gates, pricing } as NonNullable<typeof view>['texts']['gates']
    const drawn = view && graphView(words('en'), { ...view, texts: { ...view.texts, gates } })
    const gate = drawn?.gates.find(({ id }) => id === 'pricing')
    expect(gate).toMatchObject({ label: `${title.en}: Completed`, isCut: true })
    expect(gate?.name).toMatch(/^The prices of ev.*…$/)
    expect(drawn?.gates.filter(({ isCut }) => isCut)).toHaveLength(1)
    // Otherwise it would be read twice.
    expect(await drawingOf('aurora')).not.toContain('Completed</title>')
  })

  test('a link leads past it to the list of gates', async () => {
    expect(await drawingOf('aurora')).toContain('<a class="skip" href="#h-gates">Skip to the list of gates</a>')
  })

  test('draws the chain that waits in thick ink, and no link that follows from others', async () => {
    const drawing = await drawingOf('aurora')
    expect(linksOf(drawing, 'longest')).toEqual(['user-acceptance → go-no-go'])
    expect(linksOf(drawing, 'open')).toContain('inventory → payment-gateway')
    const all = ['', 'open', 'longest'].flatMap((kind) => linksOf(drawing, kind))
    expect(all).toContain('content → filters')
    // Testing needs the payment gateway, which needs pricing.
    expect(all).not.toContain('pricing → testing-signoff')
    expect(all).not.toContain('pricing → go-no-go')
  })

  test('a gate that was left out is not in it, and nothing that was launched has one', async () => {
    expect(gatesOf(await drawingOf('borealis'))).toEqual([])
    await createLaunch(shop, 'corner', 'ecommerce')
    const before = gatesOf(await drawingOf('corner'))
    expect(before).toHaveLength(21)
    await shop
      .send('priya', 'corner', { type: 'gate.notNeeded', gate: 'social-media', reason: 'We have none.' })
      .expect(200)
    const after = gatesOf(await drawingOf('corner'))
    expect(before.filter(({ href }) => !after.some((each) => each.href === href)).map(({ href }) => href)).toEqual([
      '/launches/corner/gates/social-media',
    ])
  })
})

test('of too many gates there is no drawing; the chain and the rows say as text what waits for what', async () => {
  const { pipelines } = shop.services
  const [first] = popup.gates
  const gates = Array.from({ length: 122 }, (_, at) => ({
    ...(first ?? expect.fail('the pop-up shop has no gates')),
    id: `g${at}`,
    needs: at === 0 ? [] : [`g${at - 1}`],
    items: [item(`G${at}-1`, 'content-team', { kind: 'none' })],
  }))
  const large = plainly({ ...popup, id: 'mall', gates, decision: 'g121' }, 'Mall')
  shop.services.pipelines = pipelinesOf(new Map([['mall', large]]), shop.store)
  await createLaunch(shop, 'mall', 'mall')
  shop.services.pipelines = pipelines
  await shop.send('priya', 'mall', { type: 'launch.start' }).expect(200)
  const { text } = await priya.get('/launches/mall').expect(200)
  expect(text).not.toContain('class="graph"')
  expect(textOf(/<p class="path">[\s\S]*?<\/p>/.exec(text)?.[0] ?? '')).toMatch(/^Gate g121 Waiting on ← Gate g120 /)
  const row = /<li id="gate-g7">[\s\S]*?<\/li>/.exec(text)?.[0] ?? ''
  expect(textOf(row)).toContain('waiting on Gate g6')
})
