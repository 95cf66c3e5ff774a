import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../../support/server.ts'
import type { Sent } from '../load/load.ts'
import { folder, versionOf } from './install.ts'
import { startPostgres } from './postgres.ts'

/** Another program, and how it is asked for the same job. */
export interface Peer {
  name: string
  /** Its package, and its file in programs/. */
  package: string
  program: string
  onPostgres: boolean
  /** What the client with this number sends: one durable step a request. */
  step: (client: number) => Sent[]
  /** Reads a single item; null for a library, which leaves that to whoever uses it. */
  read: Sent | null
}

const json = (path: string, method: Sent['method'] = 'GET'): Sent => ({ method, path, expected: 200 })

const feature = '/api/admin/projects/default/features'

export const peers: readonly Peer[] = [
  {
    name: 'Restate',
    package: '@restatedev/restate-server',
    program: 'restate.mjs',
    onPostgres: false,
    step: (client) => [json(`/launch/launch-${client}/tick`, 'POST')],
    read: json('/launch/launch-0/status', 'POST'),
  },
  {
    name: 'bpmn-engine on SQLite',
    package: 'bpmn-engine',
    program: 'bpmn-engine.mjs',
    onPostgres: false,
    step: (client) => [json(`/launch-${client}/tick`, 'POST')],
    read: null,
  },
  {
    name: 'DBOS on PostgreSQL',
    package: '@dbos-inc/dbos-sdk',
    program: 'dbos.mjs',
    onPostgres: true,
    step: (client) => [json(`/launch-${client}/tick`, 'POST')],
    read: json('/launch-0/status'),
  },
  {
    name: 'Unleash on PostgreSQL',
    package: 'unleash-server',
    program: 'unleash.mjs',
    onPostgres: true,
    step: (client) =>
      ['on', 'off'].map((state) => json(`${feature}/launch-${client}/environments/development/${state}`, 'POST')),
    read: json(`${feature}/launch-0`),
  },
]

export interface RunningPeer {
  port: number
  /** Such as "Restate 1.7.12". */
  version: string
  close(): Promise<void>
}

/** Starts it on data of its own; throws when it can't be started. */
export async function startPeer({ name, package: id, program, onPostgres }: Peer): Promise<RunningPeer> {
  const postgres = onPostgres ? await startPostgres() : null
  const data = mkdtempSync(join(tmpdir(), 'launchgate-peer-'))
  const port = await freePort()
  const child = spawn(process.execPath, [join(folder, 'programs', program)], {
    cwd: data,
    env: {
      ...process.env,
      NODE_ENV: 'production',
      PORT: String(port),
      FOLDER: data,
      DATABASE_URL: postgres?.url ?? '',
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const close = async () => {
    await endOf(child)
    await postgres?.close()
    rmSync(data, { recursive: true, force: true, maxRetries: 5 })
  }
  try {
    await untilReady(child)
  } catch (error) {
    await close()
    throw error
  }
  const database = postgres === null ? '' : `, PostgreSQL ${postgres.version}`
  return { port, version: `${name}: ${id} ${versionOf(id)}${database}`, close }
}

function untilReady(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = ''
    const listen = (text: Buffer) => {
      said = (said + text.toString()).slice(-2000)
      if (said.includes('ready\n')) resolve()
    }
    child.stdout?.on('data', listen)
    child.stderr?.on('data', listen)
    child.once('exit', (code) => reject(new Error(`it ended with ${code}: ${said}`)))
  })
}

async function endOf(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  // Each program ends with its input.
  child.stdin?.end()
  const timer = setTimeout(() => child.kill('SIGKILL'), 10_000)
  await ended
  clearTimeout(timer)
}
