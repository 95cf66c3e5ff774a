import type { Request, Response } from 'express'
import type { CommandOutcome } from '../commands/handle-command.ts'
import { languageOf } from '../http/language.ts'
import { Problem } from '../http/problems.ts'
import { verdictOf } from '../launches/present-people.ts'
import { commitmentsIn, type LaunchView, readLaunch, readNames } from '../launches/read-launch.ts'
import type { Services } from '../services.ts'
import { words } from '../words/index.ts'
import { sendJson } from './access.ts'
import { entryBody } from './entry-body.ts'
import { blockerOf, idOf } from './present.ts'
import type { AcceptedBody } from './responses/entry.ts'

/** What became of a command, as the contract words it. */

/** `ticked` joins an accepted answer; `hasVerdict`: a refusal of this command is answered with what is in the way of the launch. */
export interface AnswerOptions {
  status?: number
  ticked?: boolean
  /** Where what was made is. */
  location?: string
  hasVerdict?: boolean
}

/** Accepted with its entries, or thrown as the problem of its refusal. */
export async function sendOutcome(
  services: Services,
  req: Request,
  res: Response,
  outcome: CommandOutcome,
  { status = 200, ticked, location, hasVerdict = false }: AnswerOptions = {},
): Promise<void> {
  const w = words(languageOf(req))
  if (outcome.kind === 'key-reused') {
    const detail = w.t('api.key-reused')
    throw new Problem('invalid', { detail, errors: [{ pointer: 'Idempotency-Key', detail }] })
  }
  if (outcome.kind === 'refused') return refuse(services, req, outcome, hasVerdict)
  if (location !== undefined) res.location(location)
  const { entries, version, decision } = outcome
  const names = await readNames(services)
  const texts = await textsOf(services, outcome)
  const written = entries.map((entry) => entryBody(entry, names, texts))
  const body: AcceptedBody = {
    accepted: true,
    version,
    entries: written,
    decision,
    unlocked: decision === 'go',
  }
  sendJson(res, ticked === undefined ? body : { ticked, ...body }, status)
}

/** What the entries show. Read from the store only where it did not come with the command, as for a repeated request. */
async function textsOf(
  { store }: Services,
  { entries, launch, texts }: Extract<CommandOutcome, { kind: 'accepted' }>,
): Promise<ReadonlyMap<string, unknown>> {
  const missing = commitmentsIn(entries).filter((commitment) => !texts.has(commitment))
  if (missing.length === 0) return texts
  return new Map([...texts, ...(await store.texts(launch.launch, missing))])
}

async function refuse(
  services: Services,
  req: Request,
  outcome: Extract<CommandOutcome, { kind: 'refused' }>,
  hasVerdict: boolean,
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
    ...(view && hasVerdict && refusal.kind === 'refused' ? { blockers: blockersOf(view, w) } : {}),
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
  return verdictOf(view).blockers.map((blocker) => blockerOf(view, w, blocker, true))
}
