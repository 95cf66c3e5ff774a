import { z } from 'zod'
import { code, freeText, personId } from './commitment.ts'
import * as ids from './pipeline/pipeline.ts'
import * as typed from './typed-text.ts'

/**
 * What people and programs may ask. One schema for each command: types, form parsing, validation and the API's
 * description come from here. Rules about anything but the command's own shape live in rules/. Every string is of a
 * kind, which says what the log may show of it (commitment.ts).
 */

const slug = code(ids.slug)
const itemId = code(ids.itemId)
const person = personId(ids.slug)

const text = freeText(typed.typedText(4000))
export const title = freeText(typed.typedText(200))
const buildName = code(typed.buildName)
const link = freeText(z.url({ protocol: /^https?$/ }).max(2000))
const instant = code(z.iso.datetime({ offset: true }))
/** An IANA time zone that this machine knows. */
const timeZone = code(z.string().max(64).refine(isTimeZone))

function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/** What an added item may ask for; reports come from pipelines only. */
const asked = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.enum(['none', 'note', 'link', 'file']) }),
  z.strictObject({
    kind: z.literal('number'),
    unit: freeText(typed.typedText(40)).optional(),
    min: z.number().optional(),
    max: z.number().optional(),
  }),
])

/** When a launch may open: closes after it opens. */
const window = z
  .strictObject({ opensAt: instant, closesAt: instant })
  .refine(({ opensAt, closesAt }) => Date.parse(closesAt) > Date.parse(opensAt), { path: ['closesAt'] })

/** Evidence that may be said in a command. Files and reports enter only through the evidence address. */
const saidEvidence = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('note'), text }),
  z.strictObject({ kind: z.literal('link'), url: link, title: title.optional() }),
  z.strictObject({ kind: z.literal('number'), value: z.number() }),
])

const launch = <T extends string, S extends z.ZodRawShape>(type: T, shape: S) =>
  z.strictObject({ type: z.literal(type), ...shape })
const gate = <T extends string, S extends z.ZodRawShape>(type: T, shape: S) =>
  z.strictObject({ type: z.literal(type), gate: slug, ifVersion: z.number().int().nonnegative().optional(), ...shape })

/** Creating is a command of its own address: the launch is not there yet. Roles that `people` does not name get their default holders. */
export const createCommand = launch('launch.create', {
  pipeline: slug,
  slug: code(ids.slug.max(60)),
  title,
  store: title.optional(),
  targetAt: instant,
  timeZone,
  people: z.record(ids.slug, z.array(person).max(50)).optional(),
  scope: z.record(ids.slug, z.boolean()).optional(),
})
export type CreateCommand = z.infer<typeof createCommand>
/** A creation in which every role has been given its people, or nobody. */
export type StaffedCreate = CreateCommand & { people: NonNullable<CreateCommand['people']> }

/** Every command about a launch that is there. */
export const personCommand = z.discriminatedUnion('type', [
  launch('launch.start', {}),
  launch('launch.setPublicStatus', { public: z.boolean() }),
  launch('launch.setCandidate', { version: buildName, commit: buildName.optional(), url: link.optional() }),
  launch('launch.schedule', {
    targetAt: instant.optional(),
    timeZone: timeZone.optional(),
    window: window.nullable().optional(),
    title: title.optional(),
  }),
  launch('launch.assignRole', { role: slug, person }),
  launch('launch.unassignRole', { role: slug, person }),
  launch('launch.hold', { reason: text }),
  launch('launch.release', { note: text.optional() }),
  launch('launch.launch', { candidate: buildName.optional() }),
  launch('launch.rollBack', { reason: text }),
  launch('launch.cancel', { reason: text }),
  launch('launch.archive', {}),
  gate('gate.tick', {
    item: itemId,
    evidence: saidEvidence.optional(),
    same: z.literal(true).optional(),
    candidate: buildName.optional(),
  }).refine(({ evidence, same }) => evidence === undefined || same === undefined, { path: ['same'] }),
  gate('gate.failCheck', { item: itemId, evidence: saidEvidence, candidate: buildName.optional() }),
  gate('gate.untick', { item: itemId }),
  gate('gate.submit', {}),
  gate('gate.complete', {}),
  gate('gate.withdraw', { reason: text.optional() }),
  gate('gate.signOff', { as: slug, statement: text.optional() }),
  gate('gate.return', { reason: text, items: z.array(itemId).max(200).optional() }),
  gate('gate.reopen', { reason: text, items: z.array(itemId).max(200).optional() }),
  gate('gate.block', { reason: text }),
  gate('gate.unblock', { note: text.optional() }),
  gate('gate.requestWaiver', { reason: text, until: instant, mitigation: text.optional() }),
  gate('gate.grantWaiver', {}),
  gate('gate.declineWaiver', { reason: text.optional() }),
  gate('gate.notNeeded', { reason: text }),
  gate('gate.require', {}),
  gate('gate.itemNotNeeded', { item: itemId, reason: text }),
  gate('gate.requireItem', { item: itemId }),
  gate('gate.addItem', { title, owner: slug.optional(), asks: asked.optional(), required: z.boolean().optional() }),
  gate('gate.assign', { person: person.nullable() }),
  gate('gate.comment', { text }),
])
export type PersonCommand = z.infer<typeof personCommand>
export type PersonCommandType = PersonCommand['type']

/** Commands about a gate as a whole, not about one of its items. */
export type WholeGateCommandType = Exclude<Extract<PersonCommand, { gate: string }>, { item: string }>['type']

/** Every command by what it is about: the launch, a gate as a whole, or one of a gate's items. In the order of the schema. */
export const commandsAbout: Record<'launch' | 'gate' | 'item', PersonCommandType[]> = { launch: [], gate: [], item: [] }
for (const { shape } of personCommand.options) {
  const about = 'item' in shape ? 'item' : 'gate' in shape ? 'gate' : 'launch'
  commandsAbout[about].push(shape.type.value)
}
