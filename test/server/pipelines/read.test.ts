import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { builtInPipeline, builtInPipelines } from '../../../server/pipelines/built-in.ts'
import { faultWords } from '../../../server/pipelines/fault.ts'
import { errorLine, readPipeline } from '../../../server/pipelines/read.ts'
import { terminalEnglish } from '../../../server/words/terminal.ts'

const folder = new URL('../../pipelines/', import.meta.url)
const read = (file: string) => readPipeline(readFileSync(new URL(file, folder), 'utf8'))
const errorsOf = (yaml: string) => {
  const answer = readPipeline(yaml)
  return answer.ok ? [] : answer.errors
}

/** Line, path, words of the message, words of how to fix it: read off each file by hand. */
type Expected = [line: number, path: string, message: string, fix: string]

/** One wrong thing a file; the file's name says which. */
const broken: Record<string, Expected[]> = {
  'unknown-owner': [[24, 'gates.tent.owner', 'Unknown role “cok”', 'boss, owner, cook']],
  'unknown-signer': [[38, 'gates.oven.signers[1]', 'Unknown role “bos”', 'boss, owner, cook']],
  'unknown-item-owner': [[45, 'gates.oven.items.OVN-1.owner', 'Unknown role “baker”', 'Add it under roles']],
  'unknown-lead': [[5, 'lead', 'Unknown role “chief”', 'boss, owner, cook']],
  'unknown-sponsor': [[6, 'sponsor', 'Unknown role “bank”', 'boss, owner, cook']],
  'unknown-candidate-role': [[7, 'candidateRoles[1]', 'Unknown role “coder”', 'boss, owner, cook']],
  'unknown-phase': [[23, 'gates.tent.phase', 'Unknown phase “after”', 'before']],
  'unknown-gate-in-needs': [[40, 'gates.oven.needs[1]', 'Unknown gate “fire”', 'tent, oven, go']],
  'unknown-gate-in-recheck': [
    [48, 'gates.oven.items.OVN-1.recheckOn[1].needs', 'Unknown gate “fire”', 'tent, oven, go'],
  ],
  'recheck-on-a-gate-not-needed': [
    [48, 'gates.oven.items.OVN-1.recheckOn[1].needs', '“oven” doesn’t depend on “go”', 'Add go to the needs of oven'],
  ],
  cycle: [[41, 'gates.oven.needs[0]', 'tent → oven → tent', 'Remove one of these needs']],
  'cycle-of-one': [[40, 'gates.oven.needs[1]', 'oven → oven', 'Remove one of these needs']],
  // `needs: all` has no place of its own for each gate, so the whole word is shown.
  'cycle-through-the-decision': [[56, 'gates.go.needs', 'tent → go → tent', 'Remove one of these needs']],
  'item-id-twice': [[43, 'gates.oven.items.TEN-2', 'Duplicate item ID “TEN-2”', 'Rename one']],
  'gate-twice': [[60, 'gates.tent', 'Duplicate key “tent”', 'Remove or rename']],
  'role-twice': [[13, 'roles.cook', 'Duplicate key “cook”', 'Remove or rename']],
  'gate-without-item': [[42, 'gates.oven.items', '“oven” has no items', 'Add at least one']],
  'gate-without-items-key': [[33, 'gates.oven.items', 'Missing key “items” in gates.oven', 'Add items']],
  'signer-owns-the-gate': [
    [38, 'gates.oven.signers[0]', '“cook” owns gate “oven”, so it can’t also sign', 'different signer or owner'],
  ],
  'item-owner-signs': [
    [45, 'gates.oven.items.OVN-1.owner', '“boss” signs off gate “oven”', 'different owner or signer'],
  ],
  'decision-unknown': [[8, 'decision', 'Decision gate “yes-or-no” not found', 'tent, oven, go']],
  'decision-missing': [[1, 'decision', 'Missing key “decision”', 'Add decision']],
  'decision-skips-a-gate': [[55, 'gates.go.needs', 'must depend on every other gate. Missing: oven', 'needs: all']],
  'decision-without-required-item': [[56, 'gates.go.items', 'no required item', 'required: true']],
  'critical-without-signers': [[38, 'gates.oven.critical', '“oven” has no signers', 'Add at least one']],
  'bounds-that-nothing-meets': [[31, 'gates.tent.items.TEN-2.asks', 'min is greater than max', 'not greater than max']],
  'bounds-of-a-file': [
    [31, 'gates.tent.items.TEN-2.asks.unit', '“unit” only applies to numbers', 'kind: number'],
    [31, 'gates.tent.items.TEN-2.asks.min', '“min” only applies to numbers', 'kind: number'],
    [31, 'gates.tent.items.TEN-2.asks.max', '“max” only applies to numbers', 'kind: number'],
  ],
  'bound-that-is-no-number': [
    [31, 'gates.tent.items.TEN-2.asks.min', '“none” is not a number', 'e.g. 0 or 99.5'],
    [31, 'gates.tent.items.TEN-2.asks.max', '“Infinity” is not a number', 'e.g. 0 or 99.5'],
  ],
  'unknown-kind': [[31, 'gates.tent.items.TEN-2.asks.kind', '“photo”', 'none, note, link, number, file, junit']],
  'text-with-nothing-visible': [[58, 'gates.go.items.GO-1.text', 'Empty en text', 'Add the en text']],
  'empty-text': [[58, 'gates.go.items.GO-1.text', 'Empty en text', 'Add the en text']],
  'missing-text': [[57, 'gates.go.items.GO-1.text', 'Missing en text', 'Add the en text']],
  'missing-why': [[49, 'gates.go.why', 'Missing en text', 'Add the en text']],
  'missing-language': [
    [9, 'roles.boss', 'Missing ko text', 'Add the ko text'],
    [15, 'gates.go.title', 'Missing ko text', 'Add the ko text'],
    [23, 'gates.go.items.GO-1.text.ko', 'Empty ko text', 'Add the ko text'],
    [24, 'gates.go.items.GO-1.asks.hint', 'Missing ko text', 'Add the ko text'],
  ],
  'text-that-is-a-number': [[58, 'gates.go.items.GO-1.text', 'Expected a text', '"42"']],
  'title-too-long': [[50, 'gates.go.title', '202 characters', '200']],
  'language-not-named': [[58, 'gates.go.items.GO-1.text.ko', 'Unknown key “ko”', 'en']],
  'no-language': [[3, 'languages[1]', '“English” is not a valid language tag', 'zh-Hant']],
  'unknown-key-of-the-file': [
    [1, 'version', 'Missing key “version”', 'Add version'],
    [2, 'vershun', 'Unknown key “vershun”', 'id, version, languages'],
  ],
  'unknown-key-of-a-gate': [[39, 'gates.oven.kiler', 'Unknown key “kiler”', 'critical']],
  'unknown-key-of-an-item': [[28, 'gates.tent.items.TEN-1.must', 'Unknown key “must”', 'required']],
  'unknown-key-of-a-question': [[18, 'questions.rain.leavesOut.item', 'Unknown key “item”', 'items, gates']],
  'unknown-item-in-question': [[18, 'questions.rain.leavesOut.items[0]', 'Unknown item “TEN-9”', 'Use an item']],
  'unknown-gate-in-question': [[18, 'questions.rain.leavesOut.gates[0]', 'Unknown gate “roof”', 'tent, oven, go']],
  'question-leaves-out-the-decision': [
    [18, 'questions.rain.leavesOut.gates[0]', 'leaves out decision gate “go”', 'Remove it'],
  ],
  'question-that-changes-nothing': [[18, 'questions.rain.leavesOut', 'has no effect', 'Add the items or gates']],
  'question-empties-a-gate': [
    [18, 'questions.rain.leavesOut.items[0]', '“tent” without required items', 'Mark the gate not applicable instead'],
  ],
  'no-duration': [
    [41, 'gates.oven.due', '“3 days” is not a valid duration', '90s, 30m, 12h, 3d or 2w'],
    [47, 'gates.oven.items.OVN-1.freshFor', '“0h” is not a valid duration', '90s, 30m, 12h, 3d or 2w'],
  ],
  'no-boolean': [[39, 'gates.oven.critical', '“yes” is not true or false', 'Use true or false']],
  'no-version': [[2, 'version', '“1.5” is not a valid version', '1, 2, 3']],
  'no-list': [
    [38, 'gates.oven.signers', 'Expected a list for “signers”', '[boss]'],
    [40, 'gates.oven.needs', 'needs takes a list of gates, or all', '[tent]'],
  ],
  'no-gate-id': [
    [13, 'roles.Pastry_Cook', '“Pastry_Cook” is not a valid ID', 'a–z, 0–9 and hyphens'],
    [44, 'gates.oven.items.oven1', '“oven1” is not a valid item ID', 'e.g. PAY-1'],
  ],
  'no-roles': [[1, 'roles', 'Missing key “roles”', 'Add roles']],
  'no-map': [[1, '', 'Expected a mapping', 'id, version, languages']],
  'no-yaml': [[21, '', 'Missing closing quote', 'quotes']],
  'alias-of-nothing': [[27, '', 'Undefined anchor &tent', 'expand *tent']],
  'list-inside-itself': [[40, '', '*tents is inside the part it refers to', 'expand it']],
  'map-inside-itself': [[22, '', '*tent is inside the part it refers to', 'expand it']],
  'part-far-inside-itself': [[38, '', '*gates is inside the part it refers to', 'expand it']],
  'too-many-aliases': [[1, '', 'Too many YAML aliases', 'Expand them']],
  'tag-that-nobody-knows': [[27, '', '!secret', 'quotes']],
  several: [
    [5, 'lead', 'Unknown role “chief”', 'boss, owner, cook'],
    [24, 'gates.tent.owner', 'Unknown role “cok”', 'boss, owner, cook'],
    [31, 'gates.tent.items.TEN-2.asks', 'min is greater than max', 'not greater than max'],
    [39, 'gates.oven.kiler', 'Unknown key “kiler”', 'critical'],
    [55, 'gates.go.needs', 'must depend on every other gate. Missing: oven', 'needs: all'],
    [58, 'gates.go.items.GO-1.text', 'Empty en text', 'Add the en text'],
  ],
}

