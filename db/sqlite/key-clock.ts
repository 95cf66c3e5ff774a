/**
 * The clock that request keys age by. It runs only while a process has the store open, and goes on from the newest stored key after a
 * restart. So no key is dropped because the wall clock jumped, before or after a restart; the time in which no server ran does not count.
 */
export class KeyClock {
  readonly #steady: () => number
  /** What this clock showed when `steady` was 0; null until it was asked the first time. */
  #start: number | null = null

  /** `steady` gives milliseconds that never jump, such as performance.now. */
  constructor(steady: () => number) {
    this.#steady = steady
  }

  /** Milliseconds. `newestKey` is the instant of the newest stored key; without one the clock begins at `wall`, so that rows can be read. */
  now(newestKey: () => number | null, wall: number): number {
    const steady = this.#steady()
    this.#start ??= (newestKey() ?? wall) - steady
    return Math.round(this.#start + steady)
  }
}
