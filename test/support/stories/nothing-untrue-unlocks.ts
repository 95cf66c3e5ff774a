import { expect } from 'vitest'
import type { Entry, SealedCommand } from '../../../machines/entry.ts'
import { replay } from '../../../machines/replay.ts'
import { days, type Engine, engine, monday } from '../engine.ts'
import { popup } from '../popup.ts'
import { sealed } from '../sealed.ts'
import { book } from './story.ts'

/** Ways in which something that is not true could open the deploy; none of them does. */
const { chapter, story, stories } = book()
export const nothingUntrueUnlocks = stories

const report = (passed: number, failed: number, sha256 = 'aa', skipped = 0) => ({
  kind: 'junit' as const,
  passed,
  failed,
  skipped,
  flaky: 0,
  seconds: 1,
  sha256,
})
const number = (value: number) => ({ kind: 'number' as const, value })
const note = { kind: 'note' as const, text: sealed('note') }

/** Sends the gate as its owner, and signs it as each of its signers. */
function send(it: Engine, gate: string, owner: string, signatures: [string, string][] = []): void {
  const type = signatures.length > 0 ? 'gate.submit' : 'gate.complete'
  it.does(owner, { type, gate, ifVersion: it.seen(gate) })
  for (const [who, as] of signatures) it.does(who, { type: 'gate.signOff', gate, as, ifVersion: it.seen(gate) })
}
const goNoGo = (it: Engine) => {
  it.does('priya', { type: 'gate.tick', gate: 'go-no-go', item: 'GNG-1' })
  send(it, 'go-no-go', 'priya', [['helen', 'head-of-digital']])
}
const tests = (it: Engine) => send(it, 'tests', 'sam', [['priya', 'ecommerce-sme']])
const green = (it: Engine, candidate: string) =>
  it.does('ci', { type: 'gate.tick', gate: 'tests', item: 'TFN-1', evidence: report(3, 0, candidate), candidate })

/** Everything done for build 101: unlocked. */
function unlocked(): Engine {
  const it = engine(popup)
  it.does('priya', { type: 'launch.start' })
  it.does('ana', { type: 'launch.setCandidate', version: '101', commit: 'c0ffee1' })
  it.does('joon', { type: 'gate.tick', gate: 'stock', item: 'INV-1', evidence: number(99) })
  it.does('tom', { type: 'gate.tick', gate: 'stock', item: 'INV-2', evidence: note })
  it.does('joon', { type: 'gate.tick', gate: 'stock', item: 'INV-3', evidence: number(20) })
  send(it, 'stock', 'joon', [['wei', 'logistics-manager']])
  it.does('chloe', { type: 'gate.tick', gate: 'pages', item: 'CON-1' })
  send(it, 'pages', 'chloe')
  green(it, '101')
  it.does('sam', { type: 'gate.tick', gate: 'tests', item: 'TFN-2', evidence: note })
  it.does('sam', { type: 'gate.tick', gate: 'tests', item: 'TFN-3', evidence: number(0) })
  tests(it)
  goNoGo(it)
  expect(it.verdict()).toMatchObject({ decision: 'go', blockers: [] })
  return it
}

const locked = (it: Engine) => it.verdict().decision !== 'go' && it.state.state === 'preparing.locked'
const actions = (entries: Entry[]) => entries.map(({ action, gate }) => (gate ? `${action} ${gate}` : action))

/** A refusal of this kind, and a launch that stays the very same value. */
function refused(it: Engine, who: string, command: SealedCommand, code: string): void {
  const before = it.state
  const ruling = it.send(who, command)
  expect(ruling).toMatchObject({ accepted: false, reason: { code } })
  expect(it.state).toBe(before)
}

