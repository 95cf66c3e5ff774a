import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort, type Served } from '../support/server.ts'
import { atMost, type Figure, within } from './figure.ts'
import { fewer } from './quick.ts'

/** Until the first page was drawn, in ms: on two cores that do other work as well. */
const firstStartLimit = 4000
/** A restart may take so many times as long as Node with an Express app that has one page. */
const mostOfExpress = 3
/** A restart may take so many times as long with much evidence as without. */
const growth = 1.3
const files = fewer(50_000, 100)
const rounds = fewer(5, 1)

/**
 * The first start, which makes the demo, and restarts, each from the start of the process until the first page. Leaves the server
 * running. Needs a server that was not started yet.
 */
export async function measureStart(server: Served): Promise<Figure[]> {
  // Makes the bundle where a source has changed.
  await server.cli('--help')
  const first = await untilFirstPage(server)
  // In turn, so that other work on the machine falls on both; the fastest of several.
  const [restarts, starts]: [number[], number[]] = [[], []]
  for (let round = 0; round < rounds; round += 1) {
    restarts.push(await restart(server))
    starts.push(await startExpress())
  }
  const [fastest, express] = [Math.min(...restarts), Math.min(...starts)]
  storeFiles(join(String(server.env.DATA_DIR), 'evidence'))
  const stored: number[] = []
  for (let round = 0; round < rounds; round += 1) stored.push(await restart(server))
  return [
    within('first start with the demo, until the first page', first, firstStartLimit),
    atMost(
      'restart after kill -9, until the first page',
      [fastest, 'ms'],
      [express, 'Node with an empty Express app'],
      mostOfExpress,
    ),
    atMost(
      `restart with ${files.toLocaleString('en')} evidence files`,
      [Math.min(...stored), 'ms'],
      [fastest, 'a restart without'],
      growth,
    ),
  ]
}

async function restart(server: Served): Promise<number> {
  await server.kill()
  return untilFirstPage(server)
}

async function untilFirstPage(server: Served): Promise<number> {
  const started = performance.now()
  const starting = server.start()
  await firstAnswer(`${server.url}/sign-in`)
  const took = performance.now() - started
  await starting
  return took
}

async function startExpress(): Promise<number> {
  const port = await freePort()
  const program = `require('express')().get('/', (_, res) => res.send('<p>Hello</p>')).listen(${port}, '127.0.0.1')`
  const started = performance.now()
  const child: ChildProcess = spawn(process.execPath, ['--eval', program], { stdio: 'inherit' })
  try {
    await firstAnswer(`http://127.0.0.1:${port}/`)
    return performance.now() - started
  } finally {
    child.kill()
  }
}

/** Waits until a page is there. */
async function firstAnswer(url: string): Promise<void> {
  for (;;) {
    const answer = await fetch(url).catch(() => null)
    await answer?.arrayBuffer()
    if (answer?.ok) return
    await sleep(5)
  }
}

function storeFiles(folder: string): void {
  mkdirSync(folder, { recursive: true })
  for (let number = 0; number < files; number += 1)
    writeFileSync(join(folder, createHash('sha256').update(String(number)).digest('hex')), '')
}
