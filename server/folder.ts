import { mkdirSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { WrongSetting } from './config.ts'

/** Makes a folder, and those above it, for this user alone; throws WrongSetting where none can be. */
export function makeFolder(variable: string, path: string): void {
  try {
    make(resolve(path))
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    throw new WrongSetting(
      `${variable} is ${JSON.stringify(path)}; it takes a folder that can be made and written (${code}).`,
      {
        cause: error,
      },
    )
  }
}

/** One level at a time: Node's recursive form never ends where the system makes no folders at all. */
function make(path: string): void {
  const there = statSync(path, { throwIfNoEntry: false })
  if (there?.isDirectory()) return
  if (!there) make(dirname(path))
  mkdirSync(path, { mode: 0o700 })
}
