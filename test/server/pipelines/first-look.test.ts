import { describe, expect, test } from 'vitest'
import { builtInPipeline } from '../../../server/pipelines/built-in.ts'
import { gateRow, itemRow, roles, rolesOfAShop, rulesOfAShop } from './pipeline-rows.ts'

/** The built-in pipeline first-look, against what was decided about it: the rows here are typed by hand, not made. */

describe('first-look', async () => {
  const pipeline = await builtInPipeline('first-look')
  const { definition, texts } = pipeline

  test('three gates, eight commands', () => {
    expect(definition).toMatchObject({
      id: 'first-look',
      ...rulesOfAShop,
      questions: [],
    })
    expect(roles(pipeline)).toEqual(rolesOfAShop)
    expect(definition.gates.map(gateRow)).toEqual([
      'content | foundations | content-team | – | – | – | 3',
      'payment-gateway | shop-works | backend-developer | ecommerce-sme | critical | – | 2',
      'go-no-go | decision | ecommerce-sme | head-of-digital | critical | content, payment-gateway | 1',
    ])
    expect(definition.gates.flatMap((gate) => gate.items.map(itemRow))).toEqual([
      'CON-1 ! | content-team | none | – | –',
      'PAY-1 ! | backend-developer | number ..0 | – | –',
      'GNG-1 ! | ecommerce-sme | none | – | –',
    ])
    expect(texts.gates['payment-gateway']?.items['PAY-1']).toEqual({
      text: {
        en: 'Failed charges out of 10 test payments',
        'zh-Hant': '10 筆測試付款中扣款失敗的筆數',
        ko: '테스트 결제 10건 중 실패한 결제 수',
      },
      short: { en: 'failed charges', 'zh-Hant': '扣款失敗筆數', ko: '실패한 결제' },
      unit: { en: 'charges', 'zh-Hant': '筆扣款失敗', ko: '건' },
      hint: null,
    })
  })
})
