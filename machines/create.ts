import { initialTransition } from 'xstate'
import { type PendingCommit, record } from './commit.ts'
import type { Commitment } from './commitment.ts'
import type { Actor, Refused, Ruling, SealedCreate } from './entry.ts'
import type { LaunchActor } from './events.ts'
import { fromStateValue, gateMachine } from './gate.ts'
import { launchMachine } from './launch.ts'
import type { Definition } from './pipeline/pipeline.ts'
import {
  auditorIdOf,
  type GateContext,
  type GateState,
  gateValue,
  type LaunchContext,
  type LaunchState,
  launchValue,
  unknownNameOf,
} from './state.ts'
import { buildEntry } from './step.ts'

/** The first entry of a launch: the draft, with the pipeline's definition and the people of its roles. */

/** Who may create: the administrator, or whose default roles include the pipeline's lead role. */
export function mayCreate(actor: Actor, pipeline: Definition): boolean {
  if (actor.kind !== 'person' || actor.permission === 'auditor') return false
  return actor.permission === 'admin' || actor.defaultRoles.includes(pipeline.lead)
}

/** A pipeline that nobody knows; who may create from none of the known ones hears that first. */
export function refuseUnknownPipeline(actor: Actor, name: string, known: readonly Definition[]): Refused {
  if (!known.some((pipeline) => mayCreate(actor, pipeline)))
    return { accepted: false, kind: 'forbidden', reason: { code: 'not-your-role', params: { roles: ['admin'] } } }
  return { accepted: false, kind: 'refused', reason: { code: 'unknown-name', params: { name } } }
}

/** Addresses of pages that are no launch. */
const reserved = ['new']

export function createLaunch(
  there: LaunchState | null,
  command: SealedCreate,
  actor: Actor,
  now: number,
  commitId: string,
  launch: string,
): Ruling {
  const { pipeline } = command
  if (!mayCreate(actor, pipeline))
    return {
      accepted: false,
      kind: 'forbidden',
      reason: { code: 'not-your-role', params: { roles: [pipeline.lead, 'admin'] } },
    }
  if (there !== null || reserved.includes(launch))
    return { accepted: false, kind: 'refused', reason: { code: 'slug-taken', params: { slug: launch } } }
  const unknown = unknownName(command)
  if (unknown !== undefined)
    return { accepted: false, kind: 'refused', reason: { code: 'unknown-name', params: { name: unknown } } }
  const auditor = auditorNamed(command)
  if (auditor !== undefined)
    return { accepted: false, kind: 'refused', reason: { code: 'auditor-holds-no-role', params: { person: auditor } } }
  const sponsors = command.people[pipeline.sponsor] ?? []
  if (leavesOutCriticalGate(command) && !sponsors.includes(actor.id))
    return {
      accepted: false,
      kind: 'forbidden',
      reason: { code: 'not-your-role', params: { roles: [pipeline.sponsor] } },
    }
  const creator: LaunchActor = {
    id: actor.id,
    kind: actor.kind,
    permission: actor.permission,
    roles: [...actor.defaultRoles],
  }
  const state = draft(command, launch, now)
  const first = buildEntry(
    { launch, seq: 0, commitId },
    command,
    { actor: creator, at: now, via: actor.via },
    { from: null, to: state.state },
  )
  const commit: PendingCommit = { entries: [first], state, commitId, at: now }
  leaveOut(commit, command, creator)
  return { accepted: true, entries: commit.entries, state: commit.state }
}

/** A critical gate is scoped out by the sponsor alone, also by an answer. */
function leavesOutCriticalGate({ pipeline, scope = {} }: SealedCreate): boolean {
  const out = pipeline.questions.filter(({ id }) => scope[id] === false).flatMap(({ leavesOut }) => leavesOut.gates)
  return pipeline.gates.some(({ id, critical }) => critical && out.includes(id))
}

/** The first role, person or scoping question that is not known. */
function unknownName({ pipeline, people, scope = {} }: SealedCreate): string | undefined {
  const roles = Object.keys(people).filter((role) => !pipeline.roles.includes(role))
  const persons = Object.values(people)
    .flat()
    .flatMap((person) => unknownNameOf(person) ?? [])
  const questions = Object.keys(scope).filter((question) => !pipeline.questions.some(({ id }) => id === question))
  return [...roles, ...persons, ...questions][0]
}

/** The id of the first auditor who was named for a role. */
function auditorNamed({ people }: SealedCreate): string | undefined {
  const [first] = Object.values(people)
    .flat()
    .flatMap((person) => auditorIdOf(person) ?? [])
  return first
}

/** Each no leaves out what its question names, with the question as the reason, in the same commit: items first, then gates. */
function leaveOut(commit: PendingCommit, command: SealedCreate, actor: LaunchActor): void {
  const { pipeline, scope = {} } = command
  const cause = { seq: 0 }
  const noes = pipeline.questions.filter(({ id }) => scope[id] === false)
  const gatesOut = new Map(
    noes.flatMap(({ id, leavesOut }) => leavesOut.gates.map((gate) => [gate, scopeReason(command, id)])),
  )
  const itemsOut = new Map(
    noes.flatMap(({ id, leavesOut }) => leavesOut.items.map((item) => [item, scopeReason(command, id)])),
  )
  for (const gate of pipeline.gates)
    for (const { id: item } of gate.items) {
      const reason = itemsOut.get(item)
      if (reason !== undefined && !gatesOut.has(gate.id))
        record(commit, { type: 'gate.itemNotNeeded', gate: gate.id, item, reason }, { actor, cause })
    }
  for (const { id: gate } of pipeline.gates) {
    const reason = gatesOut.get(gate)
    if (reason !== undefined) record(commit, { type: 'gate.notNeeded', gate, reason }, { actor, cause })
  }
}

/** Sealing gives each no its question. Throws when that was forgotten: an entry cannot say why without it. */
function scopeReason({ scopeReasons = {} }: SealedCreate, question: string): Commitment {
  const reason = scopeReasons[question]
  if (reason === undefined)
    throw new Error(`The scoping question ${question} was answered with no, without its sentence.`)
  return reason
}

/** A launch at version 1, as its first entry makes it. */
export function draft(command: SealedCreate, launch: string, at: number): LaunchState {
  const { pipeline } = command
  const gateContext: GateContext = {
    items: {},
    added: [],
    person: null,
    submission: null,
    signatures: {},
    reason: null,
    waiver: null,
    waiverRequest: null,
  }
  const context: LaunchContext = {
    title: command.title,
    store: command.store ?? null,
    texts: command.texts,
    targetAt: Date.parse(command.targetAt),
    timeZone: command.timeZone,
    window: null,
    public: false,
    archived: false,
    people: Object.fromEntries(pipeline.roles.map((role) => [role, command.people[role] ?? []])),
    candidate: null,
    rolledBack: [],
    hold: null,
  }
  const [firstOfGate] = initialTransition(gateMachine, gateContext)
  const [firstOfLaunch] = initialTransition(launchMachine, context)
  const gate: GateState = {
    state: gateValue.parse(fromStateValue(firstOfGate.value)),
    version: 1,
    statusSince: at,
    readySince: null,
    context: gateContext,
  }
  return {
    launch,
    definition: pipeline,
    state: launchValue.parse(fromStateValue(firstOfLaunch.value)),
    stateSince: at,
    version: 1,
    createdAt: at,
    at,
    context,
    // An object for each: what is known of a gate is kept by its state.
    gates: Object.fromEntries(pipeline.gates.map(({ id }) => [id, { ...gate }])),
  }
}
