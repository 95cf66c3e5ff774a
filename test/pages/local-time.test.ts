import { describe, expect, test } from 'vitest'
import { fromLocal, isZone, startOfDay, toLocal } from '../../server/pages/forms/local-time.ts'

/** What a date field says, in the zone of a launch. The instants are worked out by hand from the zones' rules. */

describe('a local time', () => {
  test.each([
    ['2026-12-01T10:00', 'Asia/Taipei', '2026-12-01T02:00:00.000Z'],
    ['2026-12-01T00:30', 'Asia/Kathmandu', '2026-11-30T18:45:00.000Z'],
    ['2026-07-01T09:00', 'America/New_York', '2026-07-01T13:00:00.000Z'],
    ['2026-12-31T23:59', 'UTC', '2026-12-31T23:59:00.000Z'],
    ['2028-02-29T12:00', 'Pacific/Kiritimati', '2028-02-28T22:00:00.000Z'],
    ['2026-12-01T10:00:30', 'Asia/Seoul', '2026-12-01T01:00:00.000Z'],
    // The hour before and the hour after the clocks of Berlin go on, on 29 March 2026.
    ['2026-03-29T01:59', 'Europe/Berlin', '2026-03-29T00:59:00.000Z'],
    ['2026-03-29T03:00', 'Europe/Berlin', '2026-03-29T01:00:00.000Z'],
    // Shown twice on 25 October 2026: the first of them.
    ['2026-10-25T02:30', 'Europe/Berlin', '2026-10-25T00:30:00.000Z'],
  ])('%s in %s is %s', (text, zone, instant) => {
    expect(fromLocal(text, zone)).toBe(instant)
    expect(toLocal(Date.parse(instant), zone)).toBe(text.slice(0, 16))
  })

  test.each([
    ['2026-03-29T02:30', 'Europe/Berlin'],
    ['2026-02-30T10:00', 'Asia/Taipei'],
    ['2026-13-01T10:00', 'Asia/Taipei'],
    ['2026-12-01T24:00', 'Asia/Taipei'],
    ['2026-12-01', 'Asia/Taipei'],
    ['2026-12-01T10:00Z', 'Asia/Taipei'],
    ['Friday', 'Asia/Taipei'],
    ['', 'Asia/Taipei'],
  ])('%s in %s is never shown', (text, zone) => {
    expect(fromLocal(text, zone)).toBeNull()
  })

  test('a zone is one that this machine knows', () => {
    expect(isZone('Asia/Taipei')).toBe(true)
    expect(isZone('Asia/Nowhere')).toBe(false)
    expect(isZone('')).toBe(false)
  })

  test.each([
    ['2026-12-01', 'Asia/Taipei', '2026-11-30T16:00:00.000Z'],
    ['2026-10-26', 'Europe/Berlin', '2026-10-25T23:00:00.000Z'],
    // The clocks of Cairo go from 00:00 to 01:00 on 24 April 2026.
    ['2026-04-24', 'Africa/Cairo', '2026-04-23T22:00:00.000Z'],
    // Samoa left out 30 December 2011.
    ['2011-12-30', 'Pacific/Apia', '2011-12-30T10:00:00.000Z'],
  ])('%s begins in %s at %s', (day, zone, instant) => {
    expect(new Date(startOfDay(day, zone)).toISOString()).toBe(instant)
  })
})
