import { expect } from 'vitest'
import { createLaunch } from '../../../machines/create.ts'
import type { Entry, SealedCommand, SealedCreate } from '../../../machines/entry.ts'
import type { Definition } from '../../../machines/pipeline/pipeline.ts'
import { impossibleFourEyes } from '../../../machines/reading/four-eyes.ts'
import { replay } from '../../../machines/replay.ts'
import { actor, days, type Engine, engine, monday } from '../engine.ts'
import { popup } from '../popup.ts'
import { sealed } from '../sealed.ts'
import { book } from './story.ts'

/** What does not go by plan: waivers, left-out and added things, people who change, a roll-back; and what each of them never opens. */
const { chapter, story, stories } = book()
export const exceptions = stories

const actions = (entries: Entry[]) => entries.map(({ action, gate }) => (gate ? `${action} ${gate}` : action))
const number = (value: number) => ({ kind: 'number' as const, value })
const at = (ms: number) => new Date(ms).toISOString()
const report = { kind: 'junit' as const, passed: 3, failed: 0, skipped: 0, flaky: 0, seconds: 1, sha256: 'aa' }

function refused(it: Engine, who: string, command: SealedCommand, code: string): void {
  const before = it.state
  expect(it.send(who, command)).toMatchObject({ accepted: false, reason: { code } })
  expect(it.state).toBe(before)
}
function waive(it: Engine, gate: string, by: string, granted: string, until: number): Entry[] {
  it.does(by, {
    type: 'gate.requestWaiver',
    gate,
    reason: sealed('late'),
    mitigation: sealed('watch'),
    until: at(until),
  })
  return it.does(granted, { type: 'gate.grantWaiver', gate, ifVersion: it.seen(gate) })
}
const goNoGo = (it: Engine) => {
  it.does('priya', { type: 'gate.tick', gate: 'go-no-go', item: 'GNG-1' })
  it.does('priya', { type: 'gate.submit', gate: 'go-no-go', ifVersion: it.seen('go-no-go') })
  return it.does('helen', {
    type: 'gate.signOff',
    gate: 'go-no-go',
    as: 'head-of-digital',
    ifVersion: it.seen('go-no-go'),
  })
}

/** Everything waived but the decision: the shortest way to an unlocked launch. */
function waived(until = monday + days(8)): Engine {
  const it = engine(popup)
  it.does('priya', { type: 'launch.start' })
  it.does('ana', { type: 'launch.setCandidate', version: '101', commit: 'c0ffee1' })
  waive(it, 'stock', 'joon', 'helen', monday + days(20))
  waive(it, 'pages', 'chloe', 'priya', until)
  waive(it, 'tests', 'sam', 'helen', monday + days(20))
  expect(actions(goNoGo(it))).toContain('launch.unlock')
  return it
}

chapter('a waiver', () => {
  story('clears a gate until it ends; then the launch locks, and the decision is asked again', () => {
    const it = waived()
    expect(it.verdict()).toMatchObject({ decision: 'go', nextChangeAt: monday + days(8), gates: { waived: 3 } })
    it.now = monday + days(8)
    const entries = it.clock()
    expect(actions(entries)).toEqual(['gate.expireWaiver pages', 'gate.recheck go-no-go', 'launch.relock'])
    expect(entries[0]).toMatchObject({ due: at(monday + days(8)), from: 'cleared.waived', to: 'open.inProgress' })
    expect(it.verdict().decision).toBe('wait')
  })

  story('can be extended before it ends, and the page waits for those who may grant', () => {
    const it = waived()
    it.now = monday + days(7)
    it.does('chloe', {
      type: 'gate.requestWaiver',
      gate: 'pages',
      reason: sealed('later'),
      until: at(monday + days(12)),
    })
    expect(it.verdict().decision, 'asking changes nothing').toBe('go')
    it.does('helen', { type: 'gate.grantWaiver', gate: 'pages', ifVersion: it.seen('pages') })
    it.now = monday + days(9)
    expect(it.clock()).toEqual([])
    expect(it.verdict().decision).toBe('go')
  })

  story('that was asked waits for those who may grant it, but never for its asker', () => {
    const it = engine(popup)
    it.does('priya', { type: 'launch.start' })
    it.does('priya', { type: 'gate.requestWaiver', gate: 'pages', reason: sealed('late'), until: at(monday + days(2)) })
    const pages = it.verdict().blockers.find(({ gate }) => gate === 'pages')
    expect(pages?.waitingFor).toEqual(['chloe', 'helen'])
    refused(it, 'priya', { type: 'gate.grantWaiver', gate: 'pages', ifVersion: it.seen('pages') }, 'waiver-own')
    it.does('helen', { type: 'gate.declineWaiver', gate: 'pages' })
    expect(it.verdict().blockers.find(({ gate }) => gate === 'pages')?.waitingFor).toEqual(['chloe'])
  })

  story('ends when the build changes that its items are about, ticked or not', () => {
    const it = waived()
    const entries = it.does('ci', { type: 'launch.setCandidate', version: '102' })
    expect(actions(entries)).toEqual([
      'launch.setCandidate',
      'gate.expireWaiver tests',
      'gate.recheck go-no-go',
      'launch.relock',
    ])
    expect(it.state.gates.stock?.state).toBe('cleared.waived')
  })

  story('ends when a gate changes that its items need, and that counts for those after it', () => {
    const it = waived()
    const entries = it.does('wei', { type: 'gate.reopen', gate: 'stock', reason: sealed('count') })
    expect(actions(entries)).toEqual([
      'gate.reopen stock',
      'gate.expireWaiver tests',
      'gate.recheck go-no-go',
      'launch.relock',
    ])
  })

  story('asked for is dropped when the gate is completed', () => {
    const it = engine(popup)
    it.does('priya', { type: 'launch.start' })
    it.does('chloe', { type: 'gate.requestWaiver', gate: 'pages', reason: sealed('late'), until: at(monday + days(2)) })
    it.does('chloe', { type: 'gate.tick', gate: 'pages', item: 'CON-1' })
    it.does('chloe', { type: 'gate.complete', gate: 'pages', ifVersion: it.seen('pages') })
    expect(it.state.gates.pages?.context.waiverRequest).toBeNull()
  })
})

