import { expect, test } from 'vitest'
import { chooseLanguage } from '../../../server/words/choose-language.ts'

/** As if there were words in these. */
const known = ['en', 'zh-Hant', 'ko']

test.each([
  [['ko', 'zh-Hant'], 'ko'],
  [[undefined, null, 'zh-Hant', 'ko'], 'zh-Hant'],
  [['tlh', 'ko-KR'], 'ko'],
  [['zh-TW'], 'zh-Hant'],
  [['zh-hk'], 'zh-Hant'],
  [['zh-Hant-TW'], 'zh-Hant'],
  [['zh-CN', 'en-GB'], 'en'],
  [[['ko'], 7, ' KO '], 'ko'],
  [['kok'], 'en'],
  [[], 'en'],
])('of %j: %s', (wishes, language) => expect(chooseLanguage(wishes, known)).toBe(language))
