import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Served } from '../support/server.ts'
import { atMost, type Figure, within } from './figure.ts'

/** Until the first page was drawn, in ms: on two cores that do other work as well. */
const firstStartLimit = 4000
const restartLimit = 1500
/** A restart may take so many times as long with much evidence as without. */
const growth = 1.3
const files = 50_000
const rounds = 3

/**
 * The first start, which makes the demo, and restarts, each until the first page. Leaves the server running. Needs a server that was
 * not started yet.
 */
export async function measureStart(server: Served): Promise<Figure[]> {
  const against: [number, string] = [startNode(), 'starting Node alone']
  // Makes the bundle where a source has changed.
  await server.cli('--help')
  const first = await untilFirstPage(server)
  const restart = await fastestRestart(server)
  storeFiles(join(String(server.env.DATA_DIR), 'evidence'))
  const stored = await fastestRestart(server)
  return [
    within('first start with the demo, until the first page', first, firstStartLimit),
    within('restart after kill -9, until the first page', restart, restartLimit),
    atMost('restart after kill -9', [restart, 'ms'], against, 60),
    atMost(
      `restart with ${files.toLocaleString('en')} evidence files`,
      [stored, 'ms'],
      [restart, 'a restart without'],
      growth,
    ),
  ]
}

async function untilFirstPage(server: Served): Promise<number> {
  const started = performance.now()
  await server.start()
  const answer = await fetch(`${server.url}/sign-in`)
  await answer.arrayBuffer()
  if (answer.status !== 200) throw new Error(`the first page was answered with ${answer.status}`)
  return performance.now() - started
}

/** The fastest of several: other programs use the machine too. */
async function fastestRestart(server: Served): Promise<number> {
  let fastest = Number.POSITIVE_INFINITY
  for (let round = 0; round < rounds; round += 1) {
    await server.kill()
    fastest = Math.min(fastest, await untilFirstPage(server))
  }
  return fastest
}

function storeFiles(folder: string): void {
  mkdirSync(folder, { recursive: true })
  for (let number = 0; number < files; number += 1)
    writeFileSync(join(folder, createHash('sha256').update(String(number)).digest('hex')), '')
}

function startNode(): number {
  const started = performance.now()
  execFileSync(process.execPath, ['--eval', '0'])
  return performance.now() - started
}
