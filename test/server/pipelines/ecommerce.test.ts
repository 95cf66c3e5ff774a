import { describe, expect, test } from 'vitest'
import { builtInPipeline } from '../../../server/pipelines/built-in.ts'
import { evidenceTexts, gateRow, itemRow, roles, rolesOfAShop, rulesOfAShop } from './pipeline-rows.ts'

/** The built-in pipeline ecommerce, against what was decided about it: the rows here are typed by hand, not made. */

describe('ecommerce', async () => {
  const pipeline = await builtInPipeline('ecommerce')
  const { definition, texts } = pipeline

  test('who leads, who pays, who decides', () => {
    expect(definition).toMatchObject({
      id: 'ecommerce',
      version: 1,
      languages: ['en', 'zh-Hant', 'ko'],
      ...rulesOfAShop,
      phases: ['foundations', 'shop-works', 'operations', 'rehearsal', 'decision'],
    })
    expect(roles(pipeline)).toEqual(rolesOfAShop)
    expect(texts.title).toEqual({ en: 'E-commerce: full', 'zh-Hant': '電商完整版', ko: '이커머스 전체 점검' })
  })

  test('its twenty-one gates', () => {
    expect(definition.gates.map(gateRow)).toEqual([
      'categories | foundations | content-team | – | – | – | 12',
      'content | foundations | content-team | – | – | – | 10',
      'filters | foundations | frontend-developer | – | – | categories, content | 9',
      'sorting | foundations | ecommerce-sme | – | – | filters | 8',
      'pricing | foundations | ecommerce-sme | head-of-digital | critical | – | 8',
      'inventory | foundations | inventory-manager | logistics-manager, marketing-manager | critical | – | 6',
      'payment-gateway | shop-works | backend-developer | ecommerce-sme, technical-sme | critical | pricing, inventory, categories | 8',
      'customer-interaction | shop-works | full-stack-developer | ecommerce-sme | critical | – | 8',
      'social-media | shop-works | marketing-manager | – | – | legal-privacy | 5',
      'analytics | shop-works | marketing-manager | – | – | legal-privacy | 5',
      'infrastructure | shop-works | backend-developer | technical-sme | critical | – | 7',
      'fulfilment | operations | logistics-manager | – | – | – | 7',
      'customer-service | operations | customer-service | – | – | – | 7',
      'legal-privacy | operations | business-analyst | head-of-digital | critical | – | 14',
      'marketing-search | operations | marketing-manager | – | – | content, categories, inventory, customer-service | 4',
      'testing-signoff | rehearsal | tester | ecommerce-sme | critical | payment-gateway, customer-interaction, fulfilment, pricing | 5',
      'performance | rehearsal | tester | technical-sme | – | testing-signoff, infrastructure | 4',
      'security | rehearsal | technical-sme | head-of-digital | critical | testing-signoff | 4',
      'user-acceptance | rehearsal | business-analyst | head-of-digital, customer-service, content-team | – | testing-signoff, fulfilment, customer-service | 3',
      'content-review | rehearsal | content-team | customer-service | – | content, legal-privacy | 4',
      'go-no-go | decision | ecommerce-sme | head-of-digital, technical-sme, customer-service | critical | categories, content, filters, sorting, pricing, inventory, payment-gateway, customer-interaction, social-media, analytics, infrastructure, fulfilment, customer-service, legal-privacy, marketing-search, testing-signoff, performance, security, user-acceptance, content-review | 1',
    ])
  })

  test('its items', () => {
    expect(definition.gates.flatMap((gate) => gate.items.map(itemRow))).toEqual([
      'CAT-1 ! | ecommerce-sme | file | – | –',
      'CAT-2 ! | content-team | number ..0 | – | –',
      'CAT-3 | content-team | number ..0 | – | –',
      'CAT-4 | tester | none | – | –',
      'CAT-5 | marketing-manager | number 100.. | – | –',
      'CAT-6 | tester | none | – | –',
      'CAT-7 | backend-developer | number ..0 | – | –',
      'CON-1 ! | content-team | note | – | –',
      'CON-2 ! | content-team | number 100..100 | – | –',
      'CON-3 ! | content-team | number ..0 | – | –',
      'CON-4 ! | content-team | none | – | –',
      'CON-5 | frontend-developer | none | – | –',
      'CON-6 | content-team | none | – | –',
      'CON-7 | marketing-manager | link | – | –',
      'FIL-1 | content-team | number 95..100 | – | –',
      'FIL-2 ! | tester | note | – | –',
      'FIL-3 | frontend-developer | none | – | –',
      'FIL-4 ! | tester | none | – | –',
      'FIL-5 | marketing-manager | note | – | –',
      'FIL-6 | backend-developer | number ..800 | – | –',
      'FIL-7 | frontend-developer | none | – | –',
      'SRT-1 ! | ecommerce-sme | link | – | –',
      'SRT-2 ! | tester | note | – | –',
      'SRT-3 | inventory-manager | none | – | –',
      'SRT-4 | tester | none | – | –',
      'SRT-5 | marketing-manager | number 45..50 | – | –',
      'SRT-6 | marketing-manager | link | – | –',
      'PRI-1 ! | business-analyst | number ..0 | 7 d | –',
      'PRI-2 ! | tester | number ..0 | – | –',
      'PRI-3 ! | business-analyst | number ..0 | – | –',
      'PRI-4 | marketing-manager | note | – | –',
      'PRI-5 | tester | none | – | –',
      'PRI-6 | business-analyst | link | – | –',
      'PRI-7 | business-analyst | note | – | –',
      'PRI-8 | tester | number ..0 | – | –',
      'INV-1 ! | inventory-manager | number 98..100 | 3 d | –',
      'INV-2 ! | backend-developer | number ..60 | – | –',
      'INV-3 ! | tester | note | – | –',
      'INV-4 | tester | none | – | –',
      'INV-5 | inventory-manager | link | – | –',
      'INV-6 ! | inventory-manager | number 14.. | – | –',
      'INV-7 | inventory-manager | none | – | –',
      'INV-8 | backend-developer | none | – | –',
      'PAY-1 ! | backend-developer | note | – | –',
      'PAY-2 ! | tester | file | – | candidate',
      'PAY-3 ! | tester | note | – | –',
      'PAY-4 ! | backend-developer | note | – | –',
      'PAY-5 | backend-developer | link | – | –',
      'PAY-6 ! | business-analyst | note | – | –',
      'PAY-7 ! | backend-developer | file | – | –',
      'PAY-8 | backend-developer | note | – | –',
      'CUS-1 ! | tester | note | – | –',
      'CUS-2 ! | tester | file | – | candidate',
      'CUS-3 ! | tester | number ..0 | – | –',
      'CUS-4 | full-stack-developer | note | – | –',
      'CUS-5 ! | backend-developer | note | – | –',
      'CUS-6 | frontend-developer | link | – | –',
      'CUS-7 | frontend-developer | none | – | –',
      'CUS-8 | tester | none | – | –',
      'SOC-1 ! | frontend-developer | none | – | –',
      'SOC-2 | frontend-developer | note | – | –',
      'SOC-3 | tester | note | – | –',
      'SOC-4 | marketing-manager | number ..0 | – | –',
      'SOC-5 ! | marketing-manager | link | – | –',
      'SOC-6 | tester | none | – | –',
      'SOC-7 | customer-service | link | – | –',
      'ANA-1 ! | frontend-developer | number ..1 | – | –',
      'ANA-2 | tester | none | – | –',
      'ANA-3 | marketing-manager | none | – | –',
      'ANA-4 | business-analyst | link | – | –',
      'ANA-5 | business-analyst | none | – | –',
      'INF-1 ! | backend-developer | number ..300 | – | –',
      'INF-2 ! | backend-developer | number 30.. | – | –',
      'INF-3 ! | backend-developer | note | – | –',
      'INF-4 ! | backend-developer | number ..240 | 90 d | –',
      'INF-5 ! | backend-developer | number ..60 | – | –',
      'INF-6 ! | backend-developer | note | – | –',
      'INF-7 | backend-developer | note | – | –',
      'INF-8 | ecommerce-sme | link | – | –',
      'FUL-1 ! | logistics-manager | note | – | –',
      'FUL-2 ! | logistics-manager | link | – | –',
      'FUL-3 | logistics-manager | note | – | –',
      'FUL-4 | inventory-manager | file | – | –',
      'FUL-5 | logistics-manager | link | – | –',
      'FUL-6 | tester | none | – | –',
      'FUL-7 | logistics-manager | none | – | –',
      'FUL-8 | logistics-manager | file | – | –',
      'CSR-1 | customer-service | number 90..100 | – | –',
      'CSR-2 | customer-service | link | – | –',
      'CSR-3 ! | customer-service | none | – | –',
      'CSR-4 ! | customer-service | none | – | –',
      'CSR-5 | customer-service | note | – | –',
      'CSR-6 | customer-service | link | – | –',
      'CSR-7 | customer-service | none | – | –',
      'LEG-1 ! | business-analyst | file | – | –',
      'LEG-2 ! | tester | note | – | –',
      'LEG-3 ! | frontend-developer | note | – | –',
      'LEG-4 ! | frontend-developer | file | – | –',
      'LEG-5 | business-analyst | file | – | –',
      'LEG-6 | frontend-developer | link | – | –',
      'LEG-7 | business-analyst | file | – | –',
      'SEO-1 ! | frontend-developer | note | – | –',
      'SEO-2 ! | marketing-manager | number 100..100 | – | –',
      'SEO-3 | marketing-manager | link | – | –',
      'SEO-4 | frontend-developer | none | – | –',
      'SEO-5 | frontend-developer | link | – | –',
      'SEO-6 | marketing-manager | file | – | –',
      'SEO-7 | marketing-manager | link | – | –',
      'SEO-8 | marketing-manager | none | – | –',
      'TFN-1 ! | tester | junit | – | candidate',
      'TFN-2 | tester | link | – | –',
      'TFN-3 ! | tester | note | – | needs payment-gateway, needs fulfilment',
      'TFN-4 ! | tester | number ..0 | – | –',
      'TFN-5 | backend-developer | note | – | –',
      'TFN-6 ! | tester | number ..0 | – | –',
      'TFN-7 ! | backend-developer | file | – | candidate',
      'TPF-1 ! | tester | number ..800 | 90 d | –',
      'TPF-2 | tester | none | – | –',
      'TPF-3 | backend-developer | number 80..100 | – | –',
      'TPF-4 | frontend-developer | number ..2500 | – | –',
      'TPF-5 | tester | none | – | –',
      'TPF-6 | backend-developer | note | – | –',
      'TPF-7 | backend-developer | none | – | –',
      'TSC-1 ! | tester | file | 180 d | –',
      'TSC-2 ! | backend-developer | number ..0 | – | candidate',
      'TSC-3 ! | technical-sme | note | – | –',
      'TSC-4 ! | backend-developer | note | – | –',
      'TSC-5 | backend-developer | note | – | –',
      'TSC-6 ! | backend-developer | note | – | –',
      'TSC-7 | technical-sme | link | – | –',
      'TSC-8 | ecommerce-sme | link | – | –',
      'UAT-1 | business-analyst | file | – | –',
      'UAT-2 ! | business-analyst | note | – | –',
      'UAT-3 ! | ecommerce-sme | note | – | –',
      'UAT-4 | tester | none | – | –',
      'UAT-5 ! | business-analyst | number ..0 | – | –',
      'CRV-1 ! | content-team | note | – | –',
      'CRV-2 | logistics-manager | note | – | –',
      'CRV-3 | marketing-manager | file | – | –',
      'CRV-4 | business-analyst | link | – | –',
      'CRV-5 | content-team | none | – | –',
      'CRV-6 ! | content-team | file | – | –',
      'CRV-7 | content-team | link | – | –',
      'GNG-3 ! | ecommerce-sme | file | – | –',
      'GNG-4 ! | backend-developer | note | – | –',
      'GNG-6 | marketing-manager | link | – | –',
    ])
  })

  test('its numbers have units; its notes, links and files say what belongs into them', () => {
    const asked = evidenceTexts(pipeline)
    expect(asked.filter(({ kind }) => kind === 'number').map(({ id, said }) => `${id} ${said?.unit?.en}`)).toEqual([
      'CAT-2 products',
      'CAT-3 duplicates',
      'CAT-5 %',
      'CAT-7 indexers',
      'CON-2 %',
      'CON-3 links',
      'FIL-1 %',
      'FIL-6 ms',
      'SRT-5 of 50',
      'PRI-1 mismatches',
      'PRI-2 carts',
      'PRI-3 prices',
      'PRI-8 of 50',
      'INV-1 %',
      'INV-2 minutes',
      'INV-6 days',
      'CUS-3 differences',
      'SOC-4 errors',
      'ANA-1 %',
      'INF-1 seconds',
      'INF-2 days',
      'INF-4 minutes',
      'INF-5 minutes',
      'CSR-1 %',
      'SEO-2 %',
      'TFN-4 defects',
      'TFN-6 records',
      'TPF-1 ms',
      'TPF-3 %',
      'TPF-4 ms',
      'TSC-2 vulnerabilities',
      'UAT-5 findings',
    ])
    const silent = asked.filter(({ kind, said }) => ['note', 'link', 'file'].includes(kind) && !said?.hint?.en)
    expect(silent.map(({ id }) => id)).toEqual([])
  })

  test('it asks six things, and each no leaves something out', () => {
    const asked = definition.questions.map(({ id, leavesOut: { items, gates } }) => ({
      asks: `${id}: ${texts.questions[id]?.en}`,
      leavesOut: [...gates, ...items].join(', '),
    }))
    expect(asked).toEqual([
      { asks: 'eu: Do you sell to consumers in the EU?', leavesOut: 'LEG-3' },
      { asks: 'replaces: Does this store replace an existing site?', leavesOut: 'SEO-2, SEO-6, CAT-5' },
      { asks: 'ships: Do you ship physical goods?', leavesOut: 'fulfilment, INV-7, CRV-2' },
      { asks: 'languages: Do you have more than one language or store view?', leavesOut: 'CON-6, FIL-7' },
      { asks: 'social: Will you launch with social channels?', leavesOut: 'social-media' },
      { asks: 'warehouses: Do you ship from more than one warehouse?', leavesOut: 'INV-8' },
    ])
  })

  test('what the small pipeline has is the same here: owners, evidence, sentences, units, hints and whys', async () => {
    const small = await builtInPipeline('ecommerce-essential')
    for (const gate of small.definition.gates) {
      const large = definition.gates.find(({ id }) => id === gate.id)
      const here = new Map(large?.items.map((item) => [item.id, itemRow(item)]))
      // There is no fulfilment in the small one to ask TFN-3 again.
      const there = gate.items.map((item) => [item.id, itemRow(item).replace(/(TFN-3 .*)/, '$1, needs fulfilment')])
      expect(there).toEqual(gate.items.map(({ id }) => [id, here.get(id)]))
      expect(texts.gates[gate.id]).toMatchObject({ ...small.texts.gates[gate.id] })
    }
  })
})
