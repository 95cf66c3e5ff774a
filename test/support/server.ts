import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

/** The product as an operator runs it: a process of its own, on a database of its own. */
export interface Served {
  url: string
  env: NodeJS.ProcessEnv
  /** Its database. */
  file: string
  /** Starts it and resolves when /readyz says yes; gives how long that took, in ms. */
  start(): Promise<number>
  /** The last that it printed. */
  said(): string
  /** The process that runs now. */
  pid(): number
  /** What it sends to stdout, of which nobody has read anything yet. */
  unread(): Readable
  /** kill -9. */
  kill(): Promise<void>
  /** Sends a signal; gives the exit code when the process has ended, whichever way. */
  signal(name: NodeJS.Signals): Promise<number | null>
  /** SIGTERM; gives the exit code. */
  stop(): Promise<number | null>
  /** The command line on the same database: what it printed; throws when it exits with anything but 0. */
  cli(...args: string[]): Promise<string>
  close(): Promise<void>
}

const bin = fileURLToPath(new URL('../../server/cli/launchgate.js', import.meta.url))
const run = promisify(execFile)
/** On a machine that does much else. */
const longestStart = 180_000
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/**
 * A port that nobody listens on now. It lies below the ports that Linux gives to outgoing connections (32768 and up),
 * so that none of them takes it before the server does; two tests at the same time get the same one once in 12,000 times.
 */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < 100; tries += 1) {
    const port = randomInt(20_000, 32_000)
    const server = createServer()
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false))
      server.listen(port, '127.0.0.1', () => resolve(true))
    })
    if (!isFree) continue
    await new Promise((resolve) => server.close(resolve))
    return port
  }
  throw new Error('no free port')
}

/** Runs the command line until it ends by itself: its exit code, and what it printed. It is killed after as long as a start may take. */
export async function runUntilExit(args: string[], env: NodeJS.ProcessEnv): Promise<{ code: number; said: string }> {
  try {
    const { stdout, stderr } = await run(process.execPath, [bin, ...args], {
      env,
      encoding: 'utf8',
      timeout: longestStart,
    })
    return { code: 0, said: stdout + stderr }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && 'stdout' in error && 'stderr' in error)) throw error
    return { code: Number(error.code ?? -1), said: `${error.stdout}${error.stderr}` }
  }
}

/** How the process is started, where that matters. */
export interface Start {
  /** Shell commands that come first, such as a `ulimit`. */
  before?: string
  /** Where stdout leads: a descriptor of ours, or a pipe that nobody reads; else what it prints is kept for `said`. */
  stdout?: number | 'unread'
}

export async function served(settings: Record<string, string> = {}, how: Start = {}): Promise<Served> {
  const folder = mkdtempSync(join(tmpdir(), 'launchgate-test-'))
  const port = await freePort()
  const url = `http://localhost:${port}`
  const file = join(folder, 'launchgate.db')
  const env = {
    ...process.env,
    // Tests read what it says, in English, whatever the language of whoever runs them.
    LC_ALL: 'C.UTF-8',
    NODE_ENV: '',
    PORT: String(port),
    BASE_URL: url,
    DATABASE_URL: `file:${file}`,
    DATA_DIR: folder,
    LOG_LEVEL: 'warn',
    ...settings,
  }
  let child: ChildProcess | null = null
  let printed = ''
  const gone = async (signal: NodeJS.Signals): Promise<number | null> => {
    const running = child
    child = null
    if (!running || running.exitCode !== null || running.signalCode !== null) return running?.exitCode ?? null
    const exit = new Promise<number | null>((resolve) => running.once('exit', resolve))
    running.kill(signal)
    return exit
  }
  return {
    url,
    env,
    file,
    async start() {
      const started = performance.now()
      const command = [process.execPath, bin, 'serve']
      const starting = spawn('/bin/sh', ['-c', `${how.before ?? ''}\nexec "$0" "$@"`, ...command], {
        env,
        stdio: ['ignore', typeof how.stdout === 'number' ? how.stdout : 'pipe', 'pipe'],
      })
      child = starting
      starting.once('exit', (code, signal) => {
        if (child === starting && code !== 0)
          process.stderr.write(`A test's server ended by itself (${code ?? signal}):\n${printed}\n`)
      })
      for (const stream of [how.stdout === 'unread' ? null : starting.stdout, starting.stderr])
        stream?.on('data', (data) => (printed = (printed + data).slice(-40_000)))
      while (performance.now() - started < longestStart) {
        if (starting.exitCode !== null || starting.signalCode !== null)
          throw new Error(`the server ended by itself:\n${printed}`)
        const answer = await fetch(`${url}/readyz`).catch(() => null)
        // Another server may have got the port first, and answer in this one's place.
        if (answer?.ok && starting.exitCode === null) return performance.now() - started
        await sleep(20)
      }
      throw new Error(`the server did not become ready:\n${printed}`)
    },
    said: () => printed,
    pid: () => {
      if (child?.pid === undefined) throw new Error('the server is not running')
      return child.pid
    },
    unread() {
      if (!child?.stdout) throw new Error('stdout is no pipe')
      return child.stdout
    },
    kill: async () => void (await gone('SIGKILL')),
    async signal(name) {
      const running = child
      if (!running) throw new Error('no server runs')
      const exit = new Promise<number | null>((resolve) => running.once('exit', resolve))
      running.kill(name)
      return exit
    },
    stop: () => gone('SIGTERM'),
    cli: async (...args) => (await run(process.execPath, [bin, ...args], { env, encoding: 'utf8' })).stdout.trim(),
    async close() {
      await gone('SIGKILL')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
