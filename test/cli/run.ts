import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** What a command printed, and how it ended. */
export interface Ran {
  code: number | null
  stdout: string
  stderr: string
}

/** The real command line on a database of its own. */
export interface Desk {
  folder: string
  databaseUrl: string
  run(...args: string[]): Promise<Ran>
  /** The same with further settings. */
  runWith(env: Record<string, string>, ...args: string[]): Promise<Ran>
  remove(): void
}

const root = fileURLToPath(new URL('../..', import.meta.url))
const node = join(root, 'node_modules/.bin/node')

export function openDesk(): Desk {
  const folder = mkdtempSync(join(tmpdir(), 'launchgate-cli-'))
  const databaseUrl = `file:${folder}/launchgate.db`
  const runWith: Desk['runWith'] = (env, ...args) =>
    new Promise((resolve, reject) => {
      const child = spawn(node, [join(root, 'server/cli/launchgate.ts'), ...args], {
        env: { PATH: process.env.PATH, DATABASE_URL: databaseUrl, DATA_DIR: folder, ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      const ran = { stdout: '', stderr: '' }
      child.stdout.setEncoding('utf8').on('data', (text: string) => (ran.stdout += text))
      child.stderr.setEncoding('utf8').on('data', (text: string) => (ran.stderr += text))
      child.once('error', reject)
      child.once('close', (code) => resolve({ code, ...ran }))
    })
  return {
    folder,
    databaseUrl,
    runWith,
    run: (...args) => runWith({}, ...args),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
