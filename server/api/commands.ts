import type { Request, Response, Router } from 'express'
import { z } from 'zod'
import { createCommand, type PersonCommandType, personCommand } from '../../machines/commands.ts'
import { findGate, findItem, gateOf } from '../../machines/queries.ts'
import { buildName } from '../../machines/typed-text.ts'
import type { Caller } from '../auth/caller.ts'
import type { Scope } from '../auth/tokens.ts'
import { type EvidenceAsk, type Received, receiveEvidence, UnusableEvidence } from '../evidence/receive.ts'
import { type Ask, type CommandOutcome, handleCommand } from '../handle-command.ts'
import { languageOf } from '../language.ts'
import { Problem } from '../problems.ts'
import type { LaunchView } from '../read-launch.ts'
import type { Services } from '../services.ts'
import { words } from '../words/index.ts'
import { idempotencyKey, parse, query, requireCaller, requireLaunch, requireScope, unknownFields } from './access.ts'
import { readBody, readFile } from './body.ts'
import { type Answer, sendOutcome } from './outcomes.ts'

/** The one door for writing: a launch is created, commands are sent, evidence is brought. */

export function commandRoutes(router: Router, services: Services): void {
  const send = async (req: Request, res: Response, ask: Ask, answer: Answer = {}) => {
    const outcome = await handleCommand(services, ask)
    await sendOutcome(services, req, res, outcome, { ...answer, hasVerdict: ask.command.type === 'launch.launch' })
  }

  router.post('/launches', async (req, res) => {
    const caller = await requireCaller(services, req)
    const command = parse(req, createCommand.omit({ type: true }), await readBody(req, res))
    query(req, {})
    const key = idempotencyKey(req)
    requireScope(req, caller, 'launch:write')
    requireNoLimit(req, caller)
    const ask = { caller, key, launch: command.slug, command: { type: 'launch.create' as const, ...command } }
    await send(
      req,
      res,
      { ...ask, route: 'api POST /launches' },
      { status: 201, location: `/api/v1/launches/${command.slug}` },
    )
  })

  router.post('/launches/:launch/commands', async (req, res) => {
    const caller = await requireCaller(services, req)
    const { launch } = await requireLaunch(services, req, caller)
    const body = await readBody(req, res)
    requireNamed(req, launch, body)
    const command = parse(req, personCommand, body)
    query(req, {})
    const key = idempotencyKey(req)
    requireScope(req, caller, ...scopesFor(command.type))
    await send(req, res, {
      caller,
      key,
      launch: launch.launch,
      command,
      route: `api POST /launches/${launch.launch}/commands`,
    })
  })

  router.put('/launches/:launch/candidate', async (req, res) => {
    const caller = await requireCaller(services, req)
    const { launch } = await requireLaunch(services, req, caller)
    const body = parse(req, candidateBody, await readBody(req, res))
    const command = parse(req, personCommand, { type: 'launch.setCandidate', ...body })
    query(req, {})
    const key = idempotencyKey(req)
    requireScope(req, caller, 'candidate:write', 'launch:write')
    await send(req, res, {
      caller,
      key,
      launch: launch.launch,
      command,
      route: `api PUT /launches/${launch.launch}/candidate`,
    })
  })

  router.post('/launches/:launch/gates/:gate/items/:item/evidence', async (req, res) => {
    const caller = await requireCaller(services, req)
    const { launch } = await requireLaunch(services, req, caller)
    const { gate, item } = req.params
    requireParts(req, launch, gate, [item])
    const { candidate } = query(req, { candidate: buildName.optional() })
    const asks = findItem(gateOf(launch, gate).definition, gateOf(launch, gate).gate.context, item)?.asks.kind
    const received = await readReceived(req, res, asks === 'junit')
    requireScope(req, caller, 'evidence:write')
    const outcome = await receive(
      services,
      req,
      {
        caller,
        launch: launch.launch,
        gate,
        item,
        candidate,
        key: idempotencyKey(req),
        route: `api POST /launches/${launch.launch}/gates/${gate}/items/${item}/evidence`,
      },
      received,
    )
    const ticked =
      outcome.kind === 'accepted' ? outcome.entries.every(({ action }) => action !== 'gate.failCheck') : false
    await sendOutcome(services, req, res, outcome, { more: { ticked } })
  })
}

const candidateBody = z.strictObject({
  version: z.unknown(),
  commit: z.unknown().optional(),
  url: z.unknown().optional(),
})

/** What there is comes before what can be read: an unknown gate or item is said first, also where the rest is malformed. */
function requireNamed(req: Request, launch: LaunchView['launch'], body: unknown): void {
  const { success, data } = naming.safeParse(body)
  if (success)
    requireParts(req, launch, data.gate, [...(data.item === undefined ? [] : [data.item]), ...(data.items ?? [])])
}
const naming = z.object({
  type: z.string().startsWith('gate.'),
  gate: z.string(),
  item: z.string().optional(),
  items: z.array(z.string()).optional(),
})

/** What a gate command names must be there before anything else is said about it. */
function requireParts(req: Request, launch: LaunchView['launch'], gate: string, items: string[]): void {
  const definition = findGate(launch.definition, gate)
  if (!definition) throw new Problem('unknown', unknownFields(req, 'unknown-gate', { gate }))
  const { context } = gateOf(launch, gate).gate
  const item = items.find((each) => !findItem(definition, context, each))
  if (item !== undefined) throw new Problem('unknown', unknownFields(req, 'unknown-item', { gate, item }))
}

const signing: PersonCommandType[] = ['gate.signOff', 'gate.grantWaiver', 'launch.launch']

function scopesFor(type: PersonCommandType): Scope[] {
  if (signing.includes(type)) return ['sign:write']
  if (type === 'gate.comment') return ['launch:write', 'evidence:write']
  return type === 'launch.setCandidate' ? ['launch:write', 'candidate:write'] : ['launch:write']
}

async function readReceived(req: Request, res: Response, isReport: boolean): Promise<Received> {
  const upload = await readFile(req, res)
  if (upload.kind === 'json')
    return { kind: 'number', value: parse(req, z.strictObject({ value: z.number() }), upload.value).value }
  if (upload.kind === 'xml' || isReport) return { kind: 'report', bytes: upload.bytes }
  return { kind: 'file', name: upload.name, bytes: upload.bytes }
}

async function receive(
  services: Services,
  req: Request,
  ask: EvidenceAsk,
  received: Received,
): Promise<CommandOutcome> {
  try {
    return await receiveEvidence(services, ask, received)
  } catch (error) {
    if (!(error instanceof UnusableEvidence)) throw error
    const detail = words(languageOf(req)).reason({ code: error.code, params: {} }, null)
    throw new Problem('invalid', { detail, errors: [{ pointer: '/file', detail }] })
  }
}

/** What is about no launch yet, or about all, is not for a token of one launch. */
function requireNoLimit(req: Request, caller: Caller): void {
  const launch = caller.token?.launch ?? null
  if (launch !== null)
    throw new Problem('forbidden', { detail: words(languageOf(req)).t('api.one-launch', { launch }) })
}
