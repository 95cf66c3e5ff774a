import { setImmediate } from 'node:timers/promises'

/** The longest stretch of work between two pauses, in milliseconds; one step of the work may add to it. */
const longest = 8

/** Lets long work share the event loop: call `between` after each small step, and other work runs when it is due. */
export class Pauses {
  #since = performance.now()

  async between(): Promise<void> {
    if (performance.now() - this.#since < longest) return
    await setImmediate()
    this.#since = performance.now()
  }
}
