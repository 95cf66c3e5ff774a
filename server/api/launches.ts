import type { Request, Response, Router } from 'express'
import { z } from 'zod'
import type { EvidenceFile, Person } from '../../db/store.ts'
import { can } from '../../machines/can.ts'
import { createCommand, type PersonCommandType, personCommand } from '../../machines/commands.ts'
import { slug } from '../../machines/pipeline.ts'
import { findGate, findItem, gateOf, isIn, rolesOf } from '../../machines/queries.ts'
import { launchValue } from '../../machines/state.ts'
import { verdict } from '../../machines/verdict.ts'
import { actorOf, type Caller } from '../auth/caller.ts'
import type { Scope } from '../auth/tokens.ts'
import type { Events } from '../events.ts'
import { readEvidence } from '../evidence/read.ts'
import { type Received, receiveEvidence, UnusableEvidence } from '../evidence/receive.ts'
import { type CommandOutcome, handleCommand } from '../handle-command.ts'
import { languageOf } from '../language.ts'
import { own } from '../own.ts'
import { Problem } from '../problems.ts'
import { commitmentsIn, type LaunchView, readLaunch, readLaunches, readNames } from '../read-launch.ts'
import type { Services } from '../services.ts'
import { words } from '../words/index.ts'
import {
  callerOfToken,
  idempotencyKey,
  isUnchanged,
  limit,
  parse,
  query,
  requireCaller,
  requireLaunch,
  requireScope,
  sendJson,
  unknownFields,
  wholeNumber,
} from './access.ts'
import { readBody, readFile } from './body.ts'
import { blockerOf, entryBody, idOf, launchBody, summaryBody } from './present.ts'

/** Launches for programs: reading them, and the one door for writing. */

