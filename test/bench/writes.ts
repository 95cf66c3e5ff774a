import { mkdtempSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { Served } from '../support/server.ts'
import { withDelay } from './event-loop.ts'
import { atLeast, type Figure } from './figure.ts'

const clients = 64
const seconds = 4
const warmUpSeconds = 2
/** As long as the leaf of a tick. */
const rawRow = 'x'.repeat(700)

/** Durable commands over HTTP, from clients that each send the next when the last is answered, beside raw durable transactions. */
export async function measureWrites(server: Served): Promise<Figure[]> {
  const scopes = ['launch:read', 'launch:write'].flatMap((scope) => ['--scope', scope])
  const tokenOf = (who: string) => server.cli('token', 'create', '--as', who, ...scopes)
  const launches = await createLaunches(server, await tokenOf('priya'))
  const agent = new Agent({ keepAlive: true, maxSockets: clients })
  const send = sender(server, agent, await tokenOf('chloe'))
  const content = { gate: 'content', item: 'CON-1' }
  const tick = (client: number, round: number) =>
    send(launches[client] ?? '', { type: round % 2 === 0 ? 'gate.tick' : 'gate.untick', ...content })
  const comment = (client: number, round: number) =>
    send('hello', { type: 'gate.comment', gate: 'content', text: `Comment ${round} of client ${client}` })
  try {
    const ticks = await withDelay(server, () => perSecond(tick))
    const comments = await withDelay(server, () => perSecond(comment))
    const raw: [number, string] = [rawPerSecond(), 'raw one-row FULL transactions, one after another']
    return [
      figure(`durable ticks of ${clients} clients over ${clients} launches`, ticks, raw),
      figure(`durable comments of ${clients} clients on one launch`, comments, raw),
    ]
  } finally {
    agent.destroy()
  }
}

function figure(
  name: string,
  { result, delayP99 }: { result: number; delayP99: number },
  raw: [number, string],
): Figure {
  return { ...atLeast(name, [result, '/s'], raw, 0.5), delayP99 }
}

async function createLaunches(server: Served, token: string): Promise<string[]> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const ask = async (path: string, body?: object) => {
    const method = body === undefined ? 'GET' : 'POST'
    const answer = await fetch(`${server.url}/api/v1${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return answer
  }
  // The contract's own shape.
  const { people } = (await (await ask('/launches/hello')).json()) as { people: Record<string, string[]> }
  const slugs = Array.from({ length: clients }, (_, n) => `bench-${n}`)
  const targetAt = new Date(Date.now() + 90 * 86_400_000).toISOString()
  for (const slug of slugs) {
    await ask('/launches', { pipeline: 'first-look', slug, title: slug, targetAt, timeZone: 'UTC', people })
    await ask(`/launches/${slug}/commands`, { type: 'launch.start' })
  }
  return slugs
}

/** By node:http and not by fetch, which takes several times the processor time: the clients share the machine with the server. */
function sender({ url }: Served, agent: Agent, token: string) {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  return (launch: string, command: object): Promise<void> =>
    new Promise((resolve, reject) => {
      const address = `${url}/api/v1/launches/${launch}/commands`
      const req = request(address, { method: 'POST', agent, headers }, (res) => {
        let body = ''
        res.setEncoding('utf8').on('data', (part) => (body += part))
        res.on('end', () => (res.statusCode === 200 ? resolve() : reject(new Error(`${res.statusCode} ${body}`))))
      })
      req.on('error', reject).end(JSON.stringify(command))
    })
}

async function perSecond(send: (client: number, round: number) => Promise<void>): Promise<number> {
  const start = performance.now() + warmUpSeconds * 1000
  const end = start + seconds * 1000
  let done = 0
  const one = async (client: number) => {
    for (let round = 0; performance.now() < end; round += 1) {
      await send(client, round)
      if (performance.now() >= start) done += 1
    }
  }
  await Promise.all(Array.from({ length: clients }, (_, client) => one(client)))
  return done / ((performance.now() - start) / 1000)
}

function rawPerSecond(): number {
  const folder = mkdtempSync(join(tmpdir(), 'launchgate-raw-'))
  const db = new Database(join(folder, 'raw.db'))
  try {
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = FULL')
    db.exec('create table entries (id integer primary key, leaf text not null)')
    const add = db.prepare('insert into entries (leaf) values (?)')
    const transaction = db.transaction(() => add.run(rawRow))
    const start = performance.now()
    let done = 0
    for (; performance.now() - start < seconds * 1000; done += 1) transaction()
    return done / ((performance.now() - start) / 1000)
  } finally {
    db.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
