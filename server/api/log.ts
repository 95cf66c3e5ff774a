import type { Request, Response, Router } from 'express'
import { noteLogRead } from '../audit/log-reads.ts'
import { authorOf } from '../auth/caller.ts'
import { Problem } from '../http/problems.ts'
import { type LeavesOf, sendLeaves } from '../http/send-leaves.ts'
import type { Services } from '../services.ts'
import {
  noParameters,
  query,
  queryParameters,
  requireAuditor,
  requireCaller,
  requireLaunch,
  requireScope,
  unknownFields,
  wholeNumber,
} from './access.ts'

const entriesParameters = queryParameters({ from: wholeNumber.optional(), to: wholeNumber.optional() })

/** Logs for strangers' verifiers: the exact leaves, as they were hashed. */
export function logRoutes(router: Router, services: Services): void {
  router.get('/launches/:launch/log/entries.jsonl', async (req, res) => {
    const caller = await requireCaller(services, req)
    const { launch, version } = await requireLaunch(services, req, caller)
    const { from = 0, to = version } = query(req, entriesParameters)
    requireScope(req, caller, 'launch:read', 'audit:read')
    await noteLogRead(services, 'log.export', authorOf(caller), launch.launch)
    await sendLeaves(req, res, leavesOfLaunch(services, launch.launch), from, to)
  })

  router.get('/launches/:launch/log/entries/:seq', async (req, res) => {
    const caller = await requireCaller(services, req)
    const { launch } = await requireLaunch(services, req, caller)
    const leaf = await requireLeaf(req, req.params.seq, leavesOfLaunch(services, launch.launch))
    query(req, noParameters)
    requireScope(req, caller, 'launch:read', 'audit:read')
    await noteLogRead(services, 'log.view', authorOf(caller), launch.launch)
    sendLeaf(res, leaf)
  })

  router.get('/log/entries.jsonl', async (req, res) => {
    const caller = await requireCaller(services, req)
    const { size } = await services.store.installation.head()
    const { from = 0, to = size } = query(req, entriesParameters)
    requireAuditor(req, caller)
    await noteLogRead(services, 'log.export', authorOf(caller), null)
    await sendLeaves(req, res, leavesOfInstallation(services), from, to)
  })

  router.get('/log/entries/:seq', async (req, res) => {
    const caller = await requireCaller(services, req)
    const leaf = await requireLeaf(req, req.params.seq, leavesOfInstallation(services))
    query(req, noParameters)
    requireAuditor(req, caller)
    await noteLogRead(services, 'log.view', authorOf(caller), null)
    sendLeaf(res, leaf)
  })
}

const leavesOfLaunch =
  ({ store }: Services, launch: string): LeavesOf =>
  (from, to) =>
    store.leaves(launch, from, to)

const leavesOfInstallation =
  ({ store }: Services): LeavesOf =>
  (from, to) =>
    store.installation.leaves(from, to)

/** Throws the problem of an entry that is not there. */
async function requireLeaf(req: Request, name: string, leavesOf: LeavesOf): Promise<string> {
  const seq = /^[0-9]{1,9}$/.test(name) ? Number(name) : -1
  const [leaf] = seq < 0 ? [] : await leavesOf(seq, seq + 1)
  if (leaf === undefined) throw new Problem('unknown', unknownFields(req, 'unknown-entry', { name }))
  return leaf
}

const sendLeaf = (res: Response, leaf: string): void => void res.type('application/json').send(leaf)
