import { describe, expect, test } from 'vitest'
import type { SealedCommand } from '../../../machines/entry.ts'
import {
  type GateHistory,
  gateChangesSince,
  gateHistory,
  type ItemEvent,
  lastCompletion,
  tickBehind,
} from '../../../machines/reading/gate-history.ts'
import { gateOf, itemStateOf, itemsOf } from '../../../machines/reading/queries.ts'
import { days, type Engine, engine, monday } from '../../support/engine.ts'
import { walk } from '../../support/paths.ts'
import { popup } from '../../support/popup.ts'
import { sealed } from '../../support/sealed.ts'

/** What the log tells about a gate: who sent it, who signed it and what voided that, and what changed in between. */

const stock = { gate: 'stock' }
const tests = { gate: 'tests' }
const number = (value: number) => ({ kind: 'number', value }) as const
const report = (sha256: string, failed = 0) =>
  ({ kind: 'junit', passed: 3, failed, skipped: 0, flaky: 0, seconds: 1, sha256 }) as const

/** A story of the gates `stock` (sent by Joon, signed by Wei) and `tests` (sent by Sam, signed by Priya). */
class Story {
  readonly it: Engine = engine(popup)
  constructor() {
    this.does('priya', { type: 'launch.start' })
    this.does('ana', { type: 'launch.setCandidate', version: '101' })
  }
  does(who: string, command: SealedCommand): this {
    const seen = 'gate' in command ? { ifVersion: this.it.seen(command.gate) } : {}
    this.it.does(who, { ...command, ...seen })
    return this
  }
  ticked(): this {
    return this.does('joon', { type: 'gate.tick', ...stock, item: 'INV-1', evidence: number(98) })
      .does('tom', { type: 'gate.tick', ...stock, item: 'INV-2', evidence: { kind: 'note', text: sealed('first') } })
      .does('joon', { type: 'gate.tick', ...stock, item: 'INV-3', evidence: number(10) })
  }
  sent(): this {
    return this.does('joon', { type: 'gate.submit', ...stock })
  }
  completed(): this {
    return this.sent().does('wei', {
      type: 'gate.signOff',
      ...stock,
      as: 'logistics-manager',
      statement: sealed('seen'),
    })
  }
  testsSent(version = '101', sha256 = 'aa'): this {
    return this.does('sam', {
      type: 'gate.tick',
      ...tests,
      item: 'TFN-1',
      evidence: report(sha256),
      candidate: version,
    })
      .does('sam', { type: 'gate.tick', ...tests, item: 'TFN-2', evidence: { kind: 'note', text: sealed('note') } })
      .does('sam', { type: 'gate.tick', ...tests, item: 'TFN-3', evidence: number(0) })
      .does('sam', { type: 'gate.submit', ...tests })
  }
  history(gate = 'stock'): GateHistory {
    return gateHistory(this.it.log, gate)
  }
}

const lastRound = (history: GateHistory) => {
  const round = history.rounds.at(-1)
  if (!round) throw new Error('the gate was never sent')
  return round
}