chapter('a problem', () => {
  story('blocks a gate that was sent, voids its signatures, and is solved by its owner', () => {
    const it = engine(popup)
    it.does('priya', { type: 'launch.start' })
    it.does('chloe', { type: 'gate.tick', gate: 'pages', item: 'CON-1' })
    it.does('chloe', { type: 'gate.block', gate: 'pages', reason: sealed('the server is down') })
    expect(it.verdict()).toMatchObject({ gates: { blocked: 1 } })
    expect(it.verdict().blockers.find(({ gate }) => gate === 'pages')).toMatchObject({
      status: 'blocked',
      waitingFor: ['chloe'],
    })
    refused(it, 'chloe', { type: 'gate.complete', gate: 'pages', ifVersion: it.seen('pages') }, 'wrong-gate-state')
    it.does('chloe', { type: 'gate.unblock', gate: 'pages' })
    it.does('chloe', { type: 'gate.complete', gate: 'pages', ifVersion: it.seen('pages') })
  })
})

chapter('an added item', () => {
  story('is asked like any other, gets the next id, and can be left out again even in a critical gate', () => {
    const it = engine(popup)
    it.does('priya', { type: 'launch.start' })
    it.does('joon', { type: 'gate.addItem', gate: 'stock', title: sealed('a'), asks: { kind: 'number', max: 3 } })
    it.does('priya', { type: 'gate.addItem', gate: 'stock', title: sealed('b'), owner: 'tester', required: false })
    expect(it.state.gates.stock?.context.added.map(({ id, owner, required }) => [id, owner, required])).toEqual([
      ['added-1', 'inventory-manager', true],
      ['added-2', 'tester', false],
    ])
    refused(it, 'joon', { type: 'gate.tick', gate: 'stock', item: 'added-1', evidence: number(4) }, 'out-of-bounds')
    it.does('joon', { type: 'gate.tick', gate: 'stock', item: 'added-1', evidence: number(3) })
    it.does('priya', { type: 'gate.itemNotNeeded', gate: 'stock', item: 'added-1', reason: sealed('no') })
    refused(it, 'joon', { type: 'gate.tick', gate: 'stock', item: 'added-1', evidence: number(3) }, 'item-not-needed')
    it.does('priya', { type: 'gate.requireItem', gate: 'stock', item: 'added-1' })
    expect(it.state.gates.stock?.context.items['added-1']).toMatchObject({ state: 'open', ticked: null })
  })
})

chapter('whom the page waits for', () => {
  story('is the one assigned, until they lose the role', () => {
    const it = engine(popup, { 'content-team': ['chloe', 'fay'] })
    it.does('priya', { type: 'launch.start' })
    it.does('chloe', { type: 'gate.tick', gate: 'pages', item: 'CON-1' })
    const before = it.seen('pages')
    it.does('chloe', { type: 'gate.assign', gate: 'pages', person: 'fay' })
    expect(it.seen('pages'), 'a signer relies on nothing of it').toBe(before)
    const waits = () => it.verdict().blockers.find(({ gate }) => gate === 'pages')?.waitingFor
    expect(waits()).toEqual(['fay'])
    it.does('priya', { type: 'launch.unassignRole', role: 'content-team', person: 'fay' })
    expect(waits()).toEqual(['chloe'])
    expect(it.state.gates.pages?.context.person).toBeNull()
  })

  story('a role that somebody waits for and nobody holds is named', () => {
    const it = engine(popup)
    it.does('priya', { type: 'launch.start' })
    it.does('priya', { type: 'launch.unassignRole', role: 'content-team', person: 'chloe' })
    expect(it.verdict().blockers.at(-1)).toMatchObject({ kind: 'people', word: 'wait', role: 'content-team' })
  })
})

