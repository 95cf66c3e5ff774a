import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/**
 * Collects the garbage of the last few seconds, in 1 to 5 ms. V8 does so when its own heap grows, and the pieces in which a large
 * body arrives are outside of that heap: without this, 60 MB more stay resident after a few reports of 10 MB (measured).
 */
export function collectYoungGarbage(): void {
  collect ??= exposed()
  collect({ type: 'minor' })
}

/** How often it is looked whether the process is quiet, in ms; and how much of that time may be CPU time. */
const lookEvery = 2000
const quietShare = 0.1

/**
 * Gives back what a start needed and nothing needs any more, once, in the first two seconds that are quiet: some 70 MB of 170 stay
 * resident otherwise, because V8 keeps the pages of a heap that has shrunk. It takes about 0.1 s of the event loop.
 */
export function giveBackMemoryWhenQuiet(): void {
  let before = process.cpuUsage()
  const timer = setInterval(() => {
    const { user, system } = process.cpuUsage(before)
    before = process.cpuUsage()
    if (user + system > lookEvery * 1000 * quietShare) return
    clearInterval(timer)
    collect ??= exposed()
    collect({ type: 'major', flavor: 'last-resort' })
  }, lookEvery)
  timer.unref()
}

type Collect = (options: { type: 'minor' } | { type: 'major'; flavor: 'last-resort' }) => void
let collect: Collect | null = null

/** Only a context that is made after the flag was set has the function. */
function exposed(): Collect {
  setFlagsFromString('--expose-gc')
  const found: unknown = runInNewContext('gc')
  // What V8 calls `gc` takes these options; no type says so.
  return typeof found === 'function' ? (found as Collect) : () => undefined
}
