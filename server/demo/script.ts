import { setImmediate } from 'node:timers/promises'
import type { Token } from '../../db/directory.ts'
import { newCommitId } from '../../db/seal.ts'
import type { Store } from '../../db/store.ts'
import type { CreateCommand, PersonCommand } from '../../machines/commands.ts'
import { asOf, decideClock } from '../../machines/due.ts'
import { gateOf, rechecksOnCandidate } from '../../machines/reading/queries.ts'
import { verdict } from '../../machines/reading/verdict.ts'
import type { LaunchState } from '../../machines/state.ts'
import type { Caller } from '../auth/caller.ts'
import { serviceNamed } from '../auth/tokens.ts'
import { type CommandOutcome, handleCommand } from '../commands/handle-command.ts'
import { type Received, receiveEvidence } from '../evidence/receive.ts'
import type { Services } from '../services.ts'
import { atOffice, type OfficeZone } from './office-hours.ts'
import { Rehearsal } from './rehearsal.ts'

/** How the demo's launches come to be: their people send commands at instants that lie behind us, and the clock writes what fell due between. */

/** Something that one of the cast, or the service `ci`, does with one item; the gate and the build are found when it is done. */
export type ItemDeed =
  | { do: 'tick'; item: string; evidence?: string | number }
  | { do: 'hand-in'; item: string; received: Received }
export type Deed = CreateCommand | PersonCommand | ItemDeed

/** Who does what, at which instant (epoch ms). */
export interface Step {
  at: number
  by: string
  deed: Deed
}

/** What a story is told with: the instant that it leads up to, the name of its launch, and who holds which role (ids, by role). */
export interface StorySetting {
  now: number
  slug: string
  people: Record<string, string[]>
}

/** A launch's past as it looks at `now`: the same steps in the same order, at office hours of the days before. */
export type Story = (setting: StorySetting) => Step[]

/** One line of a story: how many days ago, at what time there, who, what. */
export type Line = readonly [daysAgo: number, time: string, by: string, deed: Deed]

/** The lines in the order of time; those of one instant stay as they are written. */
export function ready(now: number, zone: OfficeZone, lines: readonly Line[]): Step[] {
  return lines
    .map(([daysAgo, time, by, deed]) => ({ at: atOffice(now, daysAgo, time, zone), by, deed }))
    .sort((a, b) => a.at - b.at)
}

/** Ticks an item: without evidence, with a number, a link (https://…) or a note. */
export function tick(item: string, evidence?: string | number): Deed {
  return evidence === undefined ? { do: 'tick', item } : { do: 'tick', item, evidence }
}

/** Hands in a small text file as evidence. */
export function file(item: string, name: string, text: string): Deed {
  return { do: 'hand-in', item, received: { kind: 'file', name, bytes: Buffer.from(text) } }
}

