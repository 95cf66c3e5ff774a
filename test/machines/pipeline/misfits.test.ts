import { describe, expect, test } from 'vitest'
import { checkPipeline } from '../../../machines/pipeline/check-pipeline.ts'
import type { Pipeline } from '../../../machines/pipeline/pipeline.ts'
import { faultWords } from '../../../server/pipelines/fault.ts'
import { terminalEnglish } from '../../../server/words/terminal.ts'
import { gateOf, itemOf, stall, textsOf } from './stall.ts'

/** What is said about a pipeline whose parts are well formed, but do not fit each other. */

test('a pipeline whose parts fit has no issue', () => {
  expect(checkPipeline(stall())).toEqual([])
})

/** What is broken, how, and the one issue that says so: where, what (a part of the sentence) and how to fix it. */
const cases: [broken: string, how: (it: Pipeline) => void, path: string, says: string, fix: string][] = [
  [
    'the lead is nobody’s role',
    (it) => {
      it.definition.lead = 'boss'
    },
    'lead',
    'Unknown role “boss”',
    'under roles, or use one of: lead, sponsor, builder, writer, tester',
  ],
  [
    'the sponsor is nobody’s role',
    (it) => {
      it.definition.sponsor = 'boss'
    },
    'sponsor',
    'Unknown role “boss”',
    'under roles',
  ],
  [
    'a word that every object has is no role either',
    (it) => {
      it.definition.sponsor = 'constructor'
    },
    'sponsor',
    'Unknown role “constructor”',
    'under roles',
  ],
  [
    'who may name the build is nobody’s role',
    (it) => {
      it.definition.candidateRoles = ['lead', 'robot']
    },
    'candidateRoles/1',
    'Unknown role “robot”',
    'under roles',
  ],
  [
    'an unknown owner',
    (it) => {
      gateOf(it, 'prices').owner = 'clerk'
      itemOf(it, 'PRI-1').owner = 'clerk'
    },
    'gates/prices/owner',
    'Unknown role “clerk”',
    'under roles',
  ],
  [
    'an unknown signer',
    (it) => {
      gateOf(it, 'till').signers = ['sponsor', 'bank']
    },
    'gates/till/signers/1',
    'Unknown role “bank”',
    'under roles',
  ],
  [
    'an unknown owner of an item',
    (it) => {
      itemOf(it, 'TIL-2').owner = 'clerk'
    },
    'gates/till/items/TIL-2/owner',
    'Unknown role “clerk”',
    'under roles',
  ],
  [
    'an unknown phase',
    (it) => {
      gateOf(it, 'till').phase = 'middle'
    },
    'gates/till/phase',
    'Unknown phase “middle”',
    'under phases, or use one of: works, end',
  ],
  [
    'an unknown gate among the needs',
    (it) => {
      gateOf(it, 'till').needs = ['prices', 'stock']
    },
    'gates/till/needs/1',
    'Unknown gate “stock”',
    'Use one of: prices, till, trial, decision',
  ],
  [
    'a gate needed twice',
    (it) => {
      gateOf(it, 'till').needs = ['prices', 'prices']
    },
    'gates/till/needs/1',
    'Duplicate gate “prices”',
    'Remove the duplicate',
  ],
  [
    'a gate that needs itself',
    (it) => {
      gateOf(it, 'till').needs = ['prices', 'till']
    },
    'gates/till/needs/1',
    'till → till',
    'Remove one of these needs',
  ],
  [
    'a circle, named gate by gate',
    (it) => {
      gateOf(it, 'prices').needs = ['trial']
    },
    'gates/till/needs/0',
    'prices → trial → till → prices',
    'Remove one of these needs',
  ],
  [
    'a recheck on a gate that is not there',
    (it) => {
      itemOf(it, 'TRI-1').recheckOn = [{ needs: 'stock' }]
    },
    'gates/trial/items/TRI-1/recheckOn/0/needs',
    'Unknown gate “stock”',
    'Use one of',
  ],
  [
    'a recheck on a gate that is not needed',
    (it) => {
      itemOf(it, 'TIL-1').recheckOn = ['candidate', { needs: 'trial' }]
    },
    'gates/till/items/TIL-1/recheckOn/1/needs',
    '“till” doesn’t depend on “trial”',
    'Add trial to the needs of till',
  ],
  [
    'an item id in two gates',
    (it) => {
      itemOf(it, 'TRI-1').id = 'TIL-1'
      textsOf(it, 'trial').items['TIL-1'] = textsOf(it, 'till').items['TIL-1'] ?? { text: {}, unit: null, hint: null }
    },
    'gates/trial/items/TIL-1',
    'Duplicate item ID “TIL-1” (also in gate “till”)',
    'Rename one',
  ],
  [
    'an id that belongs to added items',
    (it) => {
      itemOf(it, 'TRI-1').id = 'added-1'
      textsOf(it, 'trial').items['added-1'] = textsOf(it, 'till').items['TIL-1'] ?? { text: {}, unit: null, hint: null }
    },
    'gates/trial/items/added-1',
    '“added-1” is not a valid item ID',
    'e.g. PAY-1',
  ],
  [
    'an id with capitals',
    (it) => {
      it.definition.id = 'Stall'
    },
    'id',
    '“Stall” is not a valid ID',
    'a–z, 0–9 and hyphens',
  ],
  [
    'a gate without an item',
    (it) => {
      gateOf(it, 'prices').items = []
    },
    'gates/prices/items',
    '“prices” has no items',
    'Add at least one',
  ],
  [
    'a signer who owns the gate',
    (it) => {
      gateOf(it, 'till').signers = ['sponsor', 'builder']
    },
    'gates/till/signers/1',
    '“builder” owns gate “till”, so it can’t also sign',
    'different signer or owner',
  ],
  [
    'a signer named twice',
    (it) => {
      gateOf(it, 'till').signers = ['sponsor', 'sponsor']
    },
    'gates/till/signers/1',
    'Duplicate signer “sponsor”',
    'Remove the duplicate',
  ],
  [
    'an item of a role that signs',
    (it) => {
      itemOf(it, 'TIL-2').owner = 'sponsor'
    },
    'gates/till/items/TIL-2/owner',
    '“sponsor” signs off gate “till”, so it can’t own its item “TIL-2”',
    'different owner or signer',
  ],
  [
    'a critical gate that nobody signs',
    (it) => {
      gateOf(it, 'till').signers = []
    },
    'gates/till/critical',
    '“till” has no signers',
    'Add at least one',
  ],
  [
    'bounds that nothing can meet',
    (it) => {
      itemOf(it, 'PRI-1').asks = { kind: 'number', min: 100, max: 98 }
    },
    'gates/prices/items/PRI-1/asks',
    'min is greater than max',
    'not greater than max',
  ],
  [
    'no decision gate',
    (it) => {
      it.definition.decision = 'verdict'
    },
    'decision',
    'Decision gate “verdict” not found',
    'use one of: prices, till, trial, decision',
  ],
  [
    'a decision gate that leaves one gate aside',
    (it) => {
      gateOf(it, 'decision').needs = ['till']
    },
    'gates/decision/needs',
    'must depend on every other gate. Missing: trial',
    'needs: all',
  ],
  [
    'a decision gate without a required item',
    (it) => {
      itemOf(it, 'DEC-1').required = false
    },
    'gates/decision/items',
    'has no required items',
    'required: true',
  ],
  [
    'a question about an unknown item',
    (it) => {
      it.definition.questions = [{ id: 'cash', leavesOut: { items: ['TIL-2', 'TIL-9'], gates: [] } }]
    },
    'questions/cash/leavesOut/items/1',
    'Unknown item “TIL-9”',
    'Use an item',
  ],
  [
    'a question about an unknown gate',
    (it) => {
      it.definition.questions = [{ id: 'cash', leavesOut: { items: [], gates: ['stock'] } }]
    },
    'questions/cash/leavesOut/gates/0',
    'Unknown gate “stock”',
    'Use one of',
  ],
  [
    'a question that leaves out the decision',
    (it) => {
      it.definition.questions = [{ id: 'cash', leavesOut: { items: ['TIL-2'], gates: ['decision'] } }]
    },
    'questions/cash/leavesOut/gates/0',
    'leaves out decision gate “decision”',
    'Remove it',
  ],
  [
    'a question that changes nothing',
    (it) => {
      it.definition.questions = [{ id: 'cash', leavesOut: { items: [], gates: [] } }]
    },
    'questions/cash/leavesOut',
    '“cash” has no effect',
    'remove the question',
  ],
  [
    'a question that takes the last required item of a gate',
    (it) => {
      it.definition.questions = [{ id: 'cash', leavesOut: { items: ['TIL-2', 'TIL-1'], gates: [] } }]
    },
    'questions/cash/leavesOut/items/1',
    '“till” without required items',
    'Mark the gate not applicable instead',
  ],
  [
    'a title that is not in every language',
    (it) => {
      textsOf(it, 'till').title = { en: 'Till' }
    },
    'gates/till/title',
    'Missing ko text',
    'Add the ko text',
  ],
  [
    'an empty reason',
    (it) => {
      textsOf(it, 'till').why = { en: ' ', ko: '이유' }
    },
    'gates/till/why/en',
    'Empty en text',
    'Add the en text',
  ],
  [
    'an item without its sentence',
    (it) => {
      textsOf(it, 'trial').items = {}
    },
    'gates/trial/items/TRI-1/text',
    'Missing en text',
    'Add the en text',
  ],
  [
    'a hint in one language only',
    (it) => {
      textsOf(it, 'trial').items['TRI-1'] = { text: { en: 'a', ko: 'b' }, unit: null, hint: { ko: 'c' } }
    },
    'gates/trial/items/TRI-1/asks/hint',
    'Missing en text',
    'Add the en text',
  ],
  [
    'a sentence longer than a page can bear',
    (it) => {
      it.texts.title = { en: 'x'.repeat(201), ko: 'y'.repeat(200) }
    },
    'title/en',
    '201 characters',
    'Use up to 200',
  ],
  [
    'a character that cannot be stored',
    (it) => {
      it.texts.title = { en: 'Stall', ko: '\ud800' }
    },
    'title/ko',
    'Invalid character in the ko text',
    'Retype the text',
  ],
]