export function launchRoutes(router: Router, services: Services, events: Events): void {
  router.get('/people', async (req, res) => {
    const caller = await requireCaller(services, req)
    const { after, limit: most = 100 } = query(req, { after: slug.optional(), limit })
    requireScope(req, caller, 'launch:read')
    const people = (await peopleSeenBy(services, caller))
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .filter(({ id }) => after === undefined || id > after)
    const page = people
      .slice(0, most)
      .map(({ id, name, roles, admin, auditor, active }) => ({ id, name, roles, admin, auditor, active }))
    sendJson(res, { people: page, next: people.length > most ? (page.at(-1)?.id ?? null) : null })
  })

  router.get('/launches', async (req, res) => {
    const caller = await requireCaller(services, req)
    const asked = query(req, {
      after: slug.optional(),
      limit,
      state: launchValue.optional(),
      role: slug.optional(),
      person: slug.optional(),
    })
    requireScope(req, caller, 'launch:read')
    const { limit: most = 100 } = asked
    const only = caller.token?.launch ?? null
    const views = (await readLaunches(services, services.clock()))
      .filter(({ launch }) => only === null || launch.launch === only)
      .filter(({ launch }) => !launch.context.archived)
      .filter(({ launch }) => asked.state === undefined || isIn(launch, asked.state))
      .filter(({ launch }) => asked.role === undefined || (own(launch.context.people, asked.role) ?? []).length > 0)
      .filter((view) => asked.person === undefined || holdsARole(view, asked.person))
      .sort((a, b) => (a.launch.launch < b.launch.launch ? -1 : 1))
      .filter(({ launch }) => asked.after === undefined || launch.launch > asked.after)
    const page = views.slice(0, most)
    sendJson(res, {
      launches: page.map(summaryBody),
      next: views.length > most ? (page.at(-1)?.launch.launch ?? null) : null,
    })
  })

  router.post('/launches', async (req, res) => {
    const caller = await requireCaller(services, req)
    const command = parse(req, createCommand.omit({ type: true }), await readBody(req, res))
    query(req, {})
    requireScope(req, caller, 'launch:write')
    requireNoLimit(req, caller)
    const outcome = await handleCommand(services, {
      caller,
      launch: command.slug,
      command: { type: 'launch.create', ...command },
      key: idempotencyKey(req),
      route: 'api POST /launches',
    })
    res.location(`/api/v1/launches/${command.slug}`)
    await sendOutcome(services, req, res, outcome, 201)
  })

  router.get('/launches/:launch', async (req, res) => {
    const caller = await requireCaller(services, req)
    const view = await requireLaunch(services, req, caller)
    query(req, {})
    requireScope(req, caller, 'launch:read')
    const actor = actorOf(caller)
    const body = launchBody(view, words(languageOf(req)), can(view.launch, actor, view.now))
    const tag = `W/"${body.version}-${body.decision}-${languageOf(req)}-${actor.id}"`
    if (!isUnchanged(req, res, tag)) sendJson(res, body)
  })

  router.get('/launches/:launch/entries', async (req, res) => {
    const caller = await requireCaller(services, req)
    const view = await requireLaunch(services, req, caller)
    const { after = -1, limit: most = 100 } = query(req, { after: wholeNumber.optional(), limit })
    requireScope(req, caller, 'launch:read')
    const entries = await services.store.entries(view.launch.launch, after, most)
    const texts = await services.store.texts(view.launch.launch, commitmentsIn(entries))
    sendJson(res, {
      entries: entries.map((entry) => entryBody(entry, view.names, texts)),
      next: entries.at(-1)?.seq ?? null,
    })
  })

  router.get('/launches/:launch/events', async (req, res) => {
    const caller = await requireCaller(services, req)
    const view = await requireLaunch(services, req, caller)
    query(req, {})
    requireScope(req, caller, 'launch:read')
    const mayStill = async () => mayRead(await callerOfToken(services, req), view.launch.launch)
    if (!(await events.stream(req, res, view.launch.launch, mayStill)))
      throw new Problem('too-many', { detail: words(languageOf(req)).t('api.busy-waiting') })
  })

  router.post('/launches/:launch/commands', async (req, res) => {
    const caller = await requireCaller(services, req)
    const { launch } = await requireLaunch(services, req, caller)
    const body = await readBody(req, res)
    requireNamed(req, launch, body)
    const command = parse(req, personCommand, body)
    query(req, {})
    if ('gate' in command)
      requireParts(req, launch, command.gate, [
        ...('item' in command ? [command.item] : []),
        ...('items' in command ? (command.items ?? []) : []),
      ])
    requireScope(req, caller, ...scopesFor(command.type))
    const outcome = await handleCommand(services, {
      caller,
      launch: launch.launch,
      command,
      key: idempotencyKey(req),
      route: `api POST /launches/${launch.launch}/commands`,
    })
    await sendOutcome(services, req, res, outcome)
  })

  router.put('/launches/:launch/candidate', async (req, res) => {
    const caller = await requireCaller(services, req)
    const { launch } = await requireLaunch(services, req, caller)
    const body = parse(req, candidateBody, await readBody(req, res))
    query(req, {})
    requireScope(req, caller, 'candidate:write', 'launch:write')
    const command = parse(req, personCommand, { type: 'launch.setCandidate', ...body })
    const outcome = await handleCommand(services, {
      caller,
      launch: launch.launch,
      command,
      key: idempotencyKey(req),
      route: `api PUT /launches/${launch.launch}/candidate`,
    })
    await sendOutcome(services, req, res, outcome)
  })

  router.post('/launches/:launch/gates/:gate/items/:item/evidence', async (req, res) => {
    const caller = await requireCaller(services, req)
    const { launch } = await requireLaunch(services, req, caller)
    const { gate, item } = req.params
    requireParts(req, launch, gate, [item])
    const { candidate } = query(req, { candidate: z.string().trim().min(1).max(200).optional() })
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
    await sendOutcome(services, req, res, outcome, 200, { ticked })
  })

  router.get('/launches/:launch/evidence/:sha256', async (req, res) => {
    const caller = await requireCaller(services, req)
    const { launch } = await requireLaunch(services, req, caller)
    const file = await services.store.evidenceFile(launch.launch, req.params.sha256)
    if (!file) throw new Problem('unknown', unknownFields(req, 'unknown-file', { name: req.params.sha256 }))
    query(req, {})
    requireScope(req, caller, 'launch:read')
    await sendEvidence(services, req, res, file)
  })
}

/** A stored file is only ever an attachment: it runs nothing and is shown by nobody but the reader's own programs. */
async function sendEvidence(services: Services, req: Request, res: Response, file: EvidenceFile): Promise<void> {
  const bytes = await readEvidence(services, file, words(languageOf(req)).t('api.damaged-file'))
  res.set({
    'Content-Type': file.type,
    'Content-Disposition': `attachment; filename="${file.sha256.slice(0, 16)}"`,
    'Content-Security-Policy': "sandbox; default-src 'none'",
  })
  res.send(bytes)
}

