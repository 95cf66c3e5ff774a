import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Router } from 'express'
import type { Store } from '../../db/store.ts'
import { Problem } from '../http/problems.ts'
import type { Services } from '../services.ts'
import {
  noParameters,
  query,
  queryParameters,
  requireCaller,
  requireLaunch,
  requireScope,
  unknownFields,
  wholeNumber,
} from './access.ts'

const entriesParameters = queryParameters({ from: wholeNumber.optional(), to: wholeNumber.optional() })

/** Leaves read at once: a step of a few milliseconds. */
const batch = 200

/** The leaves with from ≤ seq < to, each a line, some at a time. */
async function* linesOf(store: Store, launch: string, from: number, to: number): AsyncGenerator<string> {
  for (let next = from; next < to; next += batch) {
    const end = Math.min(to, next + batch)
    const leaves = await store.leaves(launch, next, end)
    if (leaves.length > 0) yield leaves.map((leaf) => `${leaf}\n`).join('')
    if (leaves.length < end - next) return
  }
}

async function* andThen<T>(first: T, rest: AsyncIterable<T>): AsyncGenerator<T> {
  yield first
  yield* rest
}

/** The log for strangers' verifiers: the exact leaves, as they were hashed. */
export function logRoutes(router: Router, services: Services): void {
  router.get('/launches/:launch/log/entries.jsonl', async (req, res) => {
    const caller = await requireCaller(services, req)
    const { launch, version } = await requireLaunch(services, req, caller)
    const { from = 0, to = version } = query(req, entriesParameters)
    requireScope(req, caller, 'launch:read', 'audit:read')
    const lines = linesOf(services.store, launch.launch, from, to)
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
  })

  router.get('/launches/:launch/log/entries/:seq', async (req, res) => {
    const caller = await requireCaller(services, req)
    const { launch } = await requireLaunch(services, req, caller)
    const seq = /^[0-9]{1,9}$/.test(req.params.seq) ? Number(req.params.seq) : -1
    const [leaf] = seq < 0 ? [] : await services.store.leaves(launch.launch, seq, seq + 1)
    if (leaf === undefined) throw new Problem('unknown', unknownFields(req, 'unknown-entry', { name: req.params.seq }))
    query(req, noParameters)
    requireScope(req, caller, 'launch:read', 'audit:read')
    res.type('application/json').send(leaf)
  })
}
