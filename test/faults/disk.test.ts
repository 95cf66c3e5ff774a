import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { Agent, get as httpGet } from 'node:http'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type Demo, demoOn, inFull } from '../support/fault-scenario.ts'
import { fileItem } from '../support/file-item.ts'
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

async function start(how: Start, settings: Record<string, string> = {}, file?: string): Promise<Demo> {
  const made = await served(settings, how)
  server = made
  const demo = await demoOn(file === undefined ? made : { ...made, file })
  await made.start()
  return demo
}

/** What the disk does when it is full, by what this machine allows. */
const limited = async () => {
  // In blocks of 512 bytes (POSIX): files of this process may not grow beyond 8 MB. The database and its log are smaller.
  const demo = await start({ before: 'ulimit -f 16384' })
  return { demo, evidence: join(String(demo.server.env.DATA_DIR), 'evidence'), megabytes: 9.5 }
}
const mounted = async () => {
  disk = mountSmallDisk(folder, '24m')
  if (disk === null) return limited()
  const file = join(disk.folder, 'launchgate.db')
  const demo = await start({}, { DATABASE_URL: `file:${file}`, DATA_DIR: disk.folder }, file)
  return { demo, evidence: join(disk.folder, 'evidence'), megabytes: 3 }
}
const files = ['files that may not grow', limited] as const
const system = ['a small file system, where one may be mounted', mounted] as const

describe.each(inFull ? [files, system] : [files])('a full disk: %s', (_, fill) => {
  test('an upload that does not fit leaves nothing behind, and commands go on without a restart', {
    timeout: 120_000,
  }, async () => {
    const { demo, evidence, megabytes } = await fill()
    const running = demo.server
    const { attach: upload, gate, headers, launch } = fileItem(demo)
    const comment = (text: string) =>
      fetch(`${running.url}${launch}/commands`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
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
    if (inFull) expect(await running.stop()).toBe(0)
  })
})

test('without file descriptors a stored file is 503 and all else is answered; with them again it is sent', {
  timeout: 120_000,
}, async () => {
  const demo = await start({ before: 'ulimit -n 60' })
  const running = demo.server
  const { attach, headers, launch } = fileItem(demo)
  const bytes = Buffer.from('the photos')
  expect((await attach(bytes)).status).toBe(200)
  const file = `${launch}/evidence/${createHash('sha256').update(bytes).digest('hex')}`
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const get = (path: string) =>
    new Promise<{ status: number | undefined; headers: Record<string, unknown> }>((resolve, reject) => {
      httpGet(`${running.url}${path}`, { agent, family: 4, headers }, (res) =>
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
  expect((await get(`${launch}/status`)).status).toBe(200)
  for (const socket of sockets) socket.destroy()
  await vi.waitFor(async () => expect((await get(file)).status).toBe(200), { timeout: 60_000 })
  agent.destroy()
  if (inFull) expect(await running.stop()).toBe(0)
})