describe('a signature belongs to one sending', () => {
  test('it keeps who gave it, the role of that moment, and what was said; the last one completes the gate', () => {
    const story = new Story().ticked().completed()
    story.does('priya', { type: 'launch.assignRole', role: 'logistics-manager', person: 'fay' })
    story.does('priya', { type: 'launch.unassignRole', role: 'logistics-manager', person: 'wei' })
    const { signatures, completed, left, build } = lastRound(story.history())
    expect(signatures.map(({ entry, as, statement }) => [entry.actor.id, as, statement])).toEqual([
      ['wei', 'logistics-manager', sealed('seen')],
    ])
    expect(completed?.action).toBe('gate.clear')
    expect(left).toBeNull()
    expect(build).toEqual({ version: '101', commit: null })
  })

  const before: Record<string, (story: Story) => Story> = {
    sent: (story) => story.ticked().sent(),
    completed: (story) => story.ticked().completed(),
  }
  const ends: [string, keyof typeof before, string, SealedCommand][] = [
    ['withdrawn', 'sent', 'joon', { type: 'gate.withdraw', ...stock }],
    ['returned', 'sent', 'wei', { type: 'gate.return', ...stock, reason: sealed('why') }],
    ['stopped by a problem', 'sent', 'tom', { type: 'gate.block', ...stock, reason: sealed('why') }],
    ['a failed check', 'sent', 'joon', { type: 'gate.failCheck', ...stock, item: 'INV-1', evidence: number(3) }],
    [
      'a check that failed later',
      'completed',
      'joon',
      { type: 'gate.failCheck', ...stock, item: 'INV-1', evidence: number(3) },
    ],
    ['reopened', 'completed', 'helen', { type: 'gate.reopen', ...stock, reason: sealed('why') }],
  ]
  test.each(ends)('it ends when the gate is %s', (_, state, who, command) => {
    const story = before[state]?.(new Story()) ?? new Story()
    expect(lastRound(story.history()).left).toBeNull()
    story.does(who, command)
    expect(lastRound(story.history()).left).toMatchObject({ action: command.type, actor: { id: who } })
  })

  test.each(['sent', 'completed'] as const)('it ends when another build asks a %s gate again', (state) => {
    const story = new Story().ticked().completed().testsSent()
    if (state === 'completed') story.does('priya', { type: 'gate.signOff', ...tests, as: 'ecommerce-sme' })
    story.does('ana', { type: 'launch.setCandidate', version: '102' })
    expect(lastRound(story.history('tests')).left?.action).toBe('gate.recheck')
    expect(lastRound(story.history('stock')).left).toBeNull()
  })

  test('it outlives a renewal, a tick that grows too old, a comment, and a failed check of advice', () => {
    const story = new Story().ticked().completed()
    story.it.now = monday + days(1)
    story.does('joon', { type: 'gate.tick', ...stock, item: 'INV-3', evidence: number(12) })
    story.it.now = monday + days(5)
    story.it.clock()
    story.does('tom', { type: 'gate.comment', ...stock, text: sealed('hm') })
    expect(lastRound(story.history()).left).toBeNull()
    expect(story.history().items.at(-1)).toMatchObject({ item: 'INV-3', kind: 'ask-again', causes: ['age'] })
  })
})

