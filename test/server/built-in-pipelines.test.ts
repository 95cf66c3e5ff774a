import { describe, expect, test } from 'vitest'
import { checkPipeline } from '../../machines/check-pipeline.ts'
import type { Definition, ItemDefinition, Pipeline } from '../../machines/pipeline.ts'
import { builtInPipeline } from '../../server/read-pipeline.ts'

/** The pipelines that come with the product, against what was decided about them: the rows here are typed by hand, not made. */

const day = 86_400_000

/** gate | phase | owner | signers | killer | needs | days before the target */
function gateRow({ id, phase, owner, signers, killer, needs, due }: Definition['gates'][number]): string {
  const days = due === null ? '–' : String(due / day)
  return [id, phase, owner, signers.join(', ') || '–', killer ? 'killer' : '–', needs.join(', ') || '–', days].join(
    ' | ',
  )
}

/** item, `!` where required | owner | what it asks | days that it stays fresh | what asks it again */
function itemRow({ id, required, owner, asks, freshFor, recheckOn }: ItemDefinition): string {
  const bounds = asks.kind === 'number' ? ` ${asks.min ?? ''}..${asks.max ?? ''}` : ''
  const again = recheckOn.map((cause) => (cause === 'candidate' ? 'candidate' : `needs ${cause.needs}`)).join(', ')
  const fresh = freshFor === null ? '–' : `${freshFor / day} d`
  return `${id}${required ? ' !' : ''} | ${owner} | ${asks.kind}${bounds} | ${fresh} | ${again || '–'}`
}

const rolesOfAShop = [
  'head-of-digital: Head of Digital',
  'ecommerce-sme: Ecommerce SME',
  'technical-sme: Technical SME',
  'marketing-manager: Marketing manager',
  'business-analyst: Business analyst',
  'frontend-developer: Frontend developer',
  'backend-developer: Backend developer',
  'full-stack-developer: Full-stack developer',
  'tester: Tester',
  'logistics-manager: Logistics manager',
  'inventory-manager: Inventory manager',
  'customer-service: Customer service team',
  'content-team: Content team',
]

const roles = ({ definition, texts }: Pipeline) => definition.roles.map((role) => `${role}: ${texts.roles[role]?.en}`)

