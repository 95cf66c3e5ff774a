import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { become, endSessions } from './people.ts'

/** Within how many ms a page shows what somebody else did. */
export const promised = 1_000

/** A window in which somebody looks on and presses nothing. */
export interface SecondWindow {
  /** Signs in, whoever sat there before. */
  sitDown(who: string, path: string): Promise<void>
  /** This comes to be read there by itself; the test waits ten times as long as was promised. */
  follows(text: string | RegExp): Promise<void>
  /** In ms, of everything that was followed so far. */
  slowest(): number
  /** The same as a line to print. */
  figures(): string
}

/** `happened` gives the instant (of performance.now) at which the last change was on disk; without it the count begins with the question. */
export function secondWindow(page: Page, happened?: () => number): SecondWindow {
  const delays: number[] = []
  const slowest = () => Math.round(Math.max(...delays))
  return {
    async sitDown(who, path) {
      endSessions(page)
      await become(page, who, path)
    },
    async follows(text) {
      const asked = performance.now()
      const read = () => page.locator('main').innerText()
      const found = expect.poll(read, { timeout: 10 * promised, interval: 50 })
      await (typeof text === 'string' ? found.toContain(text) : found.toMatch(text))
      const seen = performance.now()
      // A press is on disk only a moment after it was made, and what falls due when the clock comes round.
      delays.push(seen - (happened?.() ?? asked))
    },
    slowest,
    figures: () => `second window: ${delays.length} changes, slowest ${slowest()} ms (promised ${promised} ms)`,
  }
}
