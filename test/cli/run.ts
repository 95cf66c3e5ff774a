import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runCommandLine } from '../../server/cli/program.ts'
import type { Config } from '../../server/config.ts'

/** What a command printed, and how it ended. */
export interface Ran {
  code: number | null
  stdout: string
  stderr: string
}

type Settings = Record<string, string>

/** The command line on a database of its own. */
export interface Desk {
  folder: string
  databaseUrl: string
  /** Runs a command in this process, which takes a fiftieth of the time that a process of its own takes to start. */
  run(...args: string[]): Promise<Ran>
  /** The same with further settings. */
  runWith(env: Settings, ...args: string[]): Promise<Ran>
  /** Runs a command as a process of its own: where processes meet, or where it matters how one starts and ends. */
  spawn(...args: string[]): Promise<Ran>
  spawnWith(env: Settings, ...args: string[]): Promise<Ran>
  remove(): void
}

const root = fileURLToPath(new URL('../..', import.meta.url))
const node = join(root, 'node_modules/.bin/node')

export function openDesk(): Desk {
  const folder = mkdtempSync(join(tmpdir(), 'launchgate-cli-'))
  const databaseUrl = `file:${folder}/launchgate.db`
  const settings = (env: Settings) => ({ PATH: process.env.PATH, DATABASE_URL: databaseUrl, DATA_DIR: folder, ...env })
  const runWith: Desk['runWith'] = (env, ...args) => inTurn(() => runHere(settings(env), args))
  const spawnWith: Desk['spawnWith'] = (env, ...args) => runInProcess(settings(env), args)
  return {
    folder,
    databaseUrl,
    runWith,
    run: (...args) => runWith({}, ...args),
    spawnWith,
    spawn: (...args) => spawnWith({}, ...args),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** Runs a command in this process on the database of a server that may run: what it printed; throws when it exits with anything but 0. */
export async function runBeside({ databaseUrl, dataDir, baseUrl }: Config, ...args: string[]): Promise<string> {
  const env = { PATH: process.env.PATH, DATABASE_URL: databaseUrl, DATA_DIR: dataDir, BASE_URL: baseUrl }
  const { code, stdout, stderr } = await inTurn(() => runHere(env, args))
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${stderr}`)
  return stdout.trim()
}

/** One command at a time: settings and output belong to the whole process. */
let last: Promise<unknown> = Promise.resolve()
function inTurn(run: () => Promise<Ran>): Promise<Ran> {
  const next = last.then(run)
  last = next.catch(() => undefined)
  return next
}

async function runHere(env: NodeJS.ProcessEnv, args: string[]): Promise<Ran> {
  const before = { env: process.env, exitCode: process.exitCode }
  const ran = { stdout: '', stderr: '' }
  const restore = [capture('stdout', ran), capture('stderr', ran)]
  process.env = env
  process.exitCode = undefined
  try {
    const code = await runCommandLine(args)
    return { code: code ?? Number(process.exitCode ?? 0), ...ran }
  } finally {
    process.env = before.env
    process.exitCode = before.exitCode
    for (const each of restore) each()
  }
}

/** Keeps what is written to a stream of this process, until the function that it returns is called. */
function capture(name: 'stdout' | 'stderr', ran: Record<'stdout' | 'stderr', string>): () => void {
  const stream = process[name]
  const { write } = stream
  stream.write = (text: string | Uint8Array) => {
    ran[name] += text.toString()
    return true
  }
  return () => {
    stream.write = write
  }
}

function runInProcess(env: NodeJS.ProcessEnv, args: string[]): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(node, [join(root, 'server/cli/launchgate.js'), ...args], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const ran = { stdout: '', stderr: '' }
    child.stdout.setEncoding('utf8').on('data', (text: string) => (ran.stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (ran.stderr += text))
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, ...ran }))
  })
}
