import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Request, Response } from 'express'

/** Exact leaves with from ≤ seq < to, in order. */
export type LeavesOf = (from: number, to: number) => Promise<string[]>

/** Leaves read at once: a step of a few milliseconds. */
const batch = 200

/** Answers with the leaves with from ≤ seq < to, each a line, some at a time. */
export async function sendLeaves(
  req: Request,
  res: Response,
  leavesOf: LeavesOf,
  from: number,
  to: number,
): Promise<void> {
  const lines = linesOf(leavesOf, from, to)
  // What fails before the first byte is still a problem document; what fails later ends the answer without its last chunk.
  const first = await lines.next()
  res.type('application/jsonl')
  if (first.done || req.method === 'HEAD') return void res.end()
  try {
    await pipeline(Readable.from(andThen(first.value, lines)), res)
  } catch (error) {
    // The client has left.
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE')) throw error
  }
}

async function* linesOf(leavesOf: LeavesOf, from: number, to: number): AsyncGenerator<string> {
  for (let next = from; next < to; next += batch) {
    const end = Math.min(to, next + batch)
    const leaves = await leavesOf(next, end)
    if (leaves.length > 0) yield leaves.map((leaf) => `${leaf}\n`).join('')
    if (leaves.length < end - next) return
  }
}

async function* andThen<T>(first: T, rest: AsyncIterable<T>): AsyncGenerator<T> {
  yield first
  yield* rest
}
