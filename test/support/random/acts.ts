import type { PersonCommand, PersonCommandType } from '../../../machines/commands.ts'
import { can } from '../../../machines/reading/can.ts'
import {
  findItem,
  gateOf,
  holdersOf,
  isCancelled,
  isDraft,
  isHeld,
  isLaunched,
  isOpen,
  isPreparing,
  isReady,
  needsNotReady,
} from '../../../machines/reading/queries.ts'
import { type Waiting, waitingFor } from '../../../machines/reading/waiting.ts'
import type { LaunchState } from '../../../machines/state.ts'
import { actorOf } from '../../../server/auth/caller.ts'
import { fairPeople } from '../fair.ts'
import type { Asked } from './doors.ts'
import { type Chance, oneOf } from './moves.ts'
import { everyType, isUndone, newBuild, say, someItems, tick } from './say.ts'
import type { Story } from './story.ts'

/** What people do in a random story. */

/** The next thing that somebody is waited for. */
export async function advance(story: Story, chance: Chance): Promise<void> {
  const launch = story.launch
  const leads = story.named(holdersOf(launch, launch.definition.lead))
  const lead = oneOf(chance, leads)
  if (isCancelled(launch)) return
  if (isDraft(launch)) {
    const refusal = await story.do(lead, { type: 'launch.start' })
    if (refusal?.code === 'four-eyes-impossible' || refusal?.code === 'nobody-in-role') await restaff(story, chance)
    return
  }
  if (isHeld(launch)) return void (await story.do(lead, { type: 'launch.release' }))
  if (isLaunched(launch)) {
    if (chance() < 0.4) await story.do(lead, { type: 'launch.rollBack', reason: 'it broke' })
    return
  }
  if (launch.context.candidate === null || isUndone(launch)) return void (await story.do('ci', newBuild(story, chance)))
  const waiting = launch.definition.gates
    .map(({ id }) => ({ id, asked: waitingFor(launch, id) }))
    // Mostly those that can go on now, now and then one that should wait for other gates.
    .filter(({ id, asked }) => asked.length > 0 && (needsNotReady(launch, id).length === 0 || chance() < 0.15))
  if (waiting.length === 0) {
    const live = { type: 'launch.launch' as const, candidate: launch.context.candidate.version }
    if (launch.context.window && chance() < 0.3) await story.do(lead, live)
    else if (launch.context.window && chance() < 0.5) await story.do(lead, { type: 'launch.schedule', window: null })
    else if (chance() < 0.15) await story.do(lead, live)
    else if (chance() < 0.1) await story.do(lead, say(story, chance, launch, { type: 'launch.schedule' }, true))
    return
  }
  const { id, asked } = oneOf(chance, waiting)
  const next = oneOf(chance, asked)
  const [someone] = next.people
  if (someone === undefined) return restaff(story, chance)
  await doWaited(story, chance, launch, id, next, oneOf(chance, story.named(next.people)))
}

export async function doWaited(
  story: Story,
  chance: Chance,
  launch: LaunchState,
  gate: string,
  { to, role, items }: Waiting,
  who: string,
): Promise<void> {
  const { definition, gate: stands } = gateOf(launch, gate)
  const ifVersion = stands.version
  const send: PersonCommand = {
    type: definition.signers.length > 0 ? 'gate.submit' : 'gate.complete',
    gate,
    ifVersion,
  }
  if (to === 'send') return void (await story.do(who, send))
  if (to === 'solve') return void (await story.do(who, { type: 'gate.unblock', gate }))
  if (to === 'grant') {
    const asker = story.named([stands.context.waiverRequest?.by ?? ''])
    const grants = oneOf(chance, [who, who, ...asker])
    return void (await story.do(grants, { type: 'gate.grantWaiver', gate, ifVersion }))
  }
  if (to === 'sign') {
    if (chance() < 0.06)
      return void (await story.do(who, {
        type: 'gate.return',
        gate,
        reason: 'look again',
        items: someItems(chance, launch, gate),
      }))
    // Now and then whoever holds the role, also who must not sign this one.
    const signs = chance() < 0.3 ? oneOf(chance, story.named(holdersOf(launch, role))) : who
    return void (await story.do(signs, { type: 'gate.signOff', gate, as: role, ifVersion }))
  }
  if (chance() < 0.1) {
    const [owner] = story.named(holdersOf(launch, definition.owner))
    if (owner !== undefined) await story.do(owner, send)
  }
  for (const id of items) {
    const item = findItem(definition, stands.context, id)
    if (!item) throw new Error(`no item ${id}`)
    const byService = (item.asks.kind === 'number' || item.asks.kind === 'junit') && chance() < 0.3
    await story.do(byService ? 'ci' : who, tick(chance, launch, gate, item, chance() < 0.05))
  }
}

