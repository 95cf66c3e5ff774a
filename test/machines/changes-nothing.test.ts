import { describe, expect, test } from 'vitest'
import type { SealedCommand } from '../../machines/entry.ts'
import { days, engine, monday } from '../support/engine.ts'
import { popup } from '../support/popup.ts'
import { sealed } from '../support/sealed.ts'

/** A command that changes nothing is accepted and writes nothing: no entry, no version. The same story with a difference writes one entry. */

const opensAt = '2026-12-01T10:00:00+08:00'
const closesAt = '2026-12-01T14:00:00+08:00'

/** Aurora as Priya has planned it: public, with a window, a build, Fay as a second tester, and Joon named for the stock gate. */
function planned() {
  const aurora = engine(popup)
  aurora.does('priya', { type: 'launch.setPublicStatus', public: true })
  aurora.does('priya', { type: 'launch.schedule', title: sealed('aurora'), window: { opensAt, closesAt } })
  aurora.does('priya', { type: 'launch.assignRole', role: 'tester', person: 'fay' })
  aurora.does('ana', { type: 'launch.setCandidate', version: '4812', commit: '9f3c2a1', url: sealed('build') })
  aurora.does('priya', { type: 'gate.assign', gate: 'stock', person: 'joon' })
  return aurora
}

type Row = [name: string, who: string, same: SealedCommand, other: SealedCommand]
const schedule = (fields: object): SealedCommand => ({ type: 'launch.schedule', ...fields })
const rows: Row[] = [
  [
    'public status',
    'priya',
    { type: 'launch.setPublicStatus', public: true },
    { type: 'launch.setPublicStatus', public: false },
  ],
  ['an empty schedule', 'priya', schedule({}), schedule({ window: null })],
  ['the title', 'priya', schedule({ title: sealed('aurora') }), schedule({ title: sealed('borealis') })],
  ['the time zone', 'priya', schedule({ timeZone: 'Asia/Taipei' }), schedule({ timeZone: 'Asia/Seoul' })],
  [
    'the target in another offset',
    'priya',
    schedule({ targetAt: '2026-12-01T10:00:00+08:00' }),
    schedule({ targetAt: '2026-12-01T10:00:00Z' }),
  ],
  [
    'the window in another offset',
    'priya',
    schedule({ window: { opensAt: '2026-12-01T02:00:00Z', closesAt: '2026-12-01T06:00:00.000Z' } }),
    schedule({ window: { opensAt: '2026-12-01T02:00:00Z', closesAt: '2026-12-01T07:00:00Z' } }),
  ],
  [
    'the whole plan',
    'priya',
    schedule({
      title: sealed('aurora'),
      timeZone: 'Asia/Taipei',
      targetAt: '2026-12-01T02:00:00Z',
      window: { opensAt, closesAt },
    }),
    schedule({ title: sealed('aurora'), timeZone: 'Europe/London', window: { opensAt, closesAt } }),
  ],
  [
    'a role that the person holds',
    'priya',
    { type: 'launch.assignRole', role: 'tester', person: 'fay' },
    { type: 'launch.assignRole', role: 'tester', person: 'tom' },
  ],
  [
    'taking a role from someone who does not hold it',
    'priya',
    { type: 'launch.unassignRole', role: 'tester', person: 'tom' },
    { type: 'launch.unassignRole', role: 'tester', person: 'fay' },
  ],
  [
    'the build, with another address',
    'ana',
    { type: 'launch.setCandidate', version: '4812', commit: '9f3c2a1', url: sealed('elsewhere') },
    { type: 'launch.setCandidate', version: '4812', commit: '0ddba11' },
  ],
  [
    'the person of a gate',
    'priya',
    { type: 'gate.assign', gate: 'stock', person: 'joon' },
    { type: 'gate.assign', gate: 'stock', person: null },
  ],
  [
    'no person of a gate',
    'priya',
    { type: 'gate.assign', gate: 'tests', person: null },
    { type: 'gate.assign', gate: 'tests', person: 'sam' },
  ],
]

describe('the same again', () => {
  test.each(rows)('%s', (_, who, same, other) => {
    const aurora = planned()
    const before = structuredClone(aurora.state)
    expect(aurora.does(who, same)).toEqual([])
    expect(aurora.state).toEqual(before)
    expect(aurora.does(who, other).map(({ action }) => action)).toEqual([other.type])
    expect(aurora.state.version).toBe(before.version + 1)
  })

  test('a window that was never set is cleared without a trace', () => {
    const aurora = engine(popup)
    expect(aurora.does('priya', { type: 'launch.schedule', window: null })).toEqual([])
  })

  test('the last sponsor stays, and taking the role from anyone else changes nothing', () => {
    const aurora = planned()
    const taken = (person: string) =>
      aurora.send('helen', { type: 'launch.unassignRole', role: 'head-of-digital', person })
    expect(taken('fay')).toMatchObject({ accepted: true, entries: [] })
    expect(taken('helen')).toMatchObject({ accepted: false, reason: { code: 'role-would-be-empty' } })
  })

  test('is still refused to who may not do it', () => {
    const aurora = planned()
    const before = aurora.state
    expect(aurora.send('tom', { type: 'launch.setPublicStatus', public: true })).toMatchObject({ kind: 'forbidden' })
    expect(aurora.state).toBe(before)
  })

  test('a comment always counts', () => {
    const aurora = planned()
    const comment: SealedCommand = { type: 'gate.comment', gate: 'stock', text: sealed('again') }
    aurora.does('joon', comment)
    expect(aurora.does('joon', comment)).toHaveLength(1)
  })

  test('writes what fell due at that moment, and nothing of its own', () => {
    const aurora = planned()
    aurora.does('priya', { type: 'launch.start' })
    aurora.does('joon', { type: 'gate.tick', gate: 'stock', item: 'INV-3', evidence: { kind: 'number', value: 5 } })
    aurora.now = monday + days(4)
    const entries = aurora.does('priya', { type: 'launch.setPublicStatus', public: true })
    expect(entries.map(({ action }) => action)).toEqual(['gate.lapse'])
  })
})
