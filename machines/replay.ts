import { z } from 'zod'
import { commitment } from './commitment.ts'
import { draft } from './create.ts'
import type { ActionName, EngineCommand, Entry, SealedCommand, SealedCreate } from './entry.ts'
import { nothingMissing } from './handled-events.ts'
import { definitionSchema, itemId, slug } from './pipeline/pipeline.ts'
import { findGate, findItem } from './reading/queries.ts'
import { evidenceSchema, type LaunchState, staleCause } from './state.ts'
import { accepts, type Moment, permissive, step } from './step.ts'

/**
 * The log, applied again from its first entry. It never judges: yesterday's yes stays yes, under open guards.
 * It compares what each entry says it led to with what the machines say.
 */

export type Replayed = { ok: true; state: LaunchState } | { ok: false; seq: number; difference: string }

const gate = <T extends string, S extends z.ZodRawShape>(type: T, shape: S) =>
  z.strictObject({ type: z.literal(type), gate: slug, ...shape })
const launch = <T extends string, S extends z.ZodRawShape>(type: T, shape: S) =>
  z.strictObject({ type: z.literal(type), ...shape })
/** Free text, which is always a commitment. */
const text = commitment
/** A time, a time zone or the name of a build. */
const code = z.string()
const pseudonym = z.string()
const items = z.array(itemId).optional()

const asked = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.enum(['none', 'note', 'link', 'file']) }),
  z.strictObject({
    kind: z.literal('number'),
    unit: text.optional(),
    min: z.number().optional(),
    max: z.number().optional(),
  }),
])

/** What a leaf may hold: the sealed commands and the engine's, as entries carry them. */
const replayable = z.discriminatedUnion('type', [
  launch('launch.start', {}),
  launch('launch.setPublicStatus', { public: z.boolean() }),
  launch('launch.setCandidate', { version: code, commit: code.optional(), url: text.optional() }),
  launch('launch.schedule', {
    targetAt: code.optional(),
    timeZone: code.optional(),
    window: z.strictObject({ opensAt: code, closesAt: code }).nullable().optional(),
    title: text.optional(),
  }),
  launch('launch.assignRole', { role: slug, person: pseudonym }),
  launch('launch.unassignRole', { role: slug, person: pseudonym }),
  launch('launch.rollBack', { reason: text }),
  launch('launch.cancel', { reason: text }),
  launch('launch.archive', {}),
  launch('launch.hold', { reason: text }),
  launch('launch.release', { note: text.optional() }),
  launch('launch.launch', { candidate: code.optional() }),
  launch('launch.unlock', {}),
  launch('launch.relock', {}),
  gate('gate.tick', {
    item: itemId,
    evidence: evidenceSchema.optional(),
    same: z.literal(true).optional(),
    candidate: code.optional(),
  }),
  gate('gate.failCheck', { item: itemId, evidence: evidenceSchema, candidate: code.optional() }),
  gate('gate.untick', { item: itemId }),
  gate('gate.submit', {}),
  gate('gate.complete', {}),
  gate('gate.withdraw', { reason: text.optional() }),
  gate('gate.signOff', { as: slug, statement: text.optional() }),
  gate('gate.return', { reason: text, items }),
  gate('gate.reopen', { reason: text, items }),
  gate('gate.block', { reason: text }),
  gate('gate.unblock', { note: text.optional() }),
  gate('gate.requestWaiver', { reason: text, until: code, mitigation: text.optional() }),
  gate('gate.grantWaiver', {}),
  gate('gate.declineWaiver', { reason: text.optional() }),
  gate('gate.notNeeded', { reason: text }),
  gate('gate.require', {}),
  gate('gate.itemNotNeeded', { item: itemId, reason: text }),
  gate('gate.requireItem', { item: itemId }),
  gate('gate.addItem', {
    title: text,
    owner: slug.optional(),
    asks: asked.optional(),
    required: z.boolean().optional(),
  }),
  gate('gate.assign', { person: pseudonym.nullable() }),
  gate('gate.expireWaiver', { due: code.optional() }),
  gate('gate.comment', { text }),
  gate('gate.clear', {}),
  gate('gate.recheck', { items: z.array(z.strictObject({ item: itemId, causes: z.array(staleCause) })) }),
  gate('gate.lapse', { items: z.array(itemId), due: code }),
]) satisfies z.ZodType<SealedCommand | EngineCommand>
nothingMissing<Exclude<ActionName, 'launch.create' | z.infer<typeof replayable>['type']>>()

/** Every action but the first that replay can read. Schemas of commands may grow stricter; a leaf stays readable, so each action has a schema of its own here. */
export const replayableActions: string[] = replayable.options.map(({ shape }) => shape.type.value)

