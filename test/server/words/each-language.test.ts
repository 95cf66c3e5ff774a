import { expect, test } from 'vitest'
import { words } from '../../../server/words/index.ts'

/** What Intl and the catalogues make of one value in each language: typed by hand, as a reader of that language writes it. */

const opening = Date.parse('2026-12-01T02:00:00.000Z')
const before = Date.parse('2026-11-28T02:00:00.000Z')
const hour = 3_600_000

test.each([
  ['en', 'Tue 1 Dec 10:00', 'Tue 1 Dec 2026 10:00 +08:00', 'in 3 days', '3 days', '90 minutes'],
  ['zh-Hant', '12 月 1 日（二）10:00', '2026 年 12 月 1 日（二）10:00 +08:00', '3 天後', '3 天', '90 分鐘'],
  ['ko', '12월 1일(화) 10:00', '2026년 12월 1일(화) 10:00 +08:00', '3일 후', '3일', '90분'],
])('a time in %s', (lang, short, exact, relative, days, minutes) => {
  const w = words(lang)
  expect(w.dateTime(opening, 'Asia/Taipei', before)).toBe(short)
  expect(w.dateTimeOffset(opening, 'Asia/Taipei')).toBe(exact)
  expect(w.relative(opening, before, 'Asia/Taipei')).toBe(relative)
  expect(w.duration(72 * hour)).toBe(days)
  expect(w.duration(1.5 * hour)).toBe(minutes)
})

test.each([
  ['en', ['A', 'A and B', 'A, B and C'], '1,234.5'],
  ['zh-Hant', ['A', 'A、B', 'A、B、C'], '1,234.5'],
  ['ko', ['A', 'A, B', 'A, B, C'], '1,234.5'],
])('lists and numbers in %s', (lang, lists, number) => {
  const w = words(lang)
  expect([w.list(['A']), w.list(['A', 'B']), w.list(['A', 'B', 'C'])]).toEqual(lists)
  expect(w.number(1234.5)).toBe(number)
})

test('names are ordered by strokes in Chinese and by Hangul in Korean', () => {
  // 4, 8, 11 and 15 strokes.
  expect(['劉安', '陳偉', '林雅婷', '王芳'].sort(words('zh-Hant').compare)).toEqual(['王芳', '林雅婷', '陳偉', '劉安'])
  expect(['최민수', '박준', '김유나', '나은'].sort(words('ko').compare)).toEqual(['김유나', '나은', '박준', '최민수'])
  expect(['Gate 10', 'Gate 9', 'gate 1'].sort(words('en').compare)).toEqual(['gate 1', 'Gate 9', 'Gate 10'])
})