describe('what changed since it was sent', () => {
  /** What happened to each item, with the evidence before and now. */
  const told = (story: Story, gate = 'stock') => {
    const history = story.history(gate)
    const [first] = history.rounds
    if (!first) throw new Error('the gate was never sent')
    const { items, build, cameBack } = gateChangesSince(history, first)
    const shown = (event: ItemEvent | null) => (event && 'evidence' in event ? event.evidence : null)
    return {
      items: items.map(({ item, last, before, came }) => [
        item,
        came?.kind ?? null,
        last.kind,
        shown(before),
        shown(last),
      ]),
      build,
      cameBack: cameBack.map(({ action, actor }) => `${action} ${actor.id}`),
    }
  }
  const nothing = { items: [], build: null, cameBack: [] }
  const returned = (items: string[] = []) =>
    new Story()
      .ticked()
      .sent()
      .does('wei', { type: 'gate.return', ...stock, reason: sealed('why'), items })

  test('nothing', () => expect(told(new Story().ticked().sent())).toEqual(nothing))

  test('returned for one item, ticked anew with another number, and sent again', () => {
    const story = returned(['INV-1'])
    expect(told(story)).toEqual({
      ...nothing,
      items: [['INV-1', null, 'ask-again', number(98), null]],
      cameBack: ['gate.return wei'],
    })
    story.does('joon', { type: 'gate.tick', ...stock, item: 'INV-1', evidence: number(99.1) }).sent()
    expect(told(story).items).toEqual([['INV-1', null, 'tick', number(98), number(99.1)]])
  })

  test('confirmed once more: the evidence of before', () => {
    const story = returned(['INV-2']).does('tom', { type: 'gate.tick', ...stock, item: 'INV-2', same: true })
    const note = { kind: 'note', text: sealed('first') }
    expect(told(story).items).toEqual([['INV-2', null, 'tick', note, note]])
    expect(gateChangesSince(story.history(), lastRound(story.history())).items[0]?.last).toMatchObject({ again: true })
  })

  test('an item that was never ticked is not asked again by naming it', () =>
    expect(told(returned(['INV-4'])).items).toEqual([]))

  test('unticked; and ticked and unticked again, which is as it was', () => {
    const story = returned().does('joon', { type: 'gate.untick', ...stock, item: 'INV-1' })
    expect(told(story).items).toEqual([['INV-1', null, 'untick', number(98), null]])
    story.does('joon', {
      type: 'gate.tick',
      ...stock,
      item: 'INV-4',
      evidence: { kind: 'link', url: sealed('u'), title: null },
    })
    story.does('joon', { type: 'gate.untick', ...stock, item: 'INV-4' })
    expect(told(story).items).toHaveLength(1)
  })

  test('a failed check, with what stood before', () => {
    const story = returned().does('joon', { type: 'gate.failCheck', ...stock, item: 'INV-1', evidence: number(3) })
    expect(told(story).items).toEqual([['INV-1', null, 'fail', number(98), number(3)]])
  })

  test('added, ticked, left out and brought back', () => {
    const story = returned().does('priya', { type: 'gate.addItem', ...stock, title: sealed('new') })
    expect(told(story).items).toEqual([['added-1', null, 'add', null, null]])
    story.does('joon', { type: 'gate.tick', ...stock, item: 'added-1' })
    expect(told(story).items).toEqual([['added-1', 'add', 'tick', null, { kind: 'none' }]])
    story.does('priya', { type: 'gate.itemNotNeeded', ...stock, item: 'added-1', reason: sealed('no') })
    expect(told(story).items).toEqual([['added-1', 'add', 'leave-out', null, null]])
    story.does('priya', { type: 'gate.requireItem', ...stock, item: 'added-1' })
    expect(told(story).items).toEqual([['added-1', null, 'bring-back', null, null]])
  })

  test('brought back and left out again meanwhile is as it was', () => {
    const story = new Story().does('priya', { type: 'gate.addItem', ...stock, title: sealed('new') })
    story
      .does('priya', { type: 'gate.itemNotNeeded', ...stock, item: 'added-1', reason: sealed('no') })
      .ticked()
      .sent()
    story.does('joon', { type: 'gate.withdraw', ...stock })
    story.does('priya', { type: 'gate.requireItem', ...stock, item: 'added-1' })
    story.does('priya', { type: 'gate.itemNotNeeded', ...stock, item: 'added-1', reason: sealed('no') })
    expect(told(story)).toEqual({ ...nothing, cameBack: ['gate.withdraw joon'] })
  })

  test('another build: what depends on it was asked again, and the report of the new one took its place', () => {
    const story = new Story().ticked().completed().testsSent()
    story.does('ana', { type: 'launch.setCandidate', version: '102', commit: 'beef' }).testsSent('102', 'bb')
    expect(told(story, 'tests')).toEqual({
      items: [
        ['TFN-1', null, 'tick', report('aa'), report('bb')],
        ['TFN-2', null, 'tick', { kind: 'note', text: sealed('note') }, { kind: 'note', text: sealed('note') }],
      ],
      build: { before: { version: '101', commit: null }, now: { version: '102', commit: 'beef' } },
      cameBack: ['gate.recheck engine'],
    })
    expect(told(story, 'stock')).toMatchObject({ items: [], cameBack: [] })
  })

  test('a problem that was solved says why it stopped', () => {
    const story = returned().does('tom', { type: 'gate.block', ...stock, reason: sealed('bad') })
    story.does('joon', { type: 'gate.unblock', ...stock })
    expect(told(story).cameBack).toEqual(['gate.return wei', 'gate.block tom'])
  })

  test('a waiver in between that was reopened says why it came back', () => {
    const story = new Story()
      .ticked()
      .sent()
      .does('joon', { type: 'gate.withdraw', ...stock })
    const until = new Date(monday + days(8)).toISOString()
    story
      .does('joon', { type: 'gate.requestWaiver', ...stock, reason: sealed('w'), until, mitigation: sealed('m') })
      .does('helen', { type: 'gate.grantWaiver', ...stock })
      .does('wei', { type: 'gate.reopen', ...stock, reason: sealed('why') })
      .sent()
    expect(told(story).cameBack).toEqual(['gate.withdraw joon', 'gate.reopen wei'])
  })

  test('a gate that was completed and reopened came back once', () => {
    const story = new Story()
      .ticked()
      .completed()
      .does('wei', { type: 'gate.reopen', ...stock, reason: sealed('why') })
    expect(told(story).cameBack).toEqual(['gate.reopen wei'])
  })
})

