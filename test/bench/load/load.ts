import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { fewer, shorter } from '../quick.ts'
import type { Load, LoadResult } from './send-load.ts'

export type { Sent } from './request.ts'
export type { Load, LoadResult } from './send-load.ts'

const generator = fileURLToPath(new URL('generator.ts', import.meta.url))

/** Sends loads at the same time from a process of their own, and gives the result of each. */
export async function sendLoads(loads: Load[]): Promise<LoadResult[]> {
  const child = spawn(process.execPath, [generator], { stdio: ['pipe', 'pipe', 'inherit'] })
  child.stdin.end(JSON.stringify(loads.map(quickened)))
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const results = await text(child.stdout)
  if ((await ended) !== 0) throw new Error('the load failed; its reason is above')
  // The shape that generator.ts writes.
  return JSON.parse(results) as LoadResult[]
}

/** Sends one load from a process of its own. */
export async function loadOf(load: Load): Promise<LoadResult> {
  const [result] = await sendLoads([load])
  if (!result) throw new Error('the load gave no result')
  return result
}

function quickened(load: Load): Load {
  const { seconds, warmUp, requests } = load
  const times = { seconds: shorter(seconds), warmUp: shorter(warmUp) }
  return { ...load, ...times, ...(requests === undefined ? {} : { requests: fewer(requests, 200) }) }
}

export const portOf = (url: string): number => Number(new URL(url).port)
