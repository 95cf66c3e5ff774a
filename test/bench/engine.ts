import { decide } from '../../machines/decide.ts'
import { asOf, decideClock } from '../../machines/due.ts'
import type { SealedCommand } from '../../machines/entry.ts'
import type { Definition } from '../../machines/pipeline/pipeline.ts'
import { can, canGate } from '../../machines/reading/can.ts'
import { obstacle } from '../../machines/reading/obstacle.ts'
import { verdict } from '../../machines/reading/verdict.ts'
import type { LaunchState } from '../../machines/state.ts'
import { builtInPipeline } from '../../server/pipelines/built-in.ts'
import { actor, cast, days, monday } from '../support/engine.ts'
import { sealed } from '../support/sealed.ts'
import { atMost, type Figure } from './figure.ts'
import { chainOf, type Progress, progressed } from './launches.ts'
import { fewer } from './quick.ts'

/**
 * Microseconds per call of the engine alone, without database or web. Every call gets a launch that it has not seen before: `loaded`
 * shares nothing with earlier ones but the definition, as after reading rows; `next` shares the gates too, as the next version of a
 * launch in memory does. Of several rounds the fastest counts: others use the machine too.
 * `node test/bench/engine.ts` prints every pipeline size; the bench judges the 21 gates of `ecommerce`.
 */

const now = monday + days(1)
const rounds = Number(process.env.BENCH_ROUNDS ?? fewer(15, 2))

/** Of deciding a tick, in µs. */
const promisedTick = 40

type Call = (launch: LaunchState) => unknown

function measure(launch: LaunchState, call: Call, copy: (launch: LaunchState) => LaunchState): number {
  let calls = 4
  let best = Number.POSITIVE_INFINITY
  for (let round = 0; round < rounds; round += 1) {
    const launches = Array.from({ length: calls }, () => copy(launch))
    const started = performance.now()
    for (const each of launches) call(each)
    const took = performance.now() - started
    best = Math.min(best, (took * 1000) / calls)
    // Long enough for the clock, short enough that some rounds are not interrupted.
    if (took < 1 && calls < 512) calls *= 2
  }
  return best
}

const loaded = (launch: LaunchState): LaunchState => ({
  ...launch,
  context: structuredClone(launch.context),
  gates: structuredClone(launch.gates),
})
const next = (launch: LaunchState): LaunchState => ({ ...launch })

/** The command is accepted or refused as expected, or its figure is about something else. */
function decides(who: string, command: SealedCommand, entries: number): Call {
  return (launch) => {
    const ruling = decide(launch, command, actor(who), now, 'r_1', launch.launch)
    const wrote = ruling.accepted ? ruling.entries.length : 0
    if (wrote !== entries) throw new Error(`${command.type} wrote ${wrote} entries, expected ${entries}`)
    return ruling
  }
}

const holderOf = (definition: Definition, role: string) => cast[definition.roles.includes(role) ? role : ''] ?? ''

/**
 * What is measured, with its limit: how many copies of all 21 gates a call may take, about three times what it took when the limit
 * was set. The gates that it is about are in the middle of the graph where there is one.
 */
