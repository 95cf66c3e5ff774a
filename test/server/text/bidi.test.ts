import { describe, expect, test } from 'vitest'
import { visible } from '../../../server/cli/print.ts'
import { balanced, hasBalancedIsolates, isolated } from '../../../server/text/bidi.ts'
import { escapedControls } from '../../../server/text/control-characters.ts'
import { words } from '../../../server/words/index.ts'

/** What a typed text does to the direction of reading ends with that text. */

const [LRE, RLE, PDF, LRO, RLO] = ['\u202a', '\u202b', '\u202c', '\u202d', '\u202e']
const [LRI, RLI, FSI, PDI] = ['\u2066', '\u2067', '\u2068', '\u2069']
const shalom = '\u05e9\u05dc\u05d5\u05dd'

describe('balanced', () => {
  test.each([
    ['plain text', 'Content', 'Content'],
    ['an override', `${RLO}txt.exe`, `${RLO}txt.exe${PDF}`],
    ['embeddings', `${LRE}a${RLE}b${LRO}c`, `${LRE}a${RLE}b${LRO}c${PDF}${PDF}${PDF}`],
    ['isolates', `${LRI}a${RLI}b${FSI}c`, `${LRI}a${RLI}b${FSI}c${PDI}${PDI}${PDI}`],
    ['both', `${FSI}a${RLO}b`, `${FSI}a${RLO}b${PDF}${PDI}`],
    ['ends of nothing', `a${PDF}${PDI}b${PDI}`, 'ab'],
    ['an end that would leave what surrounds it', `${PDI}${RLO}x`, `${RLO}x${PDF}`],
    ['an isolate that ends an embedding', `${FSI}${RLO}a${PDI}b${PDF}`, `${FSI}${RLO}a${PDI}b`],
    ['an embedding that cannot end an isolate', `${RLO}${FSI}a${PDF}b`, `${RLO}${FSI}ab${PDI}${PDF}`],
  ])('%s', (_, typed, expected) => {
    expect(balanced(typed)).toBe(expected)
    expect(balanced(expected)).toBe(expected)
  })
})

describe('isolated', () => {
  test.each([
    ['Latin, Chinese and Korean', 'Chloe, 林雅婷, 박준', 'Chloe, 林雅婷, 박준'],
    ['Hebrew', shalom, `${FSI}${shalom}${PDI}`],
    ['Arabic after Latin', 'Aurora \u0645\u062a\u062c\u0631', `${FSI}Aurora \u0645\u062a\u062c\u0631${PDI}`],
    ['Adlam', '\u{1e900}', `${FSI}\u{1e900}${PDI}`],
    ['an override', `${RLO}evil`, `${FSI}${RLO}evil${PDF}${PDI}`],
    ['an override behind an end', `${PDI}${RLO}evil`, `${FSI}${RLO}evil${PDF}${PDI}`],
  ])('%s', (_, typed, expected) => {
    expect(isolated(typed)).toBe(expected)
    expect(isolated(expected)).toBe(expected)
    // A sentence with an isolated part is not isolated again.
    expect(isolated(`By ${expected}.`)).toBe(`By ${expected}.`)
  })
})

const w = words('en')

describe('a sentence', () => {
  test('keeps what was typed in its place', () => {
    const reason = `${RLO}redro`
    expect(w.t('blocker.hold', { reason })).toBe(`On hold: “${FSI}${RLO}redro${PDF}${PDI}”`)
    expect(w.t('shell.title', { title: shalom, name: 'Launchgate' })).toBe(`${FSI}${shalom}${PDI} – Launchgate`)
  })

  test('keeps each name of a list by itself', () => {
    expect(w.list([`${RLO}evil`, 'Tom', shalom])).toBe(`${FSI}${RLO}evil${PDF}${PDI}, Tom and ${FSI}${shalom}${PDI}`)
  })

  test('inside another is left as it is', () => {
    const line = w.t('log.gate.comment', { gate: 'Content', said: w.t('log.said', { text: `${RLO}evil` }) })
    const sentence = w.t('log.by-person', { person: 'Chloe Martin', line })
    expect(sentence).toBe(`Chloe Martin commented on Content: “${FSI}${RLO}evil${PDF}${PDI}”`)
  })

  test('in one line of plain text has no other control, and its isolates end in it', () => {
    const sentence = w.t('blocker.hold', { reason: `${PDI}${RLO}evil\n${LRE}x` })
    const line = escapedControls(sentence)
    expect(line).toBe(`On hold: “${FSI}\\u202eevil\\n\\u202ax\\u202c\\u202c${PDI}”`)
    expect(escapedControls(`a${FSI}b`)).toBe('a\\u2068b')
    expect(hasBalancedIsolates(line)).toBe(true)
    expect(visible(sentence)).toBe(`On hold: “${FSI} evil x ${PDI}”`)
    expect(visible(`a${PDI}${FSI}b`)).toBe('ab')
  })
})
