import type { Router } from 'express'
import { Problem } from '../problems.ts'
import type { Services } from '../services.ts'
import { query, requireCaller, requireLaunch, requireScope, unknownFields, wholeNumber } from './access.ts'

/** The log for strangers' verifiers: the exact leaves, as they were hashed. */
export function logRoutes(router: Router, services: Services): void {
  router.get('/launches/:launch/log/entries.jsonl', async (req, res) => {
    const caller = await requireCaller(services, req)
    const { launch, version } = await requireLaunch(services, req, caller)
    const { from = 0, to = version } = query(req, { from: wholeNumber.optional(), to: wholeNumber.optional() })
    requireScope(req, caller, 'launch:read', 'audit:read')
    const leaves = await services.store.leaves(launch.launch, from, to)
    res.type('application/jsonl').send(leaves.map((leaf) => `${leaf}\n`).join(''))
  })

  router.get('/launches/:launch/log/entries/:seq', async (req, res) => {
    const caller = await requireCaller(services, req)
    const { launch } = await requireLaunch(services, req, caller)
    const seq = /^[0-9]{1,9}$/.test(req.params.seq) ? Number(req.params.seq) : -1
    const [leaf] = seq < 0 ? [] : await services.store.leaves(launch.launch, seq, seq + 1)
    if (leaf === undefined) throw new Problem('unknown', unknownFields(req, 'unknown-entry', { name: req.params.seq }))
    query(req, {})
    requireScope(req, caller, 'launch:read', 'audit:read')
    res.type('application/json').send(leaf)
  })
}
