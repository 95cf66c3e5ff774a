import { z } from 'zod'
import { personCommand } from '../../../machines/commands.ts'
import { gateValue, itemState, launchValue, staleCause } from '../../../machines/state.ts'
import { blocker, gateStatus } from './blocker.ts'
import { candidate, decision, instant, wholeNumber } from './common.ts'
import { asks, evidence } from './evidence.ts'

/** A launch with its gates and items. People are ids; private texts are null once they were erased. */

/** Commands that the caller may send now. */
const can = z.array(z.enum(personCommand.options.map(({ shape }) => shape.type.value)))

/** Who ticked an item or sent a failed check: a person's id, or the name of a service with `service: true`. */
const author = { at: instant, by: z.string(), service: z.literal(true).exactOptional() }

export const item = z.strictObject({
  id: z.string(),
  title: z.string(),
  owner: z.string(),
  required: z.boolean(),
  state: itemState.shape.state,
  freshFor: z.iso.duration().nullable().describe('How long a tick counts; null when it does not age.'),
  recheckOn: z.array(z.union([z.literal('candidate'), z.strictObject({ needs: z.string() })])),
  asks,
  can,
  stale: z.strictObject({ since: instant, causes: z.array(staleCause) }).nullable(),
  failed: z
    .strictObject({ ...author, evidence })
    .nullable()
    .describe('A failed check since the last tick.'),
  ticked: z.strictObject({ ...author, candidate: z.string().nullable(), evidence }).nullable(),
})
export type ItemBody = z.infer<typeof item>

const signature = z.strictObject({ by: z.string(), at: instant })

const waiverTerms = {
  ...signature.shape,
  until: instant,
  reason: z.string().nullable(),
  mitigation: z.string().nullable(),
}

export const gate = z.strictObject({
  id: z.string(),
  title: z.string(),
  why: z.string(),
  phase: z.string(),
  critical: z.boolean(),
  owner: z.string(),
  signers: z.array(z.strictObject({ role: z.string(), signed: signature.nullable() })),
  needs: z.array(z.string()),
  state: gateValue,
  status: gateStatus,
  ready: z.boolean(),
  version: wholeNumber.describe('What `ifVersion` of a command is compared with.'),
  dueAt: instant.nullable(),
  person: z.string().nullable(),
  submission: signature.nullable(),
  waiver: z.strictObject({ ...waiverTerms, askedBy: z.string() }).nullable(),
  waiverRequest: z.strictObject(waiverTerms).nullable(),
  reason: z.string().nullable().describe('Why the gate was last returned, blocked, reopened or left out.'),
  waitingFor: z.array(z.string()),
  can,
  items: z.array(item),
})
export type GateBody = z.infer<typeof gate>

/** A launch in the list of launches. */
export const launchSummary = z.strictObject({
  slug: z.string(),
  title: z.string().nullable(),
  store: z.string().nullable(),
  state: launchValue,
  decision,
  unlocked: z.boolean().describe('True exactly when `decision` is `go`.'),
  version: wholeNumber,
  pipeline: z.strictObject({ id: z.string(), version: wholeNumber }),
  targetAt: instant,
  timeZone: z.string(),
  candidate: candidate.nullable(),
  public: z.boolean(),
  archived: z.boolean(),
})
export type LaunchSummaryBody = z.infer<typeof launchSummary>

export const launch = z.strictObject({
  ...launchSummary.shape,
  hold: z.strictObject({ ...signature.shape, reason: z.string().nullable() }).nullable(),
  window: z.strictObject({ opensAt: instant, closesAt: instant }).nullable(),
  people: z.record(z.string(), z.array(z.string())).describe('Who holds each role.'),
  blockers: z.array(blocker),
  can,
  gates: z.array(gate),
})
export type LaunchBody = z.infer<typeof launch>