chapter('a roll-back', () => {
  story(
    'locks, asks the decision again, and never lets the same build go: not by version, not by commit, not unnamed',
    () => {
      const it = waived()
      it.does('helen', { type: 'launch.launch', candidate: '101' })
      it.does('priya', { type: 'launch.archive' })
      const entries = it.does('priya', { type: 'launch.rollBack', reason: sealed('broken') })
      expect(actions(entries)).toEqual(['launch.rollBack', 'gate.recheck go-no-go'])
      expect(it.state).toMatchObject({ state: 'preparing.locked', context: { archived: false } })
      goNoGo(it)
      for (const asked of [
        { build: 'current' },
        { build: 'unnamed' },
        { build: 'named', name: '101' },
        { build: 'named', name: 'c0ffee1' },
      ] as const)
        expect(it.verdict(asked), JSON.stringify(asked)).toMatchObject({ decision: 'no-go' })
      refused(it, 'helen', { type: 'launch.launch', candidate: '101' }, 'verdict-not-go')
      refused(it, 'ana', { type: 'launch.setCandidate', version: '101' }, 'build-rolled-back')
      refused(it, 'ana', { type: 'launch.setCandidate', version: '103', commit: 'c0ffee1' }, 'build-rolled-back')
      it.does('ana', { type: 'launch.setCandidate', version: '102' })
      expect(it.verdict({ build: 'named', name: '101' }).decision).toBe('no-go')
    },
  )
})

chapter('cancelled', () => {
  story('is the end: a no-go, and nothing but comments and the archive', () => {
    const it = waived()
    it.does('priya', { type: 'launch.cancel', reason: sealed('no shop') })
    expect(it.verdict()).toMatchObject({ decision: 'no-go' })
    it.now = monday + days(10)
    expect(it.clock(), 'no waiver runs out any more').toEqual([])
    refused(it, 'priya', { type: 'launch.start' }, 'wrong-launch-state')
    refused(it, 'chloe', { type: 'gate.reopen', gate: 'pages', reason: sealed('x') }, 'wrong-launch-state')
    it.does('fay', { type: 'gate.comment', gate: 'pages', text: sealed('a pity') })
    it.does('ada', { type: 'launch.archive' })
    expect(it.does('priya', { type: 'launch.archive' }), 'twice is once').toEqual([])
  })
})

chapter('a window', () => {
  story('opens and closes the deploy by the clock alone', () => {
    const it = waived()
    it.does('priya', {
      type: 'launch.schedule',
      window: { opensAt: at(monday + days(1)), closesAt: at(monday + days(2)) },
    })
    expect(it.verdict()).toMatchObject({
      decision: 'wait',
      nextChangeAt: monday + days(1),
      blockers: [{ kind: 'window' }],
    })
    it.now = monday + days(1)
    expect(it.verdict()).toMatchObject({ decision: 'go', nextChangeAt: monday + days(2) })
    it.now = monday + days(2)
    expect(it.verdict().decision).toBe('wait')
    it.does('priya', { type: 'launch.schedule', window: null })
    expect(it.verdict().decision).toBe('go')
  })
})

