import { execFileSync } from 'node:child_process'
import type { Served } from '../support/server.ts'
import { atMost, type Figure } from './figure.ts'

/** The first start, which makes the demo, and a restart; leaves the server running. Needs a server that was not started yet. */
export async function measureStart(server: Served): Promise<Figure[]> {
  const bare = startNode()
  const first = await server.start()
  await server.kill()
  const restart = await server.start()
  const against: [number, string] = [bare, 'starting Node alone']
  return [
    atMost('first start, with the demo made', [first, 'ms'], against, 120),
    atMost('restart after kill -9', [restart, 'ms'], against, 60),
  ]
}

function startNode(): number {
  const started = performance.now()
  execFileSync(process.execPath, ['--eval', '0'])
  return performance.now() - started
}