describe('a broken pipeline says where, what and how to fix it', () => {
  test('every broken example has its row here, and every row its example', () => {
    const files = readdirSync(new URL('broken/', folder)).map((name) => name.replace(/\.yaml$/, ''))
    expect(files.sort()).toEqual(Object.keys(broken).sort())
  })

  for (const [name, expected] of Object.entries(broken))
    test(name.replaceAll('-', ' '), () => {
      const answer = read(`broken/${name}.yaml`)
      const errors = answer.ok ? [] : answer.errors
      expect(errors.map((error) => [error.line, error.path])).toEqual(expected.map(([line, path]) => [line, path]))
      for (const [index, [, , message, fix]] of expected.entries()) {
        const error = errors[index]
        if (error === undefined) throw new Error(`error ${index} is missing`)
        const words = faultWords(terminalEnglish, error)
        expect(words.message).toContain(message)
        expect(words.fix).toContain(fix)
      }
    })

  test('one that is nested too deeply is one sentence with its line', () => {
    for (const yaml of ['['.repeat(20_000), `id: x\ngates: ${'{a: '.repeat(20_000)}`, `- `.repeat(20_000)]) {
      const answer = readPipeline(yaml)
      expect(answer.ok ? [] : answer.errors.map(({ code }) => code)).toEqual(['too-deep'])
    }
  })

  test('columns point at what is wrong', () => {
    const owner = read('broken/unknown-owner.yaml')
    expect(owner.ok ? null : owner.errors[0]).toMatchObject({ line: 24, column: 12 })
    const key = read('broken/unknown-key-of-a-gate.yaml')
    expect(key.ok ? null : key.errors[0]).toMatchObject({ line: 39, column: 5 })
    const inList = read('broken/unknown-signer.yaml')
    expect(inList.ok ? null : inList.errors.map((error) => errorLine(terminalEnglish, 'stall.yaml', error))).toEqual([
      'stall.yaml:38:21: Unknown role “bos”. Add it under roles, or use one of: boss, owner, cook.',
    ])
  })

  test('an empty file, and one of nothing but a comment', () => {
    for (const yaml of ['', '# soon\n'])
      expect(errorsOf(yaml).map((error) => [error.line, error.path])).toEqual(
        ['id', 'version', 'languages', 'lead', 'sponsor', 'decision', 'roles', 'phases', 'gates'].map((key) => [
          1,
          key,
        ]),
      )
  })

  test('two documents in one file', () => {
    expect(errorsOf('id: a\n---\nid: b\n')).toMatchObject([{ line: 2, path: '' }])
  })

  test('names that every object has already are no ids', () => {
    const stall = readFileSync(new URL('every-key.yaml', folder), 'utf8')
    expect(readPipeline(stall.replaceAll('tent', 'constructor'))).toMatchObject({ ok: false })
    expect(
      errorsOf(stall.replace('  tent:\n', '  __proto__:\n')).map(({ code, params }) => [code, params]),
    ).toContainEqual(['invalid-id', { id: '__proto__' }])
  })
})