chapter('nothing that is not true unlocks', () => {
  story('a green report of the old build', () => {
    const it = unlocked()
    const entries = it.does('ci', { type: 'launch.setCandidate', version: '102' })
    expect(actions(entries)).toEqual([
      'launch.setCandidate',
      'gate.recheck tests',
      'gate.recheck go-no-go',
      'launch.relock',
    ])
    expect(locked(it)).toBe(true)
    refused(
      it,
      'ci',
      { type: 'gate.tick', gate: 'tests', item: 'TFN-1', evidence: report(3, 0), candidate: '101' },
      'candidate-other',
    )
    expect(it.verdict({ build: 'named', name: '101' }).decision).toBe('no-go')
    expect(it.verdict({ build: 'named', name: 'c0ffee1' }).decision).toBe('no-go')
  })

  const reports = [
    ['a red report', report(3, 1)],
    ['an empty report', report(0, 0)],
    ['an all-skipped report', report(0, 0, 'cc', 5)],
  ] as const
  for (const [title, evidence] of reports)
    story(title, () => {
      const it = unlocked()
      refused(
        it,
        'ci',
        { type: 'gate.tick', gate: 'tests', item: 'TFN-1', evidence, candidate: '101' },
        'not-renewable',
      )
      const entries = it.does('ci', {
        type: 'gate.failCheck',
        gate: 'tests',
        item: 'TFN-1',
        evidence,
        candidate: '101',
      })
      expect(actions(entries)).toEqual(['gate.failCheck tests', 'gate.recheck go-no-go', 'launch.relock'])
      expect(locked(it)).toBe(true)
      refused(it, 'ci', { type: 'gate.tick', gate: 'tests', item: 'TFN-1', evidence, candidate: '101' }, 'report-red')
    })

  story('hold, then release, while a gate is open: it stays locked; with everything ready it unlocks again', () => {
    const it = unlocked()
    it.does('helen', { type: 'launch.hold', reason: sealed('wait') })
    expect(it.verdict().decision).toBe('hold')
    expect(actions(it.does('priya', { type: 'launch.release' }))).toEqual(['launch.release', 'launch.unlock'])
    it.does('helen', { type: 'launch.hold', reason: sealed('wait') })
    it.does('wei', { type: 'gate.reopen', gate: 'stock', reason: sealed('count again') })
    expect(actions(it.does('priya', { type: 'launch.release' }))).toEqual(['launch.release'])
    expect(locked(it)).toBe(true)
  })

  story('a gate reopened and completed again without a new go/no-go', () => {
    const it = unlocked()
    it.does('chloe', { type: 'gate.reopen', gate: 'pages', reason: sealed('a page is missing') })
    send(it, 'pages', 'chloe')
    expect(locked(it)).toBe(true)
    expect(it.verdict().blockers.map(({ gate }) => gate)).toEqual(['go-no-go'])
    goNoGo(it)
    expect(it.verdict().decision).toBe('go')
  })

  story('a signature on a page that has gone stale', () => {
    const it = unlocked()
    it.does('joon', { type: 'gate.reopen', gate: 'stock', reason: sealed('count again') })
    it.does('joon', { type: 'gate.submit', gate: 'stock', ifVersion: it.seen('stock') })
    const seen = it.seen('stock')
    it.does('joon', { type: 'gate.tick', gate: 'stock', item: 'INV-3', evidence: number(59) })
    refused(it, 'wei', { type: 'gate.signOff', gate: 'stock', as: 'logistics-manager', ifVersion: seen }, 'stale-page')
  })

  story('the owner signing their own gate, by any of their roles', () => {
    const it = engine(popup, { 'logistics-manager': ['joon', 'wei'] })
    it.does('priya', { type: 'launch.start' })
    it.does('joon', { type: 'gate.tick', gate: 'stock', item: 'INV-1', evidence: number(99) })
    it.does('tom', { type: 'gate.tick', gate: 'stock', item: 'INV-2', evidence: note })
    it.does('joon', { type: 'gate.tick', gate: 'stock', item: 'INV-3', evidence: number(20) })
    it.does('joon', { type: 'gate.submit', gate: 'stock', ifVersion: it.seen('stock') })
    const sign = { type: 'gate.signOff', gate: 'stock', as: 'logistics-manager', ifVersion: it.seen('stock') } as const
    refused(it, 'joon', sign, 'four-eyes-sender')
    refused(it, 'tom', sign, 'not-your-role')
    it.does('wei', sign)
    expect(it.state.gates.stock?.state).toBe('cleared.completed')
  })

  story('who ticked an item, even if somebody else sent the gate', () => {
    const it = engine(popup, { 'inventory-manager': ['joon', 'wei'], 'logistics-manager': ['wei', 'fay'] })
    it.does('priya', { type: 'launch.start' })
    it.does('wei', { type: 'gate.tick', gate: 'stock', item: 'INV-1', evidence: number(99) })
    it.does('tom', { type: 'gate.tick', gate: 'stock', item: 'INV-2', evidence: note })
    it.does('joon', { type: 'gate.tick', gate: 'stock', item: 'INV-3', evidence: number(20) })
    it.does('joon', { type: 'gate.submit', gate: 'stock', ifVersion: it.seen('stock') })
    const sign = { type: 'gate.signOff', gate: 'stock', as: 'logistics-manager', ifVersion: it.seen('stock') } as const
    refused(it, 'wei', sign, 'four-eyes-ticker')
    expect(it.verdict().blockers.find(({ gate }) => gate === 'stock')?.waitingFor).toEqual(['fay'])
    it.does('fay', sign)
  })

  story('a service that signs', () => {
    const it = unlocked()
    it.does('joon', { type: 'gate.reopen', gate: 'stock', reason: sealed('count again') })
    it.does('joon', { type: 'gate.submit', gate: 'stock', ifVersion: it.seen('stock') })
    refused(
      it,
      'ci',
      { type: 'gate.signOff', gate: 'stock', as: 'logistics-manager', ifVersion: it.seen('stock') },
      'not-your-role',
    )
    refused(it, 'ci', { type: 'gate.submit', gate: 'pages', ifVersion: 99 }, 'not-your-role')
    refused(it, 'ci', { type: 'launch.launch', candidate: '101' }, 'not-your-role')
  })

  story('an aged stock count: it locks by the clock alone, and a renewal opens it without a new go/no-go', () => {
    const it = unlocked()
    expect(it.verdict().nextChangeAt).toBe(monday + days(3))
    it.now = monday + days(3) - 1
    expect(it.clock()).toEqual([])
    it.now = monday + days(3)
    // Nobody has written anything yet, and the launch is judged as of now all the same.
    refused(it, 'helen', { type: 'launch.launch', candidate: '101' }, 'wrong-launch-state')
    expect(actions(it.clock())).toEqual(['gate.lapse stock', 'launch.relock'])
    expect(locked(it)).toBe(true)
    expect(it.state.gates.stock?.state).toBe('cleared.completed')
    expect(it.verdict().blockers).toMatchObject([
      { kind: 'gate', gate: 'stock', status: 'needs-recheck', waitingFor: ['joon'], since: monday + days(3) },
    ])
    expect(actions(it.does('joon', { type: 'gate.tick', gate: 'stock', item: 'INV-3', evidence: number(30) }))).toEqual(
      ['gate.tick stock', 'launch.unlock'],
    )
    expect(it.verdict().decision).toBe('go')
  })

  story('what was due is applied by whoever acts first, as the clock would have', () => {
    const lazy = unlocked()
    const eager = unlocked()
    lazy.now = eager.now = monday + days(4)
    eager.clock()
    const comment = { type: 'gate.comment', gate: 'pages', text: sealed('hello') } as const
    const entries = lazy.does('fay', comment)
    eager.does('fay', comment)
    expect(actions(entries)).toEqual(['gate.lapse stock', 'launch.relock', 'gate.comment pages'])
    expect(entries[0]).toMatchObject({ due: '2026-11-26T09:00:00.000Z', at: '2026-11-27T09:00:00.000Z' })
    expect(lazy.state).toEqual(eager.state)
  })

  story('a deploy that does not say which build it is, or names none that there is', () => {
    const it = unlocked()
    expect(it.verdict({ build: 'unnamed' })).toMatchObject({ decision: 'wait', blockers: [{ kind: 'candidate' }] })
    expect(it.verdict({ build: 'named', name: '101' }).decision).toBe('go')
    expect(it.verdict({ build: 'named', name: 'c0ffee1' }).decision).toBe('go')
    expect(it.verdict({ build: 'named', name: '10' })).toMatchObject({
      decision: 'no-go',
      blockers: [{ kind: 'candidate' }],
    })
  })

  story('after it was launched: a go for the launched build, and for nothing else', () => {
    const it = unlocked()
    it.does('helen', { type: 'launch.launch', candidate: 'c0ffee1' })
    it.now = monday + days(30)
    expect(it.clock(), 'nothing lapses any more').toEqual([])
    expect(it.verdict({ build: 'named', name: '101' }).decision).toBe('go')
    expect(it.verdict({ build: 'named', name: '102' }).decision).toBe('no-go')
    expect(it.verdict({ build: 'unnamed' }).decision).toBe('wait')
  })

  story('every story replays to the very same launch', () => {
    const it = unlocked()
    it.does('ci', { type: 'launch.setCandidate', version: '102' })
    it.now = monday + days(5)
    it.clock()
    it.does('ci', { type: 'gate.failCheck', gate: 'tests', item: 'TFN-3', evidence: number(4) })
    expect(replay(JSON.parse(JSON.stringify(it.log)))).toEqual({ ok: true, state: it.state })
  })

  story('a recheck asks again exactly what depends on the change', () => {
    const it = unlocked()
    it.does('wei', { type: 'gate.reopen', gate: 'stock', reason: sealed('count again'), items: ['INV-1'] })
    const items = it.state.gates.tests?.context.items
    expect(items?.['TFN-2']).toMatchObject({ state: 'stale', stale: { causes: ['needs'] } })
    expect(items?.['TFN-1']).toMatchObject({ state: 'ticked' })
    it.does('ana', { type: 'launch.setCandidate', version: '102' })
    expect(it.state.gates.tests?.context.items['TFN-1']).toMatchObject({
      state: 'stale',
      stale: { causes: ['candidate'] },
    })
    expect(it.state.gates.stock?.context.items['INV-2']).toMatchObject({ state: 'ticked' })
    expect(it.state.gates['go-no-go']?.context.items['GNG-1']).toMatchObject({
      state: 'stale',
      stale: { causes: ['decision'] },
    })
    expect(it.state.gates.pages?.state).toBe('cleared.completed')
  })
})