describe('what changed since it was completed', () => {
  const since = (story: Story, gate = 'stock') => lastCompletion(story.history(gate))?.since.map(({ action }) => action)

  test('a gate that was never completed has no such time', () => {
    expect(lastCompletion(new Story().ticked().sent().history())).toBeNull()
    expect(lastCompletion(new Story().history('pages'))).toBeNull()
  })

  test('nothing: what others wrote or were given does not count', () => {
    const story = new Story()
      .ticked()
      .completed()
      .does('tom', { type: 'gate.comment', ...stock, text: sealed('hm') })
    expect(since(story)).toEqual([])
  })

  test('a gate that nobody signs is completed by its sending', () => {
    const story = new Story().does('chloe', { type: 'gate.tick', gate: 'pages', item: 'CON-1' })
    story.does('chloe', { type: 'gate.complete', gate: 'pages' })
    expect(lastCompletion(story.history('pages'))?.completed.action).toBe('gate.complete')
    expect(since(story, 'pages')).toEqual([])
  })

  test('renewals, lapses, a reopening, a problem, and a waiver in its place', () => {
    const story = new Story().ticked().completed()
    story.does('joon', { type: 'gate.tick', ...stock, item: 'INV-3', evidence: number(12) })
    story.it.now = monday + days(4)
    story.it.clock()
    story.does('wei', { type: 'gate.reopen', ...stock, reason: sealed('why') })
    story.does('joon', { type: 'gate.block', ...stock, reason: sealed('bad') })
    const until = new Date(monday + days(8)).toISOString()
    story.does('joon', { type: 'gate.requestWaiver', ...stock, reason: sealed('w'), until, mitigation: sealed('m') })
    story.does('helen', { type: 'gate.grantWaiver', ...stock })
    expect(since(story)).toEqual([
      'gate.tick',
      'gate.lapse',
      'gate.reopen',
      'gate.block',
      'gate.requestWaiver',
      'gate.grantWaiver',
    ])
  })

  test('it counts from the last time, not from the first', () => {
    const story = new Story()
      .ticked()
      .completed()
      .does('wei', { type: 'gate.reopen', ...stock, reason: sealed('why') })
    expect(since(story)).toEqual(['gate.reopen'])
    expect(since(story.completed())).toEqual([])
    expect(story.history().rounds.map(({ left }) => left?.action ?? null)).toEqual(['gate.reopen', null])
  })
})

test('wherever a launch comes to, the history tells the sending, the signatures and the ticks that the gate itself remembers', () => {
  const differences: string[] = []
  walk(150, ({ log, state }) => {
    for (const { id } of state.definition.gates) {
      const { definition, gate } = gateOf(state, id)
      const history = gateHistory(log, id)
      const last = history.rounds.at(-1)
      const round = last?.left === null ? last : null
      const sent = round && { by: round.sent.actor.id, at: Date.parse(round.sent.at) }
      const signed = Object.fromEntries(
        (round?.signatures ?? []).map(({ entry, as }) => [as, { by: entry.actor.id, at: Date.parse(entry.at) }]),
      )
      const known = { submission: sent, signatures: signed, ticks: [] as unknown[] }
      const kept = { ...gate.context, ticks: [] as unknown[] }
      for (const item of itemsOf(definition, gate.context)) {
        const tick = tickBehind(history.items, item.id)
        known.ticks.push(tick && { at: Date.parse(tick.entry.at), by: tick.entry.actor.id, evidence: tick.evidence })
        const { ticked } = itemStateOf(gate.context, item.id)
        kept.ticks.push(ticked && { at: ticked.at, by: ticked.by, evidence: ticked.evidence })
      }
      const { submission, signatures, ticks } = kept
      if (JSON.stringify(known) !== JSON.stringify({ submission, signatures, ticks }))
        differences.push(
          `${id} after ${log.length} entries: ${JSON.stringify([known, { submission, signatures, ticks }])}`,
        )
    }
  })
  expect(differences).toEqual([])
})