describe('a file that uses every key', () => {
  const answer = read('every-key.yaml')

  test('its definition: durations in milliseconds, `all` spelled out, null for what is absent', () => {
    expect(answer.ok ? answer.pipeline.definition : answer.errors).toEqual({
      id: 'every-key',
      version: 7,
      languages: ['en', 'zh-Hant'],
      lead: 'boss',
      sponsor: 'owner',
      candidateRoles: ['cook'],
      waiverLimit: 1_209_600_000,
      decision: 'go',
      roles: ['boss', 'owner', 'cook'],
      phases: ['before', 'day'],
      questions: [{ id: 'rain', leavesOut: { items: ['OVN-3'], gates: ['tent'] } }],
      gates: [
        {
          id: 'tent',
          phase: 'before',
          owner: 'cook',
          signers: [],
          critical: false,
          needs: [],
          due: null,
          items: [
            { id: 'TEN-1', owner: 'cook', required: false, asks: { kind: 'none' }, freshFor: null, recheckOn: [] },
          ],
        },
        {
          id: 'oven',
          phase: 'before',
          owner: 'cook',
          signers: ['boss', 'owner'],
          critical: true,
          needs: ['tent'],
          due: 129_600_000,
          items: [
            {
              id: 'OVN-1',
              owner: 'cook',
              required: true,
              asks: { kind: 'number', min: -1, max: 2.5 },
              freshFor: 90_000,
              recheckOn: ['candidate', { needs: 'tent' }],
            },
            {
              id: 'OVN-2',
              owner: 'cook',
              required: true,
              asks: { kind: 'junit' },
              freshFor: 1_800_000,
              recheckOn: [],
            },
            { id: 'OVN-3', owner: 'cook', required: false, asks: { kind: 'link' }, freshFor: null, recheckOn: [] },
          ],
        },
        {
          id: 'go',
          phase: 'day',
          owner: 'boss',
          signers: ['owner'],
          critical: false,
          needs: ['tent', 'oven'],
          due: 0,
          items: [
            { id: 'GO-1', owner: 'cook', required: true, asks: { kind: 'note' }, freshFor: null, recheckOn: [] },
            { id: 'GO-2', owner: 'boss', required: false, asks: { kind: 'file' }, freshFor: null, recheckOn: [] },
            { id: 'GO-3', owner: 'boss', required: false, asks: { kind: 'none' }, freshFor: null, recheckOn: [] },
          ],
        },
      ],
    })
  })

  test('its texts, in both languages', () => {
    const texts = answer.ok ? answer.pipeline.texts : null
    expect(texts?.title).toEqual({ en: 'Every key', 'zh-Hant': '每個欄位' })
    expect(texts?.roles).toEqual({
      boss: { en: 'Boss', 'zh-Hant': '老闆' },
      owner: { en: 'Owner', 'zh-Hant': '業主' },
      cook: { en: 'Cook', 'zh-Hant': '廚師' },
    })
    expect(texts?.phases.day).toEqual({ en: 'The day', 'zh-Hant': '當天' })
    expect(texts?.questions).toEqual({ rain: { en: 'Could it rain?', 'zh-Hant': '可能下雨嗎？' } })
    expect(texts?.gates.oven).toEqual({
      title: { en: 'Oven', 'zh-Hant': '烤箱' },
      why: { en: 'No bread without heat.', 'zh-Hant': '沒有熱就沒有麵包。' },
      items: {
        'OVN-1': {
          text: { en: 'Loaves that burned', 'zh-Hant': '烤焦的麵包' },
          unit: { en: 'loaves', 'zh-Hant': '個' },
          hint: { en: 'Of ten', 'zh-Hant': '十個之中' },
        },
        'OVN-2': { text: { en: 'The trial batch passed.', 'zh-Hant': '試烤通過。' }, unit: null, hint: null },
        'OVN-3': {
          text: { en: 'The roof over the oven is tight.', 'zh-Hant': '烤箱上方不漏水。' },
          unit: null,
          hint: null,
        },
      },
    })
  })

  test('what may be left away, and a plain text of the only language', () => {
    const small = readPipeline(
      [
        'id: small\nversion: 1\nlanguages: [ko]\ntitle: 작은 가게\nlead: boss\nsponsor: boss\ndecision: go',
        'roles: { boss: 사장, cook: 요리사 }\nphases: { day: 당일 }\ngates:\n  go:\n    title: 결정\n    why: 누군가 결정합니다.',
        '    phase: day\n    owner: cook\n    items:\n      GO-1: { text: 모두 알렸습니다., required: true }\n',
      ].join('\n'),
    )
    expect(small).toMatchObject({
      ok: true,
      pipeline: {
        definition: {
          candidateRoles: [],
          waiverLimit: 2_592_000_000,
          questions: [],
          gates: [{ signers: [], critical: false, needs: [], due: null }],
        },
        texts: { title: { ko: '작은 가게' }, questions: {}, gates: { go: { title: { ko: '결정' } } } },
      },
    })
  })

  test('aliases within reason are read', () => {
    const yaml = readFileSync(new URL('every-key.yaml', folder), 'utf8')
      .replace('signers: [boss, owner]', 'signers: &both [boss, owner]')
      .replace('    signers: [owner]\n    critical: false', '    signers: *both\n    critical: false')
    // The boss owns that gate, so the alias stood for both: the error is at the alias, not where the list was written.
    expect(errorsOf(yaml)).toMatchObject([{ line: 62, path: 'gates.go.signers[0]' }])
  })
})

describe('the pipelines that come with the product', () => {
  test('are there and right', async () => {
    const ids = [...(await builtInPipelines()).keys()]
    expect(ids).toEqual(expect.arrayContaining(['ecommerce-essential', 'first-look']))
  })

  test('one that does not exist is not made up', async () => {
    await expect(builtInPipeline('no-such')).rejects.toThrow('no built-in pipeline no-such')
  })
})