/** Hands in a JUnit report of these tests: names, with `false` for one that failed. */
export function report(item: string, suite: string, tests: Record<string, boolean>): Deed {
  const cases = Object.entries(tests).map(([name, passed], index) => {
    const time = ((index * 37) % 40) / 10 + 0.8
    const failure = passed ? '' : '<failure message="not what was expected"/>'
    return `  <testcase classname="${suite}" name="${name}" time="${time.toFixed(1)}">${failure}</testcase>`
  })
  const failures = Object.values(tests).filter((passed) => !passed).length
  const xml = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuite name="${suite}" tests="${cases.length}" failures="${failures}">`,
    ...cases,
    '</testsuite>',
    '',
  ].join('\n')
  return { do: 'hand-in', item, received: { kind: 'report', bytes: Buffer.from(xml) } }
}

/**
 * Plays a story to its end and writes what has fallen due since; complete when this resolves. A story that was broken off
 * goes on where it stopped, as it was when it began; two who play it at once make one launch.
 * Throws when a step is refused: then the story is wrong.
 */
export async function play(
  services: Services,
  story: Story,
  { slug, people }: Omit<StorySetting, 'now'>,
): Promise<void> {
  const { store } = services
  for (;;) {
    const stored = await store.load(slug)
    const log = await readProgress(store, slug)
    // Somebody else plays it at the same time.
    if (log.size !== (stored?.version ?? 0)) continue
    const steps = story({ now: await beginning(services, slug, stored !== null), slug, people })
    const rehearsal = new Rehearsal(store, stored)
    await rehearse(services, rehearsal.store, slug, steps.slice(log.taken))
    if (await rehearsal.perform()) return
  }
}

/** The instant that a story leads up to: kept, so that a story that was broken off keeps its days. */
async function beginning({ store, clock }: Services, slug: string, hasBegun: boolean): Promise<number> {
  const name = `story ${slug}`
  const known = hasBegun ? await store.directory.setting(name) : null
  const now = known === null ? clock() : Number(known)
  if (known === null) await store.directory.setSetting(name, String(now))
  return now
}

/** Takes these steps and what falls due between and after them in the store given; resolves when their evidence is on disk. */
async function rehearse(services: Services, store: Store, slug: string, steps: readonly Step[]): Promise<void> {
  const kept: Promise<void>[] = []
  const keep = async (sha256: string, bytes: Buffer) => {
    const writing = services.evidence.keep(sha256, bytes)
    // It is waited for below.
    writing.catch(() => {})
    kept.push(writing)
  }
  const then = { ...services, store, evidence: { ...services.evidence, keep } }
  const callers = new Map<string, Caller>()
  for (const step of steps) {
    const caller = callers.get(step.by) ?? (await callerOf(services.store, step))
    callers.set(step.by, caller)
    const outcome = await take(then, { slug, step, caller }, await writeDue(store, slug, step.at))
    if (outcome.kind === 'refused')
      throw new Error(`${step.by} cannot do this in ${slug}: ${JSON.stringify([step.deed, outcome.refusal])}`)
    // Other requests get their turn: the demo can be made again in a running server.
    await setImmediate()
  }
  await writeDue(store, slug, services.clock())
  await Promise.all(kept)
}

/** How far a story has come: each of its steps is one request in the log; what the clock wrote is none. */
async function readProgress(store: Store, slug: string): Promise<{ taken: number; size: number }> {
  const entries = await store.entries(slug, -1, 10_000)
  const requests = new Set(entries.filter(({ actor }) => actor.kind !== 'engine').map(({ request }) => request))
  return { taken: requests.size, size: entries.length }
}

async function take(
  services: Services,
  { slug, step, caller }: { slug: string; step: Step; caller: Caller },
  before: LaunchState | null,
): Promise<CommandOutcome> {
  const then: Services = { ...services, clock: () => step.at }
  const ask = { caller, launch: slug, route: 'demo' }
  const { deed } = step
  if ('type' in deed) return handleCommand(then, { ...ask, command: withVersion(before, deed) })
  const { gate, candidate } = placeOf(before, deed.item)
  const said = { gate, item: deed.item, ...(candidate === null ? {} : { candidate }) }
  if (deed.do === 'hand-in') return receiveEvidence(then, { ...ask, ...said }, deed.received)
  const evidence = evidenceOf(deed.evidence)
  return handleCommand(then, { ...ask, command: { type: 'gate.tick', ...said, ...(evidence ? { evidence } : {}) } })
}

/** A command about a gate, by somebody who has looked at it. */
function withVersion(
  launch: LaunchState | null,
  command: CreateCommand | PersonCommand,
): CreateCommand | PersonCommand {
  if (launch === null || !('gate' in command)) return command
  return { ...command, ifVersion: gateOf(launch, command.gate).gate.version }
}

/** The gate of an item, and the build that its evidence is about where it depends on one. */
function placeOf(launch: LaunchState | null, id: string): { gate: string; candidate: string | null } {
  for (const gate of launch?.definition.gates ?? [])
    for (const item of gate.items)
      if (item.id === id)
        return {
          gate: gate.id,
          candidate: rechecksOnCandidate(item) ? (launch?.context.candidate?.version ?? null) : null,
        }
  throw new Error(`no gate has an item ${id}`)
}

function evidenceOf(said: string | number | undefined) {
  if (said === undefined) return null
  if (typeof said === 'number') return { kind: 'number', value: said } as const
  return said.startsWith('https://') ? ({ kind: 'link', url: said } as const) : ({ kind: 'note', text: said } as const)
}

const ci = 'ci'

async function callerOf(store: Store, { by, at }: Step): Promise<Caller> {
  if (by === ci) {
    const service = await serviceNamed(store, ci, at)
    return { kind: 'service', service, token: tokenOfNobody(at) }
  }
  const person = await store.directory.person(by)
  if (!person) throw new Error(`${by} is not in the directory`)
  return { kind: 'person', person, token: null }
}

/** It is never stored, so no header can present it: here the service calls from inside. */
const tokenOfNobody = (at: number): Token => ({
  id: 'demo',
  secretHash: '',
  person: null,
  service: ci,
  scopes: ['evidence:write', 'candidate:write'],
  launch: null,
  createdAt: at,
  expiresAt: at,
  revokedAt: null,
  lastUsedAt: null,
})

/** Writes everything that fell due up to `until`, each at its own instant; gives the launch as it then is. */
async function writeDue(store: Store, slug: string, until: number): Promise<LaunchState | null> {
  for (;;) {
    const launch = await store.load(slug)
    if (launch === null) return null
    const next = nextDue(launch)
    if (next === null || next > until) return launch
    await store.execute({
      launch: slug,
      at: next,
      privateTexts: [],
      evidence: [],
      requestKey: null,
      decide: (state) =>
        state
          ? decideClock(state, next, newCommitId())
          : { accepted: false, kind: 'unknown', reason: { code: 'unknown-launch', params: {} } },
    })
  }
}

/** The next instant at which the clock has something to write, or null. */
function nextDue(launch: LaunchState): number | null {
  let now = launch.at
  for (;;) {
    const next = verdict(asOf(launch, now), now, { build: 'current' }).nextChangeAt
    if (next === null) return null
    const ruling = decideClock(launch, next, '')
    if (ruling.accepted && ruling.entries.length > 0) return next
    now = next
  }
}
