import { mkdirSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

/**
 * Makes a folder, and those above it that are missing; only whom the program runs as may look into what is made. Throws what the system says.
 * One level at a time: Node's recursive form never ends where the system makes no folders at all.
 */
export function makeFolder(path: string): void {
  const whole = resolve(path)
  const there = statSync(whole, { throwIfNoEntry: false })
  if (there?.isDirectory()) return
  if (!there) makeFolder(dirname(whole))
  mkdirSync(whole, { mode: 0o700 })
}
