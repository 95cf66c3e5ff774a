import { describe, expect, test } from 'vitest'
import { calendarDays } from '../../../server/words/calendar-days.ts'
import { words } from '../../../server/words/index.ts'

/** "Yesterday" is the date before today's in the zone of the launch, however many hours ago that was. */

const w = words('en')
const at = (time: string) => Date.parse(time)
const relative = (then: string, now: string, zone: string) => w.relative(at(then), at(now), zone)

describe('dates between two instants', () => {
  test.each([
    ['Asia/Taipei', '2026-11-22T23:50+08:00', '2026-11-23T00:10+08:00', 1],
    ['Asia/Taipei', '2026-11-23T00:10+08:00', '2026-11-22T23:50+08:00', -1],
    ['UTC', '2026-11-22T23:50+08:00', '2026-11-23T00:10+08:00', 0],
    ['Asia/Taipei', '2026-12-31T23:59+08:00', '2027-01-01T00:00+08:00', 1],
    ['Asia/Taipei', '2028-02-28T12:00+08:00', '2028-03-01T12:00+08:00', 2],
    // Half and three-quarter hours, and the two zones with the most dates between them.
    ['Asia/Kathmandu', '2026-11-22T18:14:59Z', '2026-11-22T18:15:00Z', 1],
    ['Pacific/Kiritimati', '2026-11-23T09:59:59Z', '2026-11-23T10:00:00Z', 1],
    ['Pacific/Pago_Pago', '2026-11-23T10:59:59Z', '2026-11-23T11:00:00Z', 1],
    // Clocks go forward on 29 March 2026 in Europe, and back on 25 October: dates of 23 and of 25 hours.
    ['Europe/Berlin', '2026-03-28T23:30+01:00', '2026-03-30T00:30+02:00', 2],
    ['Europe/Berlin', '2026-10-25T00:30+02:00', '2026-10-25T23:30+01:00', 0],
    ['Europe/Berlin', '2026-10-24T23:30+02:00', '2026-10-26T00:30+01:00', 2],
    // Samoa had no 30 December 2011.
    ['Pacific/Apia', '2011-12-29T23:00-10:00', '2011-12-31T01:00+14:00', 2],
  ])('%s: from %s to %s', (zone, from, to, expected) => {
    expect(calendarDays(at(from), at(to), zone)).toBe(expected)
  })
})

describe('relative times', () => {
  test.each([
    ['25 hours and one midnight', '2026-11-22T09:00+08:00', '2026-11-23T10:00+08:00', 'Asia/Taipei', 'yesterday'],
    ['25 hours and two midnights', '2026-11-21T23:30+08:00', '2026-11-23T00:30+08:00', 'Asia/Taipei', '2 days ago'],
    ['the same instants elsewhere', '2026-11-21T23:30+08:00', '2026-11-23T00:30+08:00', 'UTC', 'yesterday'],
    ['47 hours', '2026-11-21T10:00+08:00', '2026-11-23T09:00+08:00', 'Asia/Taipei', '2 days ago'],
    ['47 hours and one midnight less', '2026-11-21T00:30+08:00', '2026-11-22T23:30+08:00', 'Asia/Taipei', 'yesterday'],
    ['36 hours ahead', '2026-11-24T21:00+08:00', '2026-11-23T09:00+08:00', 'Asia/Taipei', 'tomorrow'],
    ['38 hours ahead', '2026-11-25T01:00+08:00', '2026-11-23T11:00+08:00', 'Asia/Taipei', 'in 2 days'],
    ['seven dates', '2026-11-16T00:01+08:00', '2026-11-23T23:59+08:00', 'Asia/Taipei', '7 days ago'],
    ['eight dates', '2026-11-15T23:59+08:00', '2026-11-23T00:01+08:00', 'Asia/Taipei', 'Sun 15 Nov'],
    ['less than a day', '2026-11-22T23:50+08:00', '2026-11-23T00:10+08:00', 'Asia/Taipei', '20 minutes ago'],
    ['24 hours of one date', '2026-10-25T00:00+02:00', '2026-10-25T23:30+01:00', 'Europe/Berlin', '24 hours ago'],
    ['a short date', '2026-03-28T23:30+01:00', '2026-03-30T00:45+02:00', 'Europe/Berlin', '2 days ago'],
  ])('%s', (_, then, now, zone, expected) => {
    expect(relative(then, now, zone)).toBe(expected)
  })
})

test.each([
  ['en', 'now'],
  ['zh-Hant', '剛剛'],
  ['ko', '방금'],
] as const)('%s: what happened less than a minute ago has just happened', (lang, expected) => {
  const now = at('2026-11-23T10:00:59Z')
  expect(words(lang).relative(at('2026-11-23T10:00:00Z'), now, 'UTC')).toBe(expected)
  expect(words(lang).relative(now, now, 'UTC')).toBe(expected)
})