function figuresOf(definition: Definition): [string, Progress, Call, number][] {
  const open = definition.gates.find(({ id }) => id !== definition.decision)
  const signable = definition.gates.filter(
    ({ id, signers, needs }) =>
      id !== definition.decision && id !== open?.id && signers.length > 0 && !needs.includes(open?.id ?? ''),
  )
  const sent = signable.find(({ signers }) => signers.length > 1) ?? signable[0]
  const item = open?.items.find(({ asks }) => asks.kind === 'none') ?? open?.items[0]
  const as = sent?.signers[0]
  if (!open || !item || !sent || as === undefined) throw new Error(`${definition.id} has no gate to measure`)
  const tick = { type: 'gate.tick', gate: open.id, item: item.id, evidence: evidenceFor(item.asks.kind) } as const
  const signer = holderOf(definition, as)
  const signOff = { type: 'gate.signOff', gate: sent.id, as, ifVersion: 1 } as const
  const reopen = { type: 'gate.reopen', gate: open.id, reason: sealed('reason') } as const
  const lead = actor(holderOf(definition, definition.lead))
  const half = { open: [open.id], sent: [sent.id] }
  return [
    ['decide: gate.tick', half, decides(holderOf(definition, item.owner), tick, 1), 0.7],
    ['decide: gate.signOff', half, decides(signer, signOff, sent.signers.length === 1 ? 2 : 1), 0.6],
    ['decide: gate.signOff, refused (role)', half, decides('omar', signOff, 0), 0.2],
    ['decide: gate.reopen with recheck and relock', 'ready', decides(lead.id, reopen, 3), 1.5],
    ['decideClock, nothing due', half, (launch) => decideClock(launch, now, 'r_1'), 0.15],
    ['asOf, nothing due', half, (launch) => asOf(launch, now), 0.15],
    ['verdict, wait', half, (launch) => verdict(launch, now, { build: 'current' }), 0.6],
    ['verdict, go', 'ready', (launch) => verdict(launch, now, { build: 'current' }), 0.4],
    ['can, the lead', half, (launch) => can(launch, lead, now), 12],
    ['can, a signer', half, (launch) => can(launch, actor(signer), now), 10],
    ['canGate, the lead', half, (launch) => canGate(launch, open.id, lead, now), 1],
    ['canGate, a signer', half, (launch) => canGate(launch, sent.id, actor(signer), now), 0.7],
    [
      'obstacle, none',
      half,
      (launch) => obstacle(launch, { ...tick }, actor(holderOf(definition, item.owner)), now),
      0.1,
    ],
    [
      'obstacle, role',
      half,
      (launch) => obstacle(launch, { type: 'gate.submit', gate: open.id }, actor('omar'), now),
      0.1,
    ],
    ['obstacle, state', half, (launch) => obstacle(launch, { type: 'gate.unblock', gate: open.id }, lead, now), 0.15],
  ]
}

function evidenceFor(kind: string) {
  return kind === 'number' ? { kind: 'number' as const, value: 0 } : { kind: 'none' as const }
}

/** Copying the gates of the launch, which any work on each of them may be compared with. */
const copying = (launch: LaunchState): unknown => structuredClone(launch.gates)

/** The engine needs no server. */
export async function measureEngine(): Promise<Figure[]> {
  const { definition } = await builtInPipeline('ecommerce')
  const base: [number, string] = [
    measure(progressed(definition, 'ready'), copying, next),
    'a copy of all gates of the launch',
  ]
  const figures = figuresOf(definition)
  const judged = figures.map(([name, progress, call, most]) => {
    const value = measure(progressed(definition, progress), call, loaded)
    return atMost(`${name}, ${definition.gates.length} gates`, [value, 'µs'], base, most)
  })
  const [tick] = figures
  if (!tick) throw new Error('no tick was measured')
  const [name, progress, call] = tick
  const inMemory = measure(progressed(definition, progress), call, next)
  return [...judged, atMost(`${name}, a launch in memory`, [inMemory, 'µs'], [promisedTick, 'the promise'], 1)]
}

async function printAll(only: string | undefined): Promise<void> {
  const pipelines = [
    (await builtInPipeline('first-look')).definition,
    (await builtInPipeline('ecommerce')).definition,
    chainOf(600),
  ]
  for (const definition of pipelines) {
    console.log(`\n${definition.id}, ${definition.gates.length} gates`.padEnd(52), '  loaded      next  (µs per call)')
    for (const [name, progress, call] of figuresOf(definition)) {
      if (only !== undefined && !`${definition.id} ${name}`.includes(only)) continue
      const launch = progressed(definition, progress)
      const figures = [measure(launch, call, loaded), measure(launch, call, next)]
      console.log(`  ${name.padEnd(48)}`, ...figures.map((each) => each.toFixed(1).padStart(9)))
    }
  }
}

if (import.meta.main) await printAll(process.argv[2])
