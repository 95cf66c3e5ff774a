import type { Request, Response, Router } from 'express'
import { z } from 'zod'
import { createCommand, type PersonCommandType, personCommand } from '../../machines/commands.ts'
import type { Scope } from '../../machines/installation/scopes.ts'
import { findGate, findItem, gateOf } from '../../machines/reading/queries.ts'
import type { LaunchState } from '../../machines/state.ts'
import { buildName } from '../../machines/typed-text.ts'
import type { Caller } from '../auth/caller.ts'
import type { CommandRequest } from '../commands/command-request.ts'
import { type CommandOutcome, handleCommand } from '../commands/handle-command.ts'
import {
  type EvidenceRequest,
  earlierStands,
  type Received,
  receiveEvidence,
  refusalUnread,
  UnusableEvidence,
} from '../evidence/receive.ts'
import { mayRepair } from '../evidence/repair.ts'
import { inTurn } from '../evidence/uploads.ts'
import { languageOf } from '../http/language.ts'
import { Problem } from '../http/problems.ts'
import type { Services } from '../services.ts'
import { words } from '../words/index.ts'
import {
  idempotencyKey,
  noParameters,
  parse,
  query,
  queryParameters,
  requireCaller,
  requireScope,
  requireStored,
  unknownFields,
} from './access.ts'
import { readBody, readFile, readXml, uploadType } from './body.ts'
import { type AnswerOptions, sendOutcome } from './outcomes.ts'

/** The one door for writing: a launch is created, commands are sent, evidence is brought. */

const evidenceParameters = queryParameters({ candidate: buildName.optional() })

export function commandRoutes(router: Router, services: Services): void {
  const send = async (req: Request, res: Response, ask: CommandRequest, answer: AnswerOptions = {}) => {
    const outcome = await handleCommand(services, ask)
    await sendOutcome(services, req, res, outcome, { ...answer, hasVerdict: ask.command.type === 'launch.launch' })
  }

  router.post('/launches', async (req, res) => {
    const caller = await requireCaller(services, req)
    const command = parse(req, createCommand.omit({ type: true }), await readBody(req))
    query(req, noParameters)
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
    const launch = await requireStored(services, req, caller)
    const body = await readBody(req)
    requireNamed(req, launch, body)
    const command = parse(req, personCommand, body)
    query(req, noParameters)
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
    const launch = await requireStored(services, req, caller)
    const body = parse(req, candidateBody, await readBody(req))
    const command = parse(req, personCommand, { type: 'launch.setCandidate', ...body })
    query(req, noParameters)
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
    const launch = await requireStored(services, req, caller)
    const { gate, item } = req.params
    requireParts(req, launch, gate, [item])
    const { candidate } = query(req, evidenceParameters)
    const type = uploadType(req)
    const key = idempotencyKey(req)
    const route = `api POST /launches/${launch.launch}/gates/${gate}/items/${item}/evidence`
    const ask: EvidenceRequest = { caller, launch: launch.launch, gate, item, candidate, key, route }
    const value = type === 'json' ? parse(req, numberBody, await readBody(req)).value : null
    requireScope(req, caller, 'evidence:write')
    const asks = findItem(gateOf(launch, gate).definition, gateOf(launch, gate).gate.context, item)?.asks.kind
    const outcome =
      value !== null
        ? await receiveEvidence(services, ask, { kind: 'number', value })
        : await receiveUpload(services, req, res, ask, type === 'xml' || asks === 'junit' ? 'junit' : 'file')
    const ticked =
      outcome.kind === 'accepted' ? outcome.entries.every(({ action }) => action !== 'gate.failCheck') : false
    await sendOutcome(services, req, res, outcome, { ticked })
  })
}

/** Number evidence. */
export const numberBody = z.strictObject({ value: z.number() })

const candidateBody = z.strictObject({
  version: z.unknown(),
  commit: z.unknown().optional(),
  url: z.unknown().optional(),
})

/** What there is comes before what can be read: an unknown gate or item is said first, also where the rest is malformed. */
function requireNamed(req: Request, launch: LaunchState, body: unknown): void {
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
function requireParts(req: Request, launch: LaunchState, gate: string, items: string[]): void {
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

/** A large body: its sender, the launch and the build are judged before any of it is read. */
async function receiveUpload(
  services: Services,
  req: Request,
  res: Response,
  ask: EvidenceRequest,
  kind: 'junit' | 'file',
): Promise<CommandOutcome> {
  const refused = await refusalUnread(services, ask, kind)
  const length = Number(req.get('Content-Length'))
  if (refused && !(await mayRepair(services, ask, refused, length))) return refused
  try {
    return await inTurn(req, ask.caller, async () => receiveEvidence(services, ask, await readReceived(req, res, kind)))
  } catch (error) {
    throw await unusable(services, req, ask, error)
  }
}

async function readReceived(req: Request, res: Response, kind: 'junit' | 'file'): Promise<Received> {
  if (uploadType(req) === 'xml') return { kind: 'report', bytes: await readXml(req) }
  const file = await readFile(req, res)
  return kind === 'junit' ? { kind: 'report', bytes: file.bytes } : { kind: 'file', ...file }
}

/** What the sender of evidence that cannot be used must know: why, and whether the item stays ticked by an earlier result. */
async function unusable(services: Services, req: Request, ask: EvidenceRequest, error: unknown): Promise<unknown> {
  const w = words(languageOf(req))
  const withEarlier = (sentence: string, stands: boolean) =>
    stands ? w.t('report.earlier-stands', { sentence }) : sentence
  if (error instanceof Problem && error.code === 'too-large') {
    const detail = withEarlier(error.fields.detail, await earlierStands(services, ask))
    return new Problem(error.code, { ...error.fields, detail })
  }
  if (!(error instanceof UnusableEvidence)) return error
  const { reason } = error
  const detail = withEarlier(w.reason(reason, null), error.earlierStands)
  return new Problem('invalid', { detail, reason, errors: [{ pointer: '/file', detail }] })
}

/** What is about no launch yet, or about all, is not for a token of one launch. */
function requireNoLimit(req: Request, caller: Caller): void {
  const launch = caller.token?.launch ?? null
  if (launch !== null)
    throw new Problem('forbidden', { detail: words(languageOf(req)).t('api.one-launch', { launch }) })
}
