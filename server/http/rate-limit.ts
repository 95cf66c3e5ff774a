/** How often each key may do something within a minute, in a sliding window that is exact to the second. Kept in memory. */
export interface RateLimit {
  /**
   * Takes room for one, which counts as used until it is released, and for a minute once it is accepted. When there is none:
   * in how many whole seconds there may be again, at least 1.
   */
  reserve(key: string): Reservation | { retryAfter: number }
  /** How many keys are remembered. */
  size(): number
}

export interface Reservation {
  /** It happened: it counts for a minute from now. */
  accept(): void
  /** It did not happen. Without effect after accept, and when called again. */
  release(): void
}

interface Window {
  pending: number
  /** Accepted ones by the second in which they were, oldest first. */
  accepted: { second: number; count: number }[]
}

const length = 60
const mostKeys = 10_000

/** `now` is monotonic, in ms: a wall clock that jumps neither locks anybody out nor lets anybody through. */
export function rateLimit(mostPerMinute: number, now: () => number = () => performance.now()): RateLimit {
  const windows = new Map<string, Window>()

  const current = (key: string, second: number): Window => {
    const window = windows.get(key) ?? { pending: 0, accepted: [] }
    window.accepted = window.accepted.filter((each) => each.second > second - length)
    windows.set(key, window)
    return window
  }
  const forgetEmpty = (second: number) => {
    if (windows.size < mostKeys) return
    for (const [key, { pending, accepted }] of windows)
      if (pending === 0 && accepted.every((each) => each.second <= second - length)) windows.delete(key)
  }

  return {
    size: () => windows.size,
    reserve(key) {
      const second = Math.floor(now() / 1000)
      forgetEmpty(second)
      const window = current(key, second)
      const over = window.pending + sum(window) - mostPerMinute + 1
      if (over > 0) return { retryAfter: secondsUntil(window, over - window.pending, second) }
      window.pending += 1
      let isOpen = true
      const close = (then: () => void) => {
        if (!isOpen) return
        isOpen = false
        window.pending -= 1
        then()
      }
      return {
        accept: () => close(() => add(window, Math.floor(now() / 1000))),
        release: () => close(() => undefined),
      }
    },
  }
}

const sum = ({ accepted }: Window): number => accepted.reduce((all, { count }) => all + count, 0)

function add({ accepted }: Window, second: number): void {
  const last = accepted.at(-1)
  if (last?.second === second) last.count += 1
  else accepted.push({ second, count: 1 })
}

/** Until so many of the accepted ones have left the window. What is pending may be released at any moment, so it is not waited for. */
function secondsUntil({ accepted }: Window, leaving: number, second: number): number {
  if (leaving <= 0) return 1
  let left = leaving
  for (const each of accepted) {
    left -= each.count
    if (left <= 0) return Math.max(1, each.second + length - second)
  }
  return 1
}
