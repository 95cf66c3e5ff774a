import { type PersonCommand, type PersonCommandType, personCommand } from '../../../machines/commands.ts'
import type { ItemDefinition } from '../../../machines/pipeline/pipeline.ts'
import { findItem, gateOf, holdersOf, itemStateOf, itemsOf } from '../../../machines/reading/queries.ts'
import type { LaunchState } from '../../../machines/state.ts'
import type { Asked } from './doors.ts'
import { type Chance, oneOf } from './moves.ts'
import type { Story } from './story.ts'

/** The commands of a random story, said well or badly. */

export interface Probe {
  type: PersonCommandType
  gate?: string
  item?: string
  as?: string
}

export const everyType = personCommand.options.map((each) => each.shape.type.value)

export function newBuild(story: Story, chance: Chance): PersonCommand {
  const { candidate, rolledBack } = story.before.state.context
  const n = 100 + story.before.state.version
  if (chance() < 0.1 && candidate)
    return {
      type: 'launch.setCandidate',
      version: candidate.version,
      ...(candidate.commit ? { commit: candidate.commit } : {}),
    }
  const undone = rolledBack[0]
  if (chance() < 0.1 && undone) return { type: 'launch.setCandidate', version: undone.version }
  return { type: 'launch.setCandidate', version: `${n}`, ...(chance() < 0.5 ? { commit: `c${n}` } : {}) }
}

export function isUndone({ context: { candidate, rolledBack } }: LaunchState): boolean {
  return rolledBack.some(
    ({ version, commit }) => version === candidate?.version || (commit !== null && commit === candidate?.commit),
  )
}

export function someItems(chance: Chance, launch: LaunchState, gate: string): string[] {
  const { definition, gate: stands } = gateOf(launch, gate)
  return itemsOf(definition, stands.context)
    .map(({ id }) => id)
    .filter(() => chance() < 0.4)
}

/** A tick of this item with what it asks for; `badly` with something else, or red. */
export function tick(chance: Chance, launch: LaunchState, gate: string, item: ItemDefinition, badly: boolean): Asked {
  const current = launch.context.candidate
  const named = chance() < 0.5 && current?.commit ? current.commit : current?.version
  const candidate = badly && chance() < 0.5 ? 'other' : named
  const build = item.recheckOn.includes('candidate') && candidate !== undefined ? { candidate } : {}
  const { kind } = item.asks
  if (kind === 'junit') {
    const red = badly ? '<testcase name="b"><failure/></testcase>' : ''
    const xml = `<testsuite name="s"><testcase name="a${Math.floor(chance() * 9)}"/>${red}</testsuite>`
    return { type: 'evidence', gate, item: item.id, ...build, received: { kind: 'report', bytes: Buffer.from(xml) } }
  }
  if (kind === 'file') {
    const bytes = Buffer.from(`photo ${Math.floor(chance() * 9)}`)
    return { type: 'evidence', gate, item: item.id, received: { kind: 'file', name: 'photo.txt', bytes } }
  }
  const tick = { type: 'gate.tick' as const, gate, item: item.id, ...build }
  const { context } = gateOf(launch, gate).gate
  if (kind === 'note') {
    const isStale = itemStateOf(context, item.id).stale !== null
    return isStale && chance() < 0.5
      ? { ...tick, same: true }
      : { ...tick, evidence: { kind, text: `seen ${chance()}` } }
  }
  if (kind === 'link') return { ...tick, evidence: { kind, url: 'https://shop.example/page' } }
  if (kind === 'none') return tick
  const value = measure(chance, item, badly)
  if (chance() < 0.4) return { type: 'evidence', gate, item: item.id, ...build, received: { kind: 'number', value } }
  return { ...tick, evidence: { kind: 'number', value } }
}

/** Within the item's bounds, or outside. */
export function measure(chance: Chance, { asks }: ItemDefinition, outside: boolean): number {
  if (asks.kind !== 'number') return 0
  const { min, max } = asks
  if (outside) return max === null ? (min ?? 0) - 1 : max + 1
  return min === null ? (max ?? 9) - Math.floor(chance() * 3) : min + Math.floor(chance() * 2)
}