describe('ecommerce-essential', async () => {
  const pipeline = await builtInPipeline('ecommerce-essential')
  const { definition, texts } = pipeline

  test('who leads, who pays, who decides', () => {
    expect(definition).toMatchObject({
      id: 'ecommerce-essential',
      version: 1,
      languages: ['en'],
      lead: 'ecommerce-sme',
      sponsor: 'head-of-digital',
      candidateRoles: ['ecommerce-sme', 'technical-sme'],
      waiverLimit: 30 * day,
      decision: 'go-no-go',
      phases: ['foundations', 'shop-works', 'rehearsal', 'decision'],
    })
    expect(roles(pipeline)).toEqual(rolesOfAShop)
  })

  test('its twelve gates', () => {
    expect(definition.gates.map(gateRow)).toEqual([
      'categories | foundations | content-team | – | – | – | 12',
      'content | foundations | content-team | – | – | – | 10',
      'filters | foundations | frontend-developer | – | – | categories, content | 9',
      'sorting | foundations | ecommerce-sme | – | – | filters | 8',
      'pricing | foundations | ecommerce-sme | head-of-digital | killer | – | 8',
      'inventory | foundations | inventory-manager | logistics-manager | killer | – | 6',
      'payment-gateway | shop-works | backend-developer | technical-sme | killer | pricing, inventory, categories | 8',
      'customer-interaction | shop-works | full-stack-developer | ecommerce-sme | killer | – | 8',
      'social-media | shop-works | marketing-manager | – | – | – | 5',
      'testing-signoff | rehearsal | tester | ecommerce-sme | killer | payment-gateway, customer-interaction, pricing | 5',
      'content-review | rehearsal | content-team | customer-service | – | content | 4',
      'go-no-go | decision | ecommerce-sme | head-of-digital | killer | categories, content, filters, sorting, pricing, inventory, payment-gateway, customer-interaction, social-media, testing-signoff, content-review | 1',
    ])
  })

  test('its items', () => {
    expect(definition.gates.flatMap((gate) => gate.items.map(itemRow))).toEqual([
      'CAT-1 ! | ecommerce-sme | file | – | –',
      'CAT-2 ! | content-team | number ..0 | – | –',
      'CON-1 ! | content-team | note | – | –',
      'CON-2 ! | content-team | number 100..100 | – | –',
      'CON-3 ! | content-team | number ..0 | – | –',
      'CON-4 ! | content-team | none | – | –',
      'FIL-2 ! | tester | note | – | –',
      'FIL-4 ! | tester | none | – | –',
      'SRT-1 ! | ecommerce-sme | link | – | –',
      'SRT-2 ! | tester | note | – | –',
      'PRI-1 ! | business-analyst | number ..0 | 7 d | –',
      'PRI-2 ! | tester | number ..0 | – | –',
      'PRI-3 ! | business-analyst | number ..0 | – | –',
      'INV-1 ! | inventory-manager | number 98..100 | 3 d | –',
      'INV-3 ! | tester | note | – | –',
      'INV-6 ! | inventory-manager | number 14.. | – | –',
      'PAY-1 ! | backend-developer | note | – | –',
      'PAY-2 ! | tester | file | – | candidate',
      'PAY-3 ! | tester | note | – | –',
      'PAY-4 ! | backend-developer | note | – | –',
      'PAY-6 ! | business-analyst | note | – | –',
      'PAY-7 ! | backend-developer | file | – | –',
      'CUS-1 ! | tester | note | – | –',
      'CUS-2 ! | tester | file | – | candidate',
      'CUS-3 ! | tester | number ..0 | – | –',
      'CUS-5 ! | backend-developer | note | – | –',
      'SOC-1 ! | frontend-developer | none | – | –',
      'SOC-5 ! | marketing-manager | link | – | –',
      'TFN-1 ! | tester | junit | – | candidate',
      'TFN-3 ! | tester | note | – | needs payment-gateway',
      'TFN-4 ! | tester | number ..0 | – | –',
      'TFN-6 ! | tester | number ..0 | – | –',
      'CRV-1 ! | content-team | note | – | –',
      'CRV-6 ! | content-team | file | – | –',
      'GNG-3 ! | ecommerce-sme | file | – | –',
      'GNG-4 ! | backend-developer | note | – | –',
    ])
  })

  test('its numbers have units, and its notes say what belongs into them', () => {
    const asked = definition.gates.flatMap((gate) =>
      gate.items.map((item) => ({ kind: item.asks.kind, id: item.id, said: texts.gates[gate.id]?.items[item.id] })),
    )
    expect(asked.filter(({ kind }) => kind === 'number').map(({ id, said }) => `${id} ${said?.unit?.en}`)).toEqual([
      'CAT-2 products',
      'CON-2 %',
      'CON-3 links',
      'PRI-1 mismatches',
      'PRI-2 carts',
      'PRI-3 prices',
      'INV-1 %',
      'INV-6 days',
      'CUS-3 differences',
      'TFN-4 defects',
      'TFN-6 records',
    ])
    expect(asked.filter(({ kind, said }) => kind === 'note' && !said?.hint?.en).map(({ id }) => id)).toEqual([])
  })

  test('it asks one thing: whether there are social channels', () => {
    expect(definition.questions).toEqual([{ id: 'social', leavesOut: { items: [], gates: ['social-media'] } }])
    expect(texts.questions.social).toEqual({ en: 'Social channels at launch?' })
  })

  test('sentences of four gates, word for word', () => {
    const sentences = (gate: string) =>
      Object.entries(texts.gates[gate]?.items ?? {}).map(([id, { text }]) => `${id}: ${text.en}`)
    expect(sentences('inventory')).toEqual([
      'INV-1: Physical sample that agrees with the loaded opening stock.',
      'INV-3: Two shoppers, one last unit: one order.',
      'INV-6: Days of campaign forecast that stock covers.',
    ])
    expect(sentences('payment-gateway')).toEqual([
      'PAY-1: Production is set to live keys and live mode; no sandbox method can be chosen.',
      'PAY-2: A real low-value order with each live method was authorised, captured and refunded; ids match in shop and provider.',
      'PAY-3: Decline, expired card, strong-authentication challenge, abandoned redirect and double submit give the right message and never a double charge.',
      'PAY-4: Provider webhooks reach production; bad signatures are refused; a replay changes nothing.',
      'PAY-6: Finance confirmed currency, payout account, descriptor and tax lines.',
      'PAY-7: Card-data scope is written down (which self-assessment form), with the list of scripts on payment pages or why none is needed.',
    ])
    expect(sentences('testing-signoff')).toEqual([
      'TFN-1: The must-pass suite is green on this build.',
      'TFN-3: Each integration made the round trip: order out, shipment back, refund back.',
      'TFN-4: Open critical and high defects.',
      'TFN-6: Test customers, orders, reviews and coupons left in production.',
    ])
    expect(sentences('go-no-go')).toEqual([
      'GNG-3: Minute plan with owners and stop criteria, rehearsed.',
      'GNG-4: The owner of the roll-back is present; the point of no return is stated.',
    ])
  })

  test('another language joins by its tag: then every one of its texts is asked for, and nothing else', () => {
    const issues = checkPipeline({ definition: { ...definition, languages: ['en', 'ko'] }, texts })
    // 1 title, 13 roles, 4 phases, 1 question, 12 gates with title and why, 36 items, 11 units, and the hints.
    const hints = issues.filter(({ path }) => path.at(-1) === 'hint')
    expect(issues.length - hints.length).toBe(1 + 13 + 4 + 1 + 24 + 36 + 11)
    expect(issues.every(({ message }) => message.endsWith('is missing in ko.'))).toBe(true)
  })
})

describe('first-look', async () => {
  const pipeline = await builtInPipeline('first-look')
  const { definition, texts } = pipeline

  test('three gates, eight commands', () => {
    expect(definition).toMatchObject({
      id: 'first-look',
      lead: 'ecommerce-sme',
      sponsor: 'head-of-digital',
      candidateRoles: ['ecommerce-sme', 'technical-sme'],
      waiverLimit: 30 * day,
      decision: 'go-no-go',
      questions: [],
    })
    expect(roles(pipeline)).toEqual(rolesOfAShop)
    expect(definition.gates.map(gateRow)).toEqual([
      'content | foundations | content-team | – | – | – | 3',
      'payment-gateway | shop-works | backend-developer | ecommerce-sme | killer | – | 2',
      'go-no-go | decision | ecommerce-sme | head-of-digital | killer | content, payment-gateway | 1',
    ])
    expect(definition.gates.flatMap((gate) => gate.items.map(itemRow))).toEqual([
      'CON-1 ! | content-team | none | – | –',
      'PAY-1 ! | backend-developer | number ..0 | – | –',
      'GNG-1 ! | ecommerce-sme | none | – | –',
    ])
    expect(texts.gates['payment-gateway']?.items['PAY-1']).toEqual({
      text: { en: 'Charges that failed in ten tries' },
      unit: { en: 'charges' },
      hint: null,
    })
  })
})