const creation = z.strictObject({
  type: z.literal('launch.create'),
  pipeline: definitionSchema,
  texts: text,
  title: text,
  store: text.optional(),
  targetAt: code,
  timeZone: code,
  people: z.record(slug, z.array(pseudonym)),
  scope: z.record(slug, z.boolean()).optional(),
  scopeReasons: z.record(slug, text).optional(),
}) satisfies z.ZodType<SealedCreate>

/**
 * Never throws on entries that are JSON of the leaf's shape; the first difference is named. `each` is told the launch after
 * every entry; a gate that the entry left alone keeps its identity.
 */
export function replay(entries: Iterable<Entry>, each: (state: LaunchState) => void = () => {}): Replayed {
  let state: LaunchState | null = null
  for (const entry of entries) {
    const applied = applyEntry(state, entry)
    if (typeof applied === 'string') return { ok: false, seq: entry.seq, difference: applied }
    state = applied
    each(state)
  }
  return state ? { ok: true, state } : { ok: false, seq: 0, difference: 'the log has no entries' }
}

/** The command that an entry keeps, read as replay reads it; of the first entry of a log none. Throws on what cannot be read. */
export function commandIn(entry: Entry): SealedCommand | EngineCommand | null {
  return entry.from === null ? null : replayable.parse(toldBy(entry))
}

/**
 * Why replay could not read this entry, or null. An entry with free text that is not sealed is one of those: nobody could
 * take it out of the log again, so a store asks before it writes.
 */
export function whyUnreadable(entry: Entry): string | null {
  const repeated = repeatedField(entry)
  if (repeated !== null) return repeated
  const read = (entry.from === null ? creation : replayable).safeParse(toldBy(entry))
  return read.success ? null : unreadable(entry, read.error)
}

const unreadable = (entry: Entry, error: z.ZodError): string =>
  `${entry.from === null ? 'the first entry' : entry.action} cannot be read: ${z.prettifyError(error)}`

function repeatedField({ data }: Entry): string | null {
  const named = ['type', 'gate', 'as', 'due'].find((name) => name in data)
  return named === undefined ? null : `data holds ${named}, which stands elsewhere in an entry`
}

/** What stands elsewhere in an entry is put back where it came from. */
function toldBy({ action, gate, as, due, data }: Entry): Record<string, unknown> {
  return {
    type: action,
    ...(gate === undefined ? {} : { gate }),
    ...(as === undefined ? {} : { as }),
    ...(due === undefined ? {} : { due }),
    ...data,
  }
}

/** The launch after one more entry (`state` is null before the first), or the difference in one sentence. */
export function applyEntry(state: LaunchState | null, entry: Entry): LaunchState | string {
  const at = Date.parse(entry.at)
  if (!Number.isFinite(at)) return `at is not a time: ${entry.at}`
  const repeated = repeatedField(entry)
  if (repeated !== null) return repeated
  const told = toldBy(entry)
  if (state === null) return create(entry, told, at)
  if (entry.seq !== state.version) return `seq is ${entry.seq}, expected ${state.version}`
  if (entry.launch !== state.launch) return `the entry belongs to ${entry.launch}, not to ${state.launch}`
  if (at < state.at) return `at runs backwards: ${entry.at}`
  const command = replayable.safeParse(told)
  if (!command.success) return unreadable(entry, command.error)
  const unknown = unknownPart(state, command.data)
  if (unknown) return unknown
  const { id, kind, roles } = entry.actor
  const moment: Moment = {
    actor: { id, kind, permission: 'member', roles },
    at,
    instant: entry.due === undefined ? at : Date.parse(entry.due),
  }
  if (!accepts(permissive, state, command.data, moment)) return `${entry.action} leads nowhere from ${entry.from}`
  const { from, to, state: next } = step(permissive, state, command.data, moment)
  if (from !== entry.from) return `from is ${entry.from}, replay is in ${from}`
  if (to !== entry.to) return `to is ${entry.to}, replay leads to ${to}`
  return next
}

function create(entry: Entry, told: unknown, at: number): LaunchState | string {
  if (entry.seq !== 0) return `the first entry has seq ${entry.seq}`
  const command = creation.safeParse(told)
  if (!command.success) return unreadable(entry, command.error)
  const state = draft(command.data, entry.launch, at)
  if (entry.from !== null || entry.to !== state.state) return `the first entry leads from ${entry.from} to ${entry.to}`
  return state
}

function unknownPart(state: LaunchState, command: SealedCommand | EngineCommand): string | null {
  if (!('gate' in command)) return null
  const definition = findGate(state.definition, command.gate)
  const gate = state.gates[command.gate]
  if (!definition || !gate) return `there is no gate ${command.gate}`
  const named = [
    ...('item' in command ? [command.item] : []),
    ...('items' in command ? (command.items ?? []).map((each) => (typeof each === 'string' ? each : each.item)) : []),
  ]
  const item = named.find((each) => !findItem(definition, gate.context, each))
  return item === undefined ? null : `there is no item ${item}`
}