chapter('what reviews once found', () => {
  story('a launch is not recorded for a build that was never set', () => {
    const unbound = {
      ...popup,
      gates: popup.gates.map((gate) => ({ ...gate, items: gate.items.map((item) => ({ ...item, recheckOn: [] })) })),
    }
    const it = engine(unbound)
    it.does('priya', { type: 'launch.start' })
    for (const gate of ['stock', 'pages', 'tests'] as const) {
      it.does('priya', {
        type: 'gate.requestWaiver',
        gate,
        reason: sealed('x'),
        mitigation: sealed('y'),
        until: '2026-12-01T00:00:00Z',
      })
      it.does('helen', { type: 'gate.grantWaiver', gate, ifVersion: it.seen(gate) })
    }
    goNoGo(it)
    refused(it, 'helen', { type: 'launch.launch', candidate: 'nonsense' }, 'candidate-missing')
    it.does('helen', { type: 'launch.launch' })
  })

  story('data cannot make an entry another one, and an entry that leads nowhere is a difference', () => {
    const it = unlocked()
    const forged = (change: Partial<Entry>) => {
      const log: Entry[] = JSON.parse(JSON.stringify(it.log))
      const at = log.findIndex(({ action }) => action === 'gate.complete')
      const entry = log[at]
      if (!entry) throw new Error('no entry')
      log[at] = { ...entry, ...change }
      return replay(log)
    }
    expect(forged({ action: 'gate.comment', data: { type: 'gate.complete' } })).toMatchObject({ ok: false })
    expect(
      forged({ action: 'gate.signOff', as: 'tester', from: 'open.inProgress', to: 'open.inProgress' }),
    ).toMatchObject({
      ok: false,
      difference: expect.stringContaining('leads nowhere'),
    })
  })

  story('a failure is recorded also when nobody says for which build; another build’s is not', () => {
    const it = unlocked()
    refused(
      it,
      'ci',
      { type: 'gate.failCheck', gate: 'tests', item: 'TFN-1', evidence: report(1, 1) },
      'candidate-missing',
    )
    refused(
      it,
      'ci',
      { type: 'gate.failCheck', gate: 'tests', item: 'TFN-1', evidence: report(1, 1), candidate: '100' },
      'candidate-other',
    )
    it.does('ci', { type: 'gate.failCheck', gate: 'tests', item: 'TFN-3', evidence: number(1) })
    expect(locked(it)).toBe(true)
  })
})
