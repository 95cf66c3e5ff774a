import { describe, expect, test } from 'vitest'
import { words } from '../../../server/words/index.ts'
import { days, monday } from '../../support/engine.ts'
import { definition, started, texts, view, w } from './aurora-in-words.ts'

/** Dates, numbers, names and labels as people read them. */

describe('dates and numbers', () => {
  const target = Date.parse('2026-12-01T02:00:00.000Z')
  const minutes = (n: number) => n * 60_000

  test('an instant is told in the reader’s zone, with the year only if it is another', () => {
    expect(w.dateTime(target, 'Asia/Taipei', monday)).toBe('Tue 1 Dec 10:00')
    expect(w.dateTime(target, 'Asia/Taipei', monday + days(90))).toBe('Tue 1 Dec 2026 10:00')
    expect(w.dateTime(target, 'America/New_York', monday)).toBe('Mon 30 Nov 21:00')
    expect(w.date(target, 'Asia/Taipei', monday)).toBe('Tue 1 Dec')
    expect(w.dateTime(Date.parse('2026-11-30T16:05:00Z'), 'Asia/Taipei', monday)).toBe('Tue 1 Dec 00:05')
  })

  test('with its offset it is exact', () => {
    expect(w.dateTimeOffset(target, 'Asia/Taipei')).toBe('Tue 1 Dec 2026 10:00 +08:00')
    expect(w.dateTimeOffset(target, 'UTC')).toBe('Tue 1 Dec 2026 02:00 +00:00')
    expect(w.dateTimeOffset(target, 'America/New_York')).toBe('Mon 30 Nov 2026 21:00 -05:00')
  })

  test.each([
    [minutes(-18), '18 minutes ago'],
    [minutes(-1), '1 minute ago'],
    [-1000, 'now'],
    [minutes(-119), '1 hour ago'],
    [days(-1), 'yesterday'],
    [days(-7), '7 days ago'],
    [days(-8), 'Sun 15 Nov'],
    [minutes(150), 'in 2 hours'],
  ])('%d ms away is %s', (away, expected) => {
    expect(w.relative(monday + away, monday, 'Asia/Taipei')).toBe(expected)
  })

  test('durations, bounds, numbers and lists arrive finished', () => {
    expect([days(3), days(1), minutes(90), minutes(120)].map(w.duration)).toEqual([
      '3 days',
      '1 day',
      '90 minutes',
      '2 hours',
    ])
    const bounds = (min: number | null, max: number | null) => w.bounds({ kind: 'number', min, max })
    expect([bounds(98, 100), bounds(98, null), bounds(null, 100), bounds(0, 0)]).toEqual([
      '98 to 100',
      'at least 98',
      'at most 100',
      'exactly 0',
    ])
    expect(w.number(1234.5)).toBe('1,234.5')
    expect(w.list(['A', 'B', 'C'])).toBe('A, B and C')
    expect(w.shortList(['A', 'B', 'C', 'D'])).toBe('A, B, C and D')
    expect(w.shortList(['A', 'B', 'C', 'D', 'E'])).toBe('A, B, C and 2 more')
  })

  test('a Korean list has commas only, and none before how many more there are', () => {
    const ko = words('ko')
    expect(ko.list(['A', 'B', 'C'])).toBe('A, B, C')
    expect(ko.shortList(['A', 'B', 'C', 'D', 'E'])).toBe('A, B, C 외 2개')
    expect(ko.shortList(['A', 'B', 'C', 'D', 'E'], 'people')).toBe('A, B, C 외 2명')
  })
})

describe('a number with its unit', () => {
  test.each([
    ['en', '%', '98.5%', ['98 to 100%', 'at least 98%', 'at most 100%', 'exactly 0%', 'any number (%)']],
    ['zh-Hant', '%', '98.5%', ['98 到 100%', '至少 98%', '最多 100%', '等於 0%', '不限數值（%）']],
    ['ko', '%', '98.5%', ['98~100%', '98% 이상', '100% 이하', '정확히 0%', '범위 제한 없음(%)']],
    ['en', 'ms', '98.5 ms', ['98 to 100 ms', 'at least 98 ms', 'at most 100 ms', 'exactly 0 ms', 'any number (ms)']],
    [
      'zh-Hant',
      '個連結',
      '98.5 個連結',
      ['98 到 100 個連結', '至少 98 個連結', '最多 100 個連結', '等於 0 個連結', '不限數值（個連結）'],
    ],
    ['ko', '개', '98.5개', ['98~100개', '98개 이상', '100개 이하', '정확히 0개', '범위 제한 없음(개)']],
  ] as const)('in %s and %s', (lang, unit, number, all) => {
    const { measured, bounds } = words(lang)
    const asked = (min: number | null, max: number | null) => bounds({ kind: 'number', min, max }, unit)
    expect(measured(98.5, unit)).toBe(number)
    expect(measured(98.5, null)).toBe('98.5')
    expect([asked(98, 100), asked(98, null), asked(null, 100), asked(0, 0), asked(null, null)]).toEqual(all)
  })
})

describe('names and labels', () => {
  test('of the launch come from its pipeline, the rest from the catalogue', () => {
    const at = view(started())
    expect(w.role(at, 'technical-sme')).toBe('Technical SME')
    expect(w.role(at, 'auditor')).toBe('Auditor')
    expect(w.gate(at, 'go-no-go')).toBe('Go/no-go')
    expect(w.phase(at, 'foundations')).toBe('Foundations')
    expect(w.unit(at, 'inventory', 'INV-1')).toBe('%')
    expect(w.hint(at, 'inventory', 'INV-1')).toBeNull()
    expect(w.status('awaiting-sign-off')).toBe('Awaiting sign-off')
    expect(w.launchState('preparing.locked')).toBe('In preparation · deploys locked')
    expect(w.command('gate.submit')).toBe('Send for sign-off')
    expect(w.kind('junit')).toBe('Test report')
  })

  test('a language that the launch’s pipeline does not have is answered in the pipeline’s first', () => {
    const at = view(started())
    const korean = { ...at, texts: { ...texts, roles: { tester: { ko: 'QA 담당자' } } } }
    korean.launch = { ...at.launch, definition: { ...definition, languages: ['ko'] } }
    expect(w.role(korean, 'tester')).toBe('QA 담당자')
  })

  test('a language without a catalogue is answered in English', () => {
    expect(words('fr').lang).toBe('en')
    expect(words('constructor').lang).toBe('en')
  })
})
