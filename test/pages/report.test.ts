import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { deployWaits } from '../../server/launches/waiting-deploys.ts'
import { type Act, content, decisionSent, does, payment } from '../support/hello.ts'
import { createLaunch, openShop, type Shop } from '../support/shop.ts'
import { textOf } from './read.ts'
import { visitor } from './visitor.ts'

/** What stands on paper: the launch report, the head of every document, and what the last to sign vouches for. */

let shop: Shop
beforeAll(async () => {
  shop = await openShop({ LAUNCHGATE_DEMO: '1' }, { demo: true })
})
afterAll(() => shop.close())

const pageOf = async (who: string, path: string) => (await (await visitor(shop, who)).get(path).expect(200)).text

describe('the launch report', () => {
  test('has the verdict, the people, each sign-off and each hash, what was waived, and what was left open', async () => {
    const html = await pageOf('omar', '/launches/aurora/report')
    const text = textOf(html)
    expect(text).toContain('Launch report: Aurora Not ready: 6 of 21 gates still open')
    expect(text).toContain('Gates 15 of 21 ready')
    expect(text).toMatch(/People Head of Digital Helen Cho /)
    expect(text).toMatch(
      /Waivers Social media .+ Until .+ Mitigation: .+ Requested by Priya Nair, granted by Helen Cho/,
    )
    expect(text).toMatch(/Recommended items left open Categories .+/)
    expect(text).toMatch(/Ecommerce SME: Priya Nair, \w{3} \d+ Nov 2026 \d\d:\d\d \+08:00/)
    const launch = await shop.store.load('aurora')
    const files = Object.values(launch?.gates ?? {})
      .flatMap(({ context }) => Object.values(context.items))
      .flatMap(({ ticked }) => (ticked?.evidence.kind === 'file' ? [ticked.evidence.sha256] : []))
    expect(files.length).toBeGreaterThan(0)
    for (const sha256 of files) expect(html).toContain(`<code>${sha256}</code>`)
    expect(html).not.toMatch(/<main[\s\S]*<form[\s\S]*<\/main>/)
  })

  test('says what is not applicable and why, what failed and on what evidence, and who completed what nobody signs', async () => {
    await createLaunch(shop, 'till')
    const reason = 'Shown nowhere in this shop'
    const zero = { kind: 'number', value: 0 }
    await does(
      shop,
      'till',
      ['priya', { type: 'launch.start' }],
      ['priya', { type: 'launch.setCandidate', version: '7' }],
      ['priya', { type: 'gate.addItem', gate: 'content', title: 'Size charts', required: true }],
      ['priya', { type: 'gate.itemNotNeeded', gate: 'content', item: 'added-1', reason: 'A first try' }],
      ['priya', { type: 'gate.requireItem', gate: 'content', item: 'added-1' }],
      ['priya', { type: 'gate.itemNotNeeded', gate: 'content', item: 'added-1', reason }],
      ['chloe', { type: 'gate.tick', gate: 'content', item: 'CON-1' }],
      ['chloe', { type: 'gate.complete', gate: 'content' }],
      ['tom', { type: 'gate.tick', gate: 'payment-gateway', item: 'PAY-1', evidence: zero }],
      [
        'tom',
        { type: 'gate.failCheck', gate: 'payment-gateway', item: 'PAY-1', evidence: { kind: 'number', value: 3 } },
      ],
    )
    const html = await pageOf('omar', '/launches/till/report')
    const recordOf = (gate: string) =>
      textOf(new RegExp(`<article[^>]*h-gate-${gate}"[\\s\\S]*?</article>`).exec(html)?.[0] ?? '')
    expect(recordOf('content')).toMatch(/Completed by Chloe Martin, .* This gate needs no sign-off\./)
    expect(recordOf('content')).toMatch(
      /added-1 Size charts Not applicable: Priya Nair, .+ Shown nowhere in this shop$/,
    )
    expect(recordOf('payment-gateway')).toMatch(/PAY-1 .+ Failed: Tom Becker, .+ 3 charges$/)
    expect(textOf(html)).toContain('Recommended items left open No recommended items were left open.')
  })

  test('is led to from the launch, and who reads it is noted', async () => {
    expect(await pageOf('omar', '/launches/aurora')).toContain('href="/launches/aurora/report"')
    const { installation } = shop.store
    const views = await installation.count({ actions: ['log.view'] })
    await pageOf('helen', '/launches/aurora/report')
    expect(await installation.count({ actions: ['log.view'] })).toBe(views + 1)
  })
})

test.each(['', '/gates/inventory', '/log', '/report'])('aurora%s has the head of the log for paper', async (path) => {
  const root = (await shop.store.storedHead('aurora'))?.root
  const [head = ''] = /<p class="print-head">.*?<\/p>/.exec(await pageOf('omar', `/launches/aurora${path}`)) ?? []
  const version = await shop.version('aurora')
  expect(textOf(head)).toMatch(/\(Asia\/Taipei\)/)
  expect(textOf(head)).toContain(`version ${version} of the audit log · root ${root}`)
})

test('version and root belong to what the page shows, whatever is committed while it is read', async () => {
  await createLaunch(shop, 'busy')
  await shop.send('priya', 'busy', { type: 'launch.start' }).expect(200)
  const { store } = shop
  const storedHead = store.storedHead.bind(store)
  let isCommitting = true
  store.storedHead = async (launch) => {
    if (launch === 'busy' && isCommitting) {
      isCommitting = false
      await shop.send('priya', 'busy', { type: 'launch.setCandidate', version: '8' }).expect(200)
    }
    return storedHead(launch)
  }
  const text = textOf(await pageOf('omar', '/launches/busy/report'))
  store.storedHead = storedHead
  const head = await storedHead('busy')
  expect(head?.version).toBe(await shop.version('busy'))
  expect(text).toContain('Build 8')
  expect(text).toContain(`Version ${head?.version}, root ${head?.root}`)
  expect(text).toContain(`version ${head?.version} of the audit log · root ${head?.root}`)
})

test('the last to sign is shown what she vouches for, and nobody before her', async () => {
  await createLaunch(shop, 'corner')
  const seen = async (gate: string) => (await shop.store.load('corner'))?.gates[gate]?.version
  const start: Act[] = [
    ['priya', { type: 'launch.start' }],
    ['priya', { type: 'launch.setCandidate', version: '7' }],
  ]
  await does(shop, 'corner', ...start, ...content, ...payment.slice(0, 2))
  const early = `/launches/corner/gates/payment-gateway/sign-off?as=ecommerce-sme&seen=${await seen('payment-gateway')}`
  expect(await pageOf('priya', early)).not.toContain('id="h-vouched"')
  await does(shop, 'corner', ...payment.slice(2), ...decisionSent)
  const stop = deployWaits(shop.services, 'corner')
  const last = `/launches/corner/gates/go-no-go/sign-off?as=head-of-digital&seen=${await seen('go-no-go')}`
  const html = await pageOf('helen', last)
  stop()
  const [vouched = ''] = /<section class="panel vouched"[\s\S]*?<\/section>/.exec(html) ?? []
  expect(textOf(vouched)).toBe(
    'What you’re vouching for Gates 2 of 3 ready Build 7 Launch window None Deploys waiting 1 Waivers None Recommended items left open None',
  )
})