/** A sentence that is missing altogether is missing in each language. */
const alsoSaid: Record<string, string[]> = { 'an item without its sentence': ['gates/trial/items/TRI-1/text'] }

describe('what does not fit is named with its place and how to fix it', () => {
  test.each(cases)('%s', (broken, how, path, says, fix) => {
    const pipeline = stall()
    how(pipeline)
    const [first, ...others] = checkPipeline(pipeline)
    if (first === undefined) throw new Error('nothing was said')
    expect(first.path.join('/')).toBe(path)
    const words = faultWords(terminalEnglish, first)
    expect(words.message).toContain(says)
    expect(words.fix).toContain(fix)
    expect(others.map((each) => each.path.join('/'))).toEqual(alsoSaid[broken] ?? [])
  })

  test('everything is said at once', () => {
    const pipeline = stall()
    pipeline.definition.lead = 'boss'
    gateOf(pipeline, 'till').phase = 'middle'
    itemOf(pipeline, 'PRI-1').asks = { kind: 'number', min: 2, max: 1 }
    expect(checkPipeline(pipeline).map((each) => each.path.join('/'))).toEqual([
      'lead',
      'gates/prices/items/PRI-1/asks',
      'gates/till/phase',
    ])
  })

  test('two questions that together take every required item are one error', () => {
    const pipeline = stall()
    itemOf(pipeline, 'TIL-2').required = true
    pipeline.definition.questions = [
      { id: 'cash', leavesOut: { items: ['TIL-2'], gates: [] } },
      { id: 'cards', leavesOut: { items: ['TIL-1'], gates: [] } },
    ]
    pipeline.texts.questions.cards = { en: 'Cards?', ko: '카드?' }
    expect(checkPipeline(pipeline).map((each) => each.path.join('/'))).toEqual(['questions/cards/leavesOut/items/0'])
  })

  test('a bound may be a single number, and one bound is enough', () => {
    const pipeline = stall()
    itemOf(pipeline, 'PRI-1').asks = { kind: 'number', min: 0, max: 0 }
    itemOf(pipeline, 'TIL-1').asks = { kind: 'number', min: null, max: -1 }
    expect(checkPipeline(pipeline)).toEqual([])
  })
})
