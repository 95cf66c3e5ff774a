import { describe, expect, test } from 'vitest'
import { rateLimit } from '../../../server/http/rate-limit.ts'

/** The sliding window, by a clock that is moved by hand. */

function opened(most: number) {
  const clock = { now: 5_000_000 }
  const limit = rateLimit(most, () => clock.now)
  const take = (key = 'priya') => {
    const reserved = limit.reserve(key)
    if ('retryAfter' in reserved) return reserved.retryAfter
    reserved.accept()
    return 'taken'
  }
  return { clock, limit, take }
}

describe('a window of a minute', () => {
  test('takes so many, then says when there is room again', () => {
    const { clock, take } = opened(3)
    expect([take(), take()]).toEqual(['taken', 'taken'])
    clock.now += 20_000
    expect(take()).toBe('taken')
    expect(take()).toBe(40)
    clock.now += 39_999
    expect(take()).toBe(1)
    clock.now += 1
    expect([take(), take(), take()]).toEqual(['taken', 'taken', 20])
  })

  test('is one for each key', () => {
    const { take } = opened(1)
    expect([take('priya'), take('tom'), take('priya')]).toEqual(['taken', 'taken', 60])
  })

  test('counts what is reserved until it is released, once', () => {
    const { limit, take } = opened(2)
    const first = limit.reserve('priya')
    const second = limit.reserve('priya')
    expect(take()).toBe(1)
    if ('release' in first) for (const _ of [1, 2]) first.release()
    expect([take(), take()]).toEqual(['taken', 1])
    if ('release' in second) {
      second.accept()
      second.release()
    }
    expect(take()).toBe(60)
  })

  test('forgets keys that are idle', () => {
    const { clock, limit, take } = opened(1)
    for (let each = 0; each < 20_000; each += 1) {
      clock.now += 100
      expect(take(`address ${each}`)).toBe('taken')
    }
    expect(limit.size()).toBeLessThanOrEqual(10_000)
  })
})
