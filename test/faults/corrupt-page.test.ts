import { copyFileSync, rmSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Demo, demoServer, expectNothingLost, inFull, saidByVerify, statusOf } from '../support/fault-scenario.ts'
import { blank, pagesOf } from '../support/pages-of-file.ts'

/** A page of the database that the disk has lost. */

let demo: Demo
beforeEach(async () => {
  demo = await demoServer()
})
afterEach(() => demo.server.close())

const ask = async (path: string, init: RequestInit = {}) => {
  const answer = await fetch(`${demo.server.url}/api/v1${path}`, {
    ...init,
    headers: { authorization: `Bearer ${demo.token('priya')}`, ...init.headers },
  })
  // The contract's own shapes: a problem, and a list of launches.
  const body = (await answer.json()) as { detail?: string; launches?: { slug: string }[] }
  return { status: answer.status, retryAfter: answer.headers.get('retry-after'), ...body }
}

test('a corrupt page of one launch: it is refused by name and restore is pointed to; the others work, and verify names it', {
  timeout: 120_000,
}, async () => {
  const { server } = demo
  const { pages, size } = pagesOf(server.file, 'launch_contents')
  const [first = 0] = pages
  copyFileSync(server.file, `${server.file}.backup`)
  blank(server.file, (first - 1) * size, size)
  await server.start()
  const named = expect.stringMatching(/“hello” can’t be read.*launchgate restore/)
  for (const path of ['/launches/hello', '/launches/hello/status', '/launches/hello/deploy'])
    expect(await ask(path), path).toMatchObject({ status: 503, retryAfter: '5', detail: named })
  const clients = demo.clients()
  expect([await clients.tick(), clients.told.refused.size]).toEqual([503, 1])
  expect(await ask('/launches')).toMatchObject({ status: 200, launches: [{ slug: 'neighbor' }, { slug: 'shop' }] })
  expect(await ask('/launches/neighbor/deploy')).toMatchObject({ status: 423 })
  const comment = { type: 'gate.comment', gate: 'content', text: 'It goes on.' }
  const sent = await ask('/launches/neighbor/commands', {
    method: 'POST',
    body: JSON.stringify(comment),
    headers: { 'content-type': 'application/json' },
  })
  expect(sent.status).toBe(200)
  expect(await statusOf(`${server.url}/readyz`)).toBe(200)
  if (!inFull) return
  const found = await saidByVerify(server)
  expect(found.find((line) => line.startsWith('hello:'))).toContain('MISMATCH')
  expect(found.find((line) => line.startsWith('neighbor:'))).toContain('verified')
  // The file as it was before.
  await server.kill()
  for (const end of ['-wal', '-shm']) rmSync(server.file + end, { force: true })
  copyFileSync(`${server.file}.backup`, server.file)
  await server.start()
  await expectNothingLost(demo, clients)
})