/** Everybody has their roles again. */
export async function restaff(story: Story, chance: Chance): Promise<void> {
  for (const [role, people] of Object.entries(fairPeople))
    for (const person of people)
      if (!story.named(holdersOf(story.launch, role)).includes(person))
        await story.do(oneOf(chance, ['ada', 'priya', 'helen']), { type: 'launch.assignRole', role, person })
  for (const [role, people] of Object.entries(fairPeople))
    for (const person of story.named(holdersOf(story.launch, role)))
      if (!people.includes(person)) await story.do('priya', { type: 'launch.unassignRole', role, person })
}

/** Something that somebody is offered, said well: it is refused only for what its fields say. */
export async function offered(story: Story, chance: Chance): Promise<void> {
  const launch = story.launch
  const who = oneOf(chance, [...story.stage.callers.keys()])
  const may = can(launch, actorOf(story.caller(who)), story.now)
  const about = [
    ...may.launch.map((type) => ({ type })),
    ...Object.entries(may.gates).flatMap(([gate, { gate: types, signAs, items }]) => [
      ...types.filter((type) => type !== 'gate.signOff').map((type) => ({ type, gate })),
      ...signAs.map((as) => ({ type: 'gate.signOff' as const, gate, as })),
      ...Object.entries(items).flatMap(([item, each]) => each.map((type) => ({ type, gate, item }))),
    ]),
  ]
  // What ends a story, or empties it of people, is rare.
  const rare = ['launch.cancel', 'launch.unassignRole', 'launch.assignRole', 'gate.comment', 'gate.assign']
  const likely = about.filter(({ type }) => !rare.includes(type) || chance() < 0.1)
  if (likely.length === 0) return
  const probe = oneOf(chance, likely)
  const refusal = await story.do(who, say(story, chance, launch, probe, false))
  // Whom a role is given to says who may give it; an offer does not know that yet.
  if (refusal === null || probe.type.endsWith('ssignRole')) return
  // A token's scopes are narrower than what its holder may do; then no rule was asked.
  if (refusal.kind === 'forbidden' && refusal.code === 'forbidden') return
  if (refusal.kind !== 'refused' || offers.includes(refusal.code))
    throw new Error(`${who} was offered ${JSON.stringify(probe)}, and refused: ${refusal.kind} ${refusal.code}`)
}

/** Anything by anybody. */
export async function wild(story: Story, chance: Chance): Promise<void> {
  const launch = story.launch
  const who = oneOf(chance, [...story.stage.callers.keys()])
  const { id: gate, items } = oneOf(chance, launch.definition.gates)
  const { context } = gateOf(launch, gate).gate
  const item = oneOf(chance, [...items, ...context.added]).id
  const type = oneOf(
    chance,
    everyType.filter((each) => each !== 'launch.cancel' || chance() < 0.1),
  )
  const as = oneOf(chance, launch.definition.roles)
  await story.do(who, say(story, chance, launch, { type, gate, item, as }, chance() < 0.5))
}