const mayRead = (caller: Caller | null, launch: string): boolean =>
  caller?.token?.scopes.includes('launch:read') === true && [null, launch].includes(caller.token.launch)

/** Everybody; for a token of one launch only those who hold a role there. */
async function peopleSeenBy({ store }: Services, caller: Caller): Promise<Person[]> {
  const people = await store.directory.people()
  const only = caller.token?.launch ?? null
  if (only === null) return people
  const holders = new Set(Object.values((await store.load(only))?.context.people ?? {}).flat())
  return people.filter(({ pseudonym }) => holders.has(pseudonym))
}

/** What is about no launch yet, or about all, is not for a token of one launch. */
function requireNoLimit(req: Request, caller: Caller): void {
  const launch = caller.token?.launch ?? null
  if (launch !== null)
    throw new Problem('forbidden', { detail: words(languageOf(req)).t('api.one-launch', { launch }) })
}

const candidateBody = z.strictObject({
  version: z.unknown(),
  commit: z.unknown().optional(),
  url: z.unknown().optional(),
})

function holdsARole(view: LaunchView, person: string): boolean {
  const pseudonym = view.names.people.find(({ id }) => id === person)?.pseudonym
  return pseudonym !== undefined && rolesOf(view.launch, pseudonym).length > 0
}

/** What there is comes before what can be read: an unknown gate or item is said first, also where the rest is malformed. */
function requireNamed(req: Request, launch: LaunchView['launch'], body: unknown): void {
  const named = z
    .object({ type: z.string().startsWith('gate.'), gate: z.string(), item: z.string().optional() })
    .safeParse(body)
  if (named.success) requireParts(req, launch, named.data.gate, named.data.item === undefined ? [] : [named.data.item])
}

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
  ask: Parameters<typeof receiveEvidence>[1],
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

/** An outcome as the contract words it: accepted with its entries, or the problem of its refusal. */
async function sendOutcome(
  services: Services,
  req: Request,
  res: Response,
  outcome: CommandOutcome,
  status = 200,
  more: object = {},
): Promise<void> {
  const w = words(languageOf(req))
  if (outcome.kind === 'key-reused') {
    const detail = w.t('api.key-reused')
    throw new Problem('invalid', { detail, errors: [{ pointer: 'Idempotency-Key', detail }] })
  }
  if (outcome.kind === 'refused') return refuse(services, req, outcome)
  const { launch, entries, version, decision } = outcome
  const names = await readNames(services)
  const texts = await services.store.texts(launch.launch, commitmentsIn(entries))
  const written = entries.map((entry) => entryBody(entry, names, texts))
  sendJson(res, { ...more, accepted: true, version, entries: written, decision, unlocked: decision === 'go' }, status)
}

async function refuse(
  services: Services,
  req: Request,
  outcome: Extract<CommandOutcome, { kind: 'refused' }>,
): Promise<never> {
  const w = words(languageOf(req))
  const { refusal, launch } = outcome
  const names = await readNames(services)
  const view = launch && (await readLaunch(services, launch.launch, services.clock()))
  const changed = outcome.changed.map(({ seq, action, actor, at }) => ({ seq, action, by: idOf(names, actor.id), at }))
  throw new Problem(refusal.kind, {
    detail: w.reason(refusal.reason, view),
    reason: { code: refusal.reason.code, params: withoutPseudonyms(refusal.reason.params, (id) => idOf(names, id)) },
    ...(refusal.kind === 'stale' ? { changed } : {}),
    ...(view && refusal.reason.code === 'verdict-not-go' ? { blockers: blockersOf(view, w) } : {}),
  })
}

function withoutPseudonyms(
  params: Record<string, unknown>,
  idOfPerson: (pseudonym: string) => string,
): Record<string, unknown> {
  const named = (value: unknown): unknown =>
    typeof value === 'string' && value.startsWith('p_')
      ? idOfPerson(value)
      : Array.isArray(value)
        ? value.map(named)
        : value
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, named(value)]))
}

function blockersOf(view: LaunchView, w: ReturnType<typeof words>) {
  return verdict(view.launch, view.now, { build: 'current' }).blockers.map((blocker) =>
    blockerOf(view, w, blocker, true),
  )
}