export function say(story: Story, chance: Chance, launch: LaunchState, probe: Probe, badly: boolean): Asked {
  const { type, gate = 'stock', item: id = '', as = '' } = probe
  const { definition, gate: stands } = gateOf(launch, gate)
  const item = findItem(definition, stands.context, id)
  const ifVersion = badly ? oneOf(chance, [0, stands.version - 1, stands.version]) : stands.version
  const hours = (n: number) => new Date(Math.max(story.now, launch.at) + Math.floor(n * 3_600_000)).toISOString()
  const reason = `because ${Math.floor(chance() * 1000)}`
  const items = someItems(chance, launch, gate)
  const role = oneOf(chance, badly ? [...launch.definition.roles, 'sailor'] : launch.definition.roles)
  const person = oneOf(
    chance,
    badly ? [...story.stage.people.map((each) => each.id), 'nobody'] : story.stage.people.map((each) => each.id),
  )
  switch (type) {
    case 'gate.tick':
      return item ? tick(chance, launch, gate, item, badly) : { type, gate, item: 'INV-1' }
    case 'gate.failCheck': {
      if (item?.asks.kind === 'junit') return tick(chance, launch, gate, item, !badly)
      const value = item ? measure(chance, item, !badly) : 0
      return { type, gate, item: id, evidence: { kind: 'number', value } }
    }
    case 'gate.untick':
    case 'gate.requireItem':
      return { type, gate, item: id }
    case 'gate.itemNotNeeded':
      return { type, gate, item: id, reason }
    case 'gate.submit':
    case 'gate.complete':
    case 'gate.grantWaiver':
      return { type, gate, ifVersion }
    case 'gate.signOff':
      return { type, gate, as, ifVersion }
    case 'gate.return':
    case 'gate.reopen':
      return { type, gate, reason, items }
    case 'gate.block':
    case 'gate.notNeeded':
      return { type, gate, reason }
    case 'gate.requestWaiver': {
      const until = hours(badly ? oneOf(chance, [-5, 31 * 24, 40]) : 1 + chance() * 90)
      return { type, gate, reason, until, ...(badly && chance() < 0.5 ? {} : { mitigation: 'we watch it' }) }
    }
    case 'gate.addItem': {
      const asks = oneOf(chance, [
        undefined,
        { kind: 'note' as const },
        { kind: 'number' as const, max: 5, ...(badly ? { min: 6 } : {}) },
        { kind: 'file' as const },
      ])
      const owner = badly ? oneOf(chance, [...definition.signers, role]) : definition.owner
      return { type, gate, title: 'nobody foresaw it', owner, required: chance() < 0.5, ...(asks ? { asks } : {}) }
    }
    case 'gate.assign': {
      const owner = oneOf(chance, [null, ...story.named(holdersOf(launch, definition.owner))])
      return { type, gate, person: badly ? person : owner }
    }
    case 'gate.comment':
      return { type, gate, text: reason }
    case 'gate.withdraw':
    case 'gate.unblock':
    case 'gate.declineWaiver':
    case 'gate.require':
      return { type, gate }
    case 'launch.setCandidate':
      return newBuild(story, chance)
    case 'launch.hold':
    case 'launch.rollBack':
    case 'launch.cancel':
      return { type, reason }
    case 'launch.launch': {
      const version = launch.context.candidate?.version
      return badly || version === undefined ? { type } : { type, candidate: version }
    }
    case 'launch.setPublicStatus':
      return { type, public: chance() < 0.5 }
    case 'launch.schedule':
      return {
        type,
        window:
          chance() < (badly ? 0 : 0.6)
            ? null
            : { opensAt: hours(chance() * 20 - 10), closesAt: hours(11 + chance() * 90) },
      }
    case 'launch.assignRole':
    case 'launch.unassignRole':
      return { type, role, person }
    case 'launch.start':
    case 'launch.release':
    case 'launch.archive':
      return { type }
  }
}
