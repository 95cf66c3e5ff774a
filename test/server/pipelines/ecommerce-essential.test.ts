import { describe, expect, test } from 'vitest'
import { checkPipeline } from '../../../machines/pipeline/check-pipeline.ts'
import { builtInPipeline } from '../../../server/pipelines/built-in.ts'
import { evidenceTexts, gateRow, itemRow, roles, rolesOfAShop, rulesOfAShop } from './pipeline-rows.ts'

/** The built-in pipeline ecommerce-essential, against what was decided about it: the rows here are typed by hand, not made. */

describe('ecommerce-essential', async () => {
  const pipeline = await builtInPipeline('ecommerce-essential')
  const { definition, texts } = pipeline

  test('who leads, who pays, who decides', () => {
    expect(definition).toMatchObject({
      id: 'ecommerce-essential',
      version: 1,
      languages: ['en', 'zh-Hant', 'ko'],
      ...rulesOfAShop,
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
      'pricing | foundations | ecommerce-sme | head-of-digital | critical | – | 8',
      'inventory | foundations | inventory-manager | logistics-manager | critical | – | 6',
      'payment-gateway | shop-works | backend-developer | technical-sme | critical | pricing, inventory, categories | 8',
      'customer-interaction | shop-works | full-stack-developer | ecommerce-sme | critical | – | 8',
      'social-media | shop-works | marketing-manager | – | – | – | 5',
      'testing-signoff | rehearsal | tester | ecommerce-sme | critical | payment-gateway, customer-interaction, pricing | 5',
      'content-review | rehearsal | content-team | customer-service | – | content | 4',
      'go-no-go | decision | ecommerce-sme | head-of-digital | critical | categories, content, filters, sorting, pricing, inventory, payment-gateway, customer-interaction, social-media, testing-signoff, content-review | 1',
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
    const asked = evidenceTexts(pipeline)
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
    expect(texts.questions.social).toEqual({
      en: 'Will you launch with social channels?',
      'zh-Hant': '上線時是否同步啟用社群媒體？',
      ko: '오픈할 때 SNS 채널을 함께 운영하나요?',
    })
  })

  test('sentences of four gates, word for word', () => {
    const sentences = (gate: string) =>
      Object.entries(texts.gates[gate]?.items ?? {}).map(([id, { text }]) => `${id}: ${text.en}`)
    expect(sentences('inventory')).toEqual([
      'INV-1: % of sampled physical stock that matches the loaded opening stock',
      'INV-3: When two shoppers try to buy the last unit, only one order goes through.',
      'INV-6: Days of forecast campaign demand covered by stock',
    ])
    expect(sentences('payment-gateway')).toEqual([
      'PAY-1: Production uses live keys in live mode, and no sandbox payment method is available.',
      'PAY-2: A real low-value order was authorized, captured and refunded with each live payment method, and IDs match in store and provider.',
      'PAY-3: Decline, expired card, 3-D Secure challenge, abandoned redirect and double submit show the right message and never charge twice.',
      'PAY-4: Provider webhooks reach production, invalid signatures are rejected, and replays have no effect.',
      'PAY-6: Finance has confirmed currency, payout account, statement descriptor and tax lines.',
      'PAY-7: PCI DSS scope is documented: SAQ type and the script inventory of payment pages (or why none is needed).',
    ])
    expect(sentences('testing-signoff')).toEqual([
      'TFN-1: The must-pass test suite passes on this build.',
      'TFN-3: Every integration is tested end to end: order out, shipment back, refund back.',
      'TFN-4: Number of open critical and high-severity defects',
      'TFN-6: Number of test customers, orders, reviews and coupons left in production',
    ])
    expect(sentences('go-no-go')).toEqual([
      'GNG-3: The minute-by-minute launch plan, with owners and stop criteria, is rehearsed.',
      'GNG-4: The rollback owner is on call and the point of no return is defined.',
    ])
  })

  test('another language joins by its tag: then every one of its texts is asked for, and nothing else', () => {
    const issues = checkPipeline({ definition: { ...definition, languages: ['en', 'ja'] }, texts })
    // 1 title, 13 roles, 4 phases, 1 question, 12 gates with title and why, 36 items with short names, 11 units, and the hints.
    const hints = issues.filter(({ path }) => path.at(-1) === 'hint')
    expect(issues.length - hints.length).toBe(1 + 13 + 4 + 1 + 24 + 2 * 36 + 11)
    expect(issues.every(({ code, params }) => code === 'missing-text' && params.language === 'ja')).toBe(true)
  })
})