chapter('scoping', () => {
  const asking: Definition = {
    ...popup,
    questions: [
      { id: 'stocked', leavesOut: { gates: ['stock'], items: ['TFN-2', 'INV-4'] } },
      { id: 'photos', leavesOut: { gates: [], items: ['CON-2'] } },
    ],
  }
  const create = (scope: Record<string, boolean>, sponsor = 'priya'): SealedCreate => ({
    type: 'launch.create',
    pipeline: asking,
    texts: sealed('texts'),
    title: sealed('title'),
    targetAt: at(monday),
    timeZone: 'UTC',
    people: { 'head-of-digital': [sponsor] },
    scope,
    scopeReasons: { stocked: sealed('Do you keep stock?'), photos: sealed('Are there photos?') },
  })

  story('a no leaves out what its question names, in the same commit, with the question as the reason', () => {
    const ruling = createLaunch(null, create({ stocked: false, photos: true }), actor('priya'), monday, 'r_0', 'aurora')
    if (!ruling.accepted) throw new Error(ruling.reason.code)
    expect(
      ruling.entries.map(({ action, gate, data, cause }) => [action, gate, data.item, data.reason, cause]),
    ).toEqual([
      ['launch.create', undefined, undefined, undefined, undefined],
      ['gate.itemNotNeeded', 'tests', 'TFN-2', sealed('Do you keep stock?'), { seq: 0 }],
      ['gate.notNeeded', 'stock', undefined, sealed('Do you keep stock?'), { seq: 0 }],
    ])
    expect(ruling.state.gates.stock?.state).toBe('cleared.notNeeded')
    expect(ruling.state.version).toBe(3)
    expect(replay(JSON.parse(JSON.stringify(ruling.entries)))).toEqual({ ok: true, state: ruling.state })
  })

  story('a critical gate is left out by the sponsor alone, also by an answer', () => {
    for (const who of ['priya', 'ada'])
      expect(
        createLaunch(null, create({ stocked: false }, 'helen'), actor(who), monday, 'r_0', 'aurora'),
      ).toMatchObject({
        accepted: false,
        kind: 'forbidden',
        reason: { code: 'not-your-role', params: { roles: ['head-of-digital'] } },
      })
    expect(
      createLaunch(null, create({ photos: false }, 'helen'), actor('priya'), monday, 'r_0', 'aurora').accepted,
    ).toBe(true)
  })

  story('a no without its sentence is a mistake of the program: no entry is made', () => {
    const { scopeReasons: _, ...wrong } = create({ photos: false })
    expect(() => createLaunch(null, wrong, actor('priya'), monday, 'r_0', 'aurora')).toThrow(/photos/)
  })

  story('an answer to a question that the pipeline does not ask', () => {
    expect(createLaunch(null, create({ eu: false }), actor('priya'), monday, 'r_0', 'aurora')).toMatchObject({
      accepted: false,
      reason: { code: 'unknown-name', params: { name: 'eu' } },
    })
  })
})

chapter('four eyes before the start', () => {
  const clash = (people: Record<string, string[]>) => impossibleFourEyes(engine(popup, people).state)

  const people: [string, Record<string, string[]>, string | null][] = [
    ['the cast can', {}, null],
    ['the only signer also sends', { 'logistics-manager': ['joon'] }, 'stock'],
    ['the only signer also ticks', { 'logistics-manager': ['tom'] }, 'stock'],
    ['another holder may tick instead', { 'logistics-manager': ['tom'], 'backend-developer': ['tom', 'fay'] }, null],
    ['sender and those who tick may be one person', { 'inventory-manager': ['tom'] }, null],
    [
      'two roles, two people, but both are needed to sign one gate',
      {
        'logistics-manager': ['joon', 'tom'],
        'backend-developer': ['joon', 'tom'],
        'inventory-manager': ['joon', 'tom'],
      },
      null,
    ],
    ['one person for everything', Object.fromEntries(popup.roles.map((role) => [role, ['priya']])), 'stock'],
  ]
  for (const [title, holders, gate] of people)
    story(title, () => {
      expect(clash(holders)?.gate ?? null).toBe(gate)
    })

  story('the start is refused, with the gate, its roles and the people in the way', () => {
    const it = engine(popup, { 'logistics-manager': ['joon'] })
    const before = it.state
    expect(it.send('priya', { type: 'launch.start' })).toMatchObject({
      accepted: false,
      kind: 'refused',
      reason: {
        code: 'four-eyes-impossible',
        params: {
          gate: 'stock',
          roles: ['inventory-manager', 'backend-developer', 'logistics-manager'],
          people: ['joon', 'tom'],
        },
      },
    })
    expect(it.state).toBe(before)
  })
})

chapter('every one of these stories', () => {
  story('replays to the very same launch', () => {
    const it = waived()
    it.does('priya', {
      type: 'launch.schedule',
      targetAt: at(monday + days(9)),
      timeZone: 'Asia/Seoul',
      title: sealed('new'),
    })
    it.does('helen', { type: 'launch.assignRole', role: 'head-of-digital', person: 'fay' })
    it.does('ana', { type: 'launch.setCandidate', version: '102' })
    it.does('sam', {
      type: 'gate.addItem',
      gate: 'tests',
      title: sealed('more'),
      asks: { kind: 'number', unit: sealed('unit') },
    })
    it.does('ci', {
      type: 'gate.failCheck',
      gate: 'tests',
      item: 'TFN-1',
      evidence: { ...report, failed: 1 },
      candidate: '102',
    })
    it.does('sam', { type: 'gate.assign', gate: 'tests', person: 'sam' })
    it.now = monday + days(21)
    it.clock()
    it.does('helen', { type: 'launch.hold', reason: sealed('wait') })
    it.does('helen', { type: 'launch.cancel', reason: sealed('over') })
    it.does('priya', { type: 'launch.archive' })
    expect(replay(JSON.parse(JSON.stringify(it.log)))).toEqual({ ok: true, state: it.state })
  })
})