/** Somebody who nearly may: the right role, too early, a second time, of their own work, or of a build that was rolled back. */
export async function tempt(story: Story, chance: Chance): Promise<void> {
  const launch = story.launch
  const { definition, context } = launch
  const { id: gate, owner, signers, items } = oneOf(chance, definition.gates)
  const { context: stands } = gateOf(launch, gate).gate
  const item = oneOf(chance, [...items, ...stands.added])
  const as = signers.length > 0 ? oneOf(chance, signers) : definition.lead
  const byRole: Partial<Record<PersonCommandType, string[]>> = {
    'gate.tick': [item.owner],
    'gate.failCheck': [item.owner],
    'gate.submit': [owner],
    'gate.complete': [owner],
    'gate.signOff': [as],
    'gate.requestWaiver': [owner, definition.lead],
    'gate.grantWaiver': [definition.lead, definition.sponsor],
    'gate.itemNotNeeded': [definition.lead],
    'gate.notNeeded': [definition.lead, definition.sponsor],
    'launch.setCandidate': definition.candidateRoles,
    'launch.launch': [definition.lead, definition.sponsor],
  }
  const signing = ['gate.signOff', 'gate.signOff', 'gate.submit', 'gate.complete', 'gate.tick'] as const
  const type = oneOf(chance, [...signing, ...(Object.keys(byRole) as PersonCommandType[])])
  const people = story.named([
    ...(byRole[type] ?? []).flatMap((role) => holdersOf(launch, role)),
    ...(type === 'gate.grantWaiver' && stands.waiverRequest ? [stands.waiverRequest.by] : []),
  ])
  if (people.length === 0) return
  const undone = context.rolledBack.at(-1)
  const again = { version: chance() < 0.5 ? '1' : (undone?.version ?? '1'), commit: undone?.commit ?? undefined }
  const asked: Asked =
    type === 'launch.setCandidate' && undone
      ? { type, ...again }
      : say(story, chance, launch, { type, gate, item: item.id, as }, chance() < 0.2)
  await story.do(oneOf(chance, people), asked)
}

/** Somebody asks for a waiver of an open gate, and somebody grants it. */
export async function waive(story: Story, chance: Chance): Promise<void> {
  const launch = story.launch
  const open = launch.definition.gates.filter(({ id }) => !isReady(...standing(launch, id)))
  const { id: gate, owner } = oneOf(chance, open.length > 0 ? open : launch.definition.gates)
  const owners = story.named(holdersOf(launch, owner))
  if (!isPreparing(launch) || owners.length === 0) return
  const asker = oneOf(chance, [...owners, 'priya'])
  await story.do(asker, say(story, chance, launch, { type: 'gate.requestWaiver', gate }, false))
  await story.do(oneOf(chance, ['helen', 'priya', 'ben']), {
    type: 'gate.grantWaiver',
    gate,
    ifVersion: gateOf(story.launch, gate).gate.version,
  })
  if (chance() < 0.3) story.wait(4)
}

/** The lead adds an item to an open gate, leaves one out, or brings one back. */
export async function scope(story: Story, chance: Chance): Promise<void> {
  const launch = story.launch
  const open = launch.definition.gates.filter(({ id }) => isOpen(gateOf(launch, id).gate))
  const [lead] = story.named(holdersOf(launch, launch.definition.lead))
  if (open.length === 0 || lead === undefined) return
  const { id: gate, items } = oneOf(chance, open)
  const type = oneOf(chance, ['gate.addItem', 'gate.addItem', 'gate.itemNotNeeded', 'gate.requireItem'] as const)
  const { context } = gateOf(launch, gate).gate
  const item = oneOf(chance, [...items, ...context.added]).id
  await story.do(lead, say(story, chance, launch, { type, gate, item }, chance() < 0.2))
}

function standing(launch: LaunchState, id: string): Parameters<typeof isReady> {
  const { definition, gate } = gateOf(launch, id)
  return [definition, gate]
}

/** Reasons that an offer promises are not in the way. */
const offers = [
  'not-your-role',
  'wrong-launch-state',
  'wrong-gate-state',
  'item-open',
  'item-stale',
  'needs-not-ready',
  'no-signers',
  'has-signers',
  'four-eyes-sender',
  'four-eyes-ticker',
  'four-eyes-signed-already',
  'four-eyes-renewal',
  'role-signed-already',
  'not-ticked',
  'not-renewable',
  'waiver-not-asked',
  'waiver-own',
  'verdict-not-go',
  'scope-after-start',
  'critical-after-start',
  'no-required-left',
]
