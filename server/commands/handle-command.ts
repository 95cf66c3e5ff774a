import { createHash } from 'node:crypto'
import { canonical, newCommitId } from '../../db/seal.ts'
import type { Outcome, PrivateText } from '../../db/store.ts'
import type { CreateCommand, StaffedCreate } from '../../machines/commands.ts'
import { refuseUnknownPipeline } from '../../machines/create.ts'
import { decide } from '../../machines/decide.ts'
import { asOf } from '../../machines/due.ts'
import type { Actor, Entry, Refused, Ruling } from '../../machines/entry.ts'
import { refuseOutdatedPage } from '../../machines/reading/outdated-launch-page.ts'
import type { DecisionWord } from '../../machines/reading/verdict.ts'
import { auditorPerson, type LaunchState } from '../../machines/state.ts'
import { actorOf } from '../auth/caller.ts'
import { staffed } from '../auth/people.ts'
import { countCommand } from '../figures/figures.ts'
import { textIn } from '../launches/read-launch.ts'
import type { Services } from '../services.ts'
import type { CommandRequest } from './command-request.ts'
import { entriesSincePage } from './entries-since.ts'
import { keepPresentTitle, type PresentText, type PseudonymOf, sealCommand, sealCreate } from './seal-command.ts'
import { countWrite } from './write-limit.ts'

/** The one way through: who and when → seal → store.execute(launch, decide) → outcome. Nothing else writes to a launch. */

/**
 * `texts` are the private texts that came with an accepted command, by commitment; `launch` is the launch after it, of a refused one
 * the launch as of now. `changed` are the entries that made a page outdated.
 */
export type CommandOutcome =
  | {
      kind: 'accepted'
      version: number
      entries: Entry[]
      launch: LaunchState
      texts: ReadonlyMap<string, unknown>
      decision: DecisionWord
    }
  | { kind: 'refused'; refusal: Refused; launch: LaunchState | null; changed: Entry[] }
  | { kind: 'key-reused' }

export async function handleCommand(services: Services, ask: CommandRequest): Promise<CommandOutcome> {
  const { store } = services
  const now = services.clock()
  const sealed = await seal(services, ask, actorOf(ask.caller))
  if ('accepted' in sealed) return { kind: 'refused', refusal: sealed, launch: null, changed: [] }
  const actor = actorOf(ask.caller)
  const commitId = newCommitId()
  const judge: Judge = (state) => {
    const refusal = ask.unless?.(state)
    if (refusal) return refusal
    const ruling = decide(state, sealed.command, actor, now, commitId, ask.launch)
    if (ask.seen === undefined) return ruling
    return refuseOutdatedPage(ruling, state && asOf(state, now), sealed.command.type, ask.seen.basis)
  }
  const judged = await keepEvidence(services, ask, judge)
  const outcome = await store.execute({
    launch: ask.launch,
    at: now,
    privateTexts: sealed.privateTexts,
    evidence: ask.evidence ? [ask.evidence.file] : [],
    requestKey:
      ask.key === undefined
        ? null
        : { actor: actor.id, route: ask.route, key: ask.key, fingerprint: fingerprint(ask.command) },
    decide: judged,
  })
  countCommand(services.figures, ask.command.type, outcome)
  if (outcome.kind === 'accepted' && !outcome.repeated && outcome.entries.length > 0) countWrite(ask.caller)
  return answer(services, ask, outcome, now, sealed.privateTexts)
}

type Judge = (launch: LaunchState | null) => Ruling

/**
 * Bytes are on disk before the command that names them, and nothing that is refused stays there: the rules are asked first.
 * What they refuse now is not taken a moment later, when its bytes would be missing.
 */
async function keepEvidence(services: Services, { evidence, launch }: CommandRequest, judge: Judge): Promise<Judge> {
  if (!evidence) return judge
  const foreseen = judge(await services.store.load(launch))
  if (!foreseen.accepted) return () => foreseen
  await services.evidence.keep(evidence.file.sha256, evidence.bytes)
  return judge
}

async function answer(
  services: Services,
  ask: CommandRequest,
  outcome: Outcome,
  now: number,
  privateTexts: readonly PrivateText[],
): Promise<CommandOutcome> {
  if (outcome.kind === 'key-reused') return outcome
  if (outcome.kind === 'refused') {
    const launch = outcome.state && asOf(outcome.state, now)
    return {
      kind: 'refused',
      refusal: outcome.refusal,
      launch,
      changed: await entriesSincePage(services, ask, outcome, now),
    }
  }
  const { version, entries, decision } = outcome
  const texts = new Map(privateTexts.map(({ commitment, value }) => [commitment, value]))
  return { kind: 'accepted', version, entries, launch: outcome.state, texts, decision }
}

async function seal(
  services: Services,
  { command: asked, launch }: Pick<CommandRequest, 'command' | 'launch'>,
  actor: Actor,
) {
  const command = asked.type === 'launch.create' ? await withHolders(services, asked) : asked
  const pseudonymOf = await pseudonyms(services, command)
  if (command.type !== 'launch.create') {
    const sealed = sealCommand(command, pseudonymOf)
    if (command.type !== 'launch.schedule' || command.title === undefined) return sealed
    const present = await presentTitle(services, launch)
    return present === null ? sealed : keepPresentTitle(command, sealed, present)
  }
  const pipeline = await services.pipelines.get(command.pipeline)
  if (pipeline) return sealCreate(command, pipeline, pseudonymOf)
  const known = (await services.pipelines.all()).map(({ definition }) => definition)
  return refuseUnknownPipeline(actor, command.pipeline, known)
}

/** Roles that a new launch leaves unnamed get their default holders, through every door. */
async function withHolders(services: Services, command: CreateCommand): Promise<StaffedCreate> {
  const roles = (await services.pipelines.get(command.pipeline))?.definition.roles ?? []
  return { ...command, people: staffed(roles, command.people ?? {}, await services.store.directory.people()) }
}

/**
 * Read before the transaction. If the title changes in between, the commitment that was read differs from the one there, so the
 * command counts as a change; the text behind it stays in the store.
 */
async function presentTitle({ store }: Services, launch: string): Promise<PresentText | null> {
  const state = await store.load(launch)
  if (state === null) return null
  const { title } = state.context
  return { commitment: title, text: textIn(await store.texts(launch, [title]))(title) }
}

/**
 * The directory is read only for commands that name people. People who were deactivated are not known, and an auditor who would get
 * a role is marked as one. Anyone can lose a role that they still hold.
 */
async function pseudonyms(
  services: Services,
  command: CommandRequest['command'] | StaffedCreate,
): Promise<PseudonymOf> {
  if (!('person' in command) && !('people' in command)) return () => null
  const people = new Map((await services.store.directory.people()).map((each) => [each.id, each]))
  const givesRole = command.type === 'launch.create' || command.type === 'launch.assignRole'
  return (id) => {
    const person = people.get(id)
    if (person === undefined) return null
    if (command.type === 'launch.unassignRole') return person.pseudonym
    if (!person.active) return null
    return givesRole && person.auditor ? `${auditorPerson}${id}` : person.pseudonym
  }
}

/** Of the command as it was parsed, before sealing: the same request has the same one, whatever the salts. */
function fingerprint(command: CommandRequest['command']): string {
  return createHash('sha256')
    .update(canonical(JSON.parse(JSON.stringify(command))))
    .digest('hex')
}
