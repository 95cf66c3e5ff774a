import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { Agent, get as httpGet } from 'node:http'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type Served, type Start, served } from '../support/server.ts'
import { mountSmallDisk, type SmallDisk } from '../support/small-disk.ts'

/** A disk that fills up, and a process without file descriptors: 503 for what needs them, everything else goes on. */

let folder: string
let disk: SmallDisk | null
let server: Served | null
let sockets: Socket[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'launchgate-disk-'))
  disk = null
  server = null
  sockets = []
})
afterEach(async () => {
  for (const socket of sockets) socket.destroy()
  await server?.close()
  disk?.close()
  rmSync(folder, { recursive: true })
})

async function start(how: Start, settings: Record<string, string> = {}): Promise<Served> {
  server = await served({ LAUNCHGATE_DEMO: '1', ...settings }, how)
  await server.start()
  return server
}

interface FileItem {
  gate: string
  item: string
  authorization: string
}

/** An item of the demo that asks for a file and may be ticked now, and a token of somebody who may. */
async function findFileItem({ url, cli }: Served): Promise<FileItem> {
  const scopes = ['status:read', 'launch:read', 'launch:write', 'evidence:write'].flatMap((scope) => ['--scope', scope])
  const token = (who: string) => cli('token', 'create', '--as', who, ...scopes)
  const headers = { authorization: `Bearer ${await token('priya')}` }
  // The contract's own shape, as far as it is needed here.
  const launch = (await (await fetch(`${url}/api/v1/launches/aurora`, { headers })).json()) as {
    people: Record<string, string[]>
    gates: { id: string; state: string; items: { id: string; owner: string; asks: { kind: string } }[] }[]
  }
  for (const gate of launch.gates.filter(({ state }) => state.startsWith('open')))
    for (const item of gate.items.filter(({ asks }) => asks.kind === 'file')) {
      const [who] = launch.people[item.owner] ?? []
      if (who !== undefined) return { gate: gate.id, item: item.id, authorization: `Bearer ${await token(who)}` }
    }
  throw new Error('the demo asks for no file')
}

function attach({ url }: Served, { gate, item, authorization }: FileItem, bytes: Buffer): Promise<Response> {
  const body = new FormData()
  body.set('file', new Blob([bytes]), 'photos.txt')
  const path = `/api/v1/launches/aurora/gates/${gate}/items/${item}/evidence?candidate=4812`
  return fetch(`${url}${path}`, { method: 'POST', headers: { authorization }, body })
}

/** What the disk does when it is full, by what this machine allows. */
const limited = async () => {
  const how: Start = {}
  const running = await start(how)
  // The demo was written to the database's log. Stopping copies it into the file and leaves the log empty.
  await running.stop()
  // In blocks of 512 bytes (POSIX): files of this process may not grow beyond 8 MB. The database and its log are smaller.
  how.before = 'ulimit -f 16384'
  await running.start()
  return { running, evidence: join(String(running.env.DATA_DIR), 'evidence'), megabytes: 9.5 }
}
const mounted = async () => {
  disk = mountSmallDisk(folder, '24m')
  if (disk === null) return limited()
  const settings = { DATABASE_URL: `file:${disk.folder}/launchgate.db`, DATA_DIR: disk.folder }
  return { running: await start({}, settings), evidence: join(disk.folder, 'evidence'), megabytes: 3 }
}
const files = ['files that may not grow', limited] as const
const system = ['a small file system, where one may be mounted', mounted] as const

describe.each(process.env.FAULT_ROUNDS === undefined ? [files] : [files, system])('a full disk: %s', (_, fill) => {
  test('an upload that does not fit leaves nothing behind, and commands go on without a restart', {
    timeout: 120_000,
  }, async () => {
    const { running, evidence, megabytes } = await fill()
    const place = await findFileItem(running)
    const { gate, authorization } = place
    const upload = (bytes: Buffer) => attach(running, place, bytes)
    const comment = (text: string) =>
      fetch(`${running.url}/api/v1/launches/aurora/commands`, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json' },
        body: JSON.stringify({ type: 'gate.comment', gate, text }),
      })
    const large = (n: number) => Buffer.alloc(megabytes * 1024 * 1024, String(n))
    let refused: Response | null = null
    for (let n = 0; n < 9 && refused === null; n += 1) {
      const answer = await upload(large(n))
      if (answer.status === 200) continue
      expect(answer.status, await answer.clone().text()).toBe(503)
      refused = answer
    }
    expect(refused?.headers.get('retry-after')).toBe('5')
    const names = () => (existsSync(evidence) ? readdirSync(evidence, { recursive: true, encoding: 'utf8' }) : [])
    const drafts = () => names().filter((name) => name.includes('.'))
    expect(drafts()).toEqual([])
    for (let n = 0; n < 20; n += 1) expect((await comment(`Comment ${n}: ${'x'.repeat(3000)}`)).status).toBe(200)
    expect((await upload(Buffer.from('a small one'))).status).toBe(200)
    expect((await fetch(`${running.url}/readyz`)).status).toBe(200)
    expect(drafts()).toEqual([])
    expect(await running.stop()).toBe(0)
  })
})

test('without file descriptors a stored file is 503 and all else is answered; with them again it is sent', {
  timeout: 120_000,
}, async () => {
  const running = await start({ before: 'ulimit -n 60' })
  const item = await findFileItem(running)
  const bytes = Buffer.from('the photos')
  expect((await attach(running, item, bytes)).status).toBe(200)
  const file = `/api/v1/launches/aurora/evidence/${createHash('sha256').update(bytes).digest('hex')}`
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const get = (path: string) =>
    new Promise<{ status: number | undefined; headers: Record<string, unknown> }>((resolve, reject) => {
      httpGet(`${running.url}${path}`, { agent, family: 4, headers: { authorization: item.authorization } }, (res) =>
        res.resume().once('end', () => resolve({ status: res.statusCode, headers: res.headers })),
      ).once('error', reject)
    })
  expect((await get(file)).status).toBe(200)
  const { port } = new URL(running.url)
  const refused = await vi.waitFor(
    async () => {
      // Idle connections take all that are left, and again those that other connections give back meanwhile.
      for (let n = 0; n < 60; n += 1)
        sockets.push(connect({ host: '127.0.0.1', port: Number(port) }).on('error', () => undefined))
      const answer = await get(file)
      expect(answer.status).toBe(503)
      return answer
    },
    { timeout: 60_000, interval: 50 },
  )
  expect(refused.headers).toMatchObject({ 'retry-after': '5', 'cache-control': 'no-store' })
  expect((await get('/healthz')).status).toBe(200)
  expect((await get('/api/v1/launches/aurora/status')).status).toBe(200)
  for (const socket of sockets) socket.destroy()
  await vi.waitFor(async () => expect((await get(file)).status).toBe(200), { timeout: 60_000 })
  agent.destroy()
  expect(await running.stop()).toBe(0)
})
