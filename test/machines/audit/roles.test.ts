import { beforeEach, describe, expect, test } from 'vitest'
import { CommitAudit } from '../../../machines/audit/commits.ts'
import { roleDifference } from '../../../machines/audit/roles.ts'
import { decide } from '../../../machines/decide.ts'
import type { Entry, SealedCommand, SealedCreate } from '../../../machines/entry.ts'
import { applyEntry } from '../../../machines/replay.ts'
import type { LaunchState } from '../../../machines/state.ts'
import { actor, monday } from '../../support/engine.ts'
import { fair, fairPeople } from '../../support/fair.ts'
import { sealed } from '../../support/sealed.ts'

/** The audit of a log's actors, entry by entry, on a launch of the fair whose tests and photos were answered away. */

const pipeline = {
  ...fair,
  questions: [...fair.questions, { id: 'tested', leavesOut: { gates: ['tests'], items: [] } }],
}
const creation: SealedCreate = {
  type: 'launch.create',
  pipeline,
  texts: sealed('texts'),
  title: sealed('title'),
  targetAt: '2026-12-01T02:00:00.000Z',
  timeZone: 'Asia/Taipei',
  people: fairPeople,
  scope: { photos: false, tested: false },
  scopeReasons: { photos: sealed('photos'), tested: sealed('tested') },
}

let log: Entry[]
let state: LaunchState | null

function does(who: string, command: SealedCommand | SealedCreate): void {
  const ruling = decide(state, command, actor(who), monday, `r_${log.length}`, 'aurora')
  if (!ruling.accepted) throw new Error(`${who} ${command.type}: ${ruling.reason.code}`)
  log.push(...ruling.entries)
  state = ruling.state
}

beforeEach(() => {
  log = []
  state = null
  does('priya', creation)
})

/** The first difference of these entries, as replay and both audits meet them. */
function audit(entries: readonly Entry[]): { seq: number; difference: string } | null {
  const commits = new CommitAudit()
  let before: LaunchState | null = null
  for (const entry of entries) {
    const after = applyEntry(before, entry)
    if (typeof after === 'string') throw new Error(`replay finds it: ${after}`)
    const difference = roleDifference(before, entry, entries[0] ?? entry) ?? commits.add(entry)
    if (difference !== null) return { seq: entry.seq, difference }
    before = after
  }
  return null
}

const by = (seq: number, change: Partial<Entry['actor']>): Entry[] =>
  log.map((entry) => (entry.seq === seq ? { ...entry, actor: { ...entry.actor, ...change } } : entry))

describe('what is left out at creation', () => {
  test('is the creator’s, with the roles of creation', () => {
    expect(log.map(({ action }) => action)).toEqual(['launch.create', 'gate.itemNotNeeded', 'gate.notNeeded'])
    expect(audit(log)).toBeNull()
  })

  test.each([
    ['another person', { id: 'tom' }],
    ['other roles', { roles: ['tester'] }],
    ['a service', { kind: 'service' as const }],
  ])('is not done by %s', (_, change) => {
    expect(audit(by(1, change))).toEqual({ seq: 1, difference: expect.stringContaining('answers scoping questions') })
  })

  test('a critical gate is left out by a sponsor only', () => {
    const people = { ...creation.people, 'head-of-digital': ['helen'] }
    const forged = log.map((entry) => (entry.seq === 0 ? { ...entry, data: { ...entry.data, people } } : entry))
    expect(audit(forged)).toEqual({ seq: 2, difference: "priya left out the critical gate tests and isn't a sponsor" })
  })

  test('later it is for those whose role it is, whatever the entry claims to follow from', () => {
    does('priya', { type: 'gate.notNeeded', gate: 'load', reason: sealed('later') })
    expect(audit(log)).toBeNull()
    const claims = log.map((entry) => (entry.seq === 3 ? { ...entry, cause: { seq: 0 } } : entry))
    expect(audit(claims)).toEqual({ seq: 3, difference: 'it follows from entry 0 of another commit' })
    expect(audit(by(3, { id: 'sam', roles: ['tester'] }))).toMatchObject({ seq: 3 })
  })
})

describe('what an admin may do without a role', () => {
  test('is accepted from anyone, since a log holds no permissions', () => {
    does('ada', { type: 'launch.assignRole', role: 'head-of-digital', person: 'marta' })
    expect(log.at(-1)?.actor).toEqual({ id: 'ada', kind: 'person', roles: [] })
    expect(audit(log)).toBeNull()
    expect(audit(by(3, { id: 'sam', roles: ['tester'] }))).toBeNull()
  })

  test('does not reach the other roles, nor the gates', () => {
    does('priya', { type: 'launch.assignRole', role: 'tester', person: 'marta' })
    does('priya', { type: 'launch.start' })
    does('chloe', { type: 'gate.tick', gate: 'pages', item: 'CON-1', evidence: { kind: 'none' } })
    expect(audit(log)).toBeNull()
    for (const seq of [3, 4, 5])
      expect(audit(by(seq, { id: 'ada', roles: [] }))).toEqual({
        seq,
        difference: expect.stringContaining('ada (no role) has no role that allows'),
      })
  })
})

test('a service ticks what machines measure, and nothing else', () => {
  does('priya', { type: 'launch.start' })
  does('ci', { type: 'gate.tick', gate: 'stock', item: 'INV-1', evidence: { kind: 'number', value: 99 } })
  does('chloe', { type: 'gate.tick', gate: 'pages', item: 'CON-1', evidence: { kind: 'none' } })
  expect(audit(log)).toBeNull()
  expect(audit(by(5, { id: 'ci', kind: 'service', roles: [] }))).toMatchObject({ seq: 5 })
  expect(audit(by(4, { roles: ['tester'] }))).toMatchObject({ seq: 4, difference: expect.stringContaining('no role') })
})
