import { beforeEach, describe, expect, test } from 'vitest'
import { ClockJumped, guardedClock } from '../../server/clock.ts'

/** A wall clock and a monotonic one, both moved by hand. */

const second = 1000
const hour = 3600 * second
const monday = Date.parse('2026-11-23T09:00:00.000Z')
let wall = 0
let steady = 0
let clock: () => number

beforeEach(() => {
  ;[wall, steady] = [monday, 500]
  clock = guardedClock(
    () => wall,
    () => steady,
  )
})

const pass = (ms: number) => {
  wall += ms
  steady += ms
}

test('gives the wall clock while both agree, however long that is', () => {
  for (const ms of [0, second, hour, 1000 * hour]) {
    pass(ms)
    expect(clock()).toBe(wall)
  }
})

test('follows slow corrections and small steps', () => {
  for (let n = 0; n < 100; n += 1) {
    pass(hour)
    wall += 30 * second
    expect(clock()).toBe(wall)
  }
  wall -= 59 * second
  expect(clock()).toBe(wall)
})

describe.each([
  ['forwards', 10 * 24 * hour],
  ['backwards', -10 * 24 * hour],
  ['by two minutes', 120 * second],
])('after a jump %s', (_, jump) => {
  beforeEach(() => {
    wall += jump
  })

  test('no time is given', () => {
    expect(() => clock()).toThrow(ClockJumped)
    pass(59 * second)
    expect(() => clock()).toThrow(expect.objectContaining({ by: jump }))
  })

  test('the time is given again as soon as the clock is right again', () => {
    expect(() => clock()).toThrow(ClockJumped)
    pass(10 * second)
    wall -= jump
    expect(clock()).toBe(wall)
    expect(wall).toBe(monday + 10 * second)
  })

  test('the new time is taken when it has lasted for a minute', () => {
    expect(() => clock()).toThrow(ClockJumped)
    pass(60 * second)
    expect(clock()).toBe(wall)
    pass(second)
    expect(clock()).toBe(wall)
  })

  test('the minute begins anew at each further jump', () => {
    expect(() => clock()).toThrow(ClockJumped)
    pass(50 * second)
    wall += jump
    expect(() => clock()).toThrow(ClockJumped)
    pass(50 * second)
    expect(() => clock()).toThrow(ClockJumped)
    pass(10 * second)
    expect(clock()).toBe(wall)
  })
})
