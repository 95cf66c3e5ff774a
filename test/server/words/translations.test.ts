import { expect, test } from 'vitest'
import { builtInPipelines } from '../../../server/pipelines/built-in.ts'
import { en } from '../../../server/words/en/index.ts'
import * as catalogues from '../../../server/words/languages.ts'
import { type PipelineText, textsOf } from '../../support/words/pipeline-texts.ts'
import { faultsOf, sentencesOf } from '../../support/words/rules.ts'

/** Every language of the product beside English, in the catalogues and in the built-in pipelines. See word-rules.test.ts. */

test.each(Object.entries(catalogues))('the catalogue of %s keeps the rules', (lang, messages) => {
  expect(faultsOf(sentencesOf(lang, messages, en))).toEqual([])
})

test.each([...(await builtInPipelines())])('the texts of %s keep the rules', (_, pipeline) => {
  const texts = textsOf(pipeline)
  expect(texts.length).toBeGreaterThan(20)
  expect(faultsOf(texts.flatMap(translationsOf))).toEqual([])
})

test('what is wrong in a pipeline is found, with its place', () => {
  const texts = textsOf({ gates: { content: { title: { en: 'Content', 'zh-Hant': '网站內容', ko: '콘텐츠' } } } })
  expect(faultsOf(texts.flatMap(translationsOf))).toEqual([
    'gates.content.title: simplified, or unusual in Taiwan: “网”',
  ])
})

/** The text in each of its languages but English. */
const translationsOf = ({ key, text: { en: english = '', ...others } }: PipelineText) =>
  Object.entries(others).map(([lang, text = '']) => ({ key, english, text, lang }))
