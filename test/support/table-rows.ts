import type { EngineCommand, SealedCommand } from '../../machines/entry.ts'
import {
  type Evidence,
  type GateValue,
  gateValue,
  type ItemState,
  type LaunchState,
  type LaunchValue,
  launchValue,
} from '../../machines/state.ts'
import { days, monday } from './engine.ts'
import { launchIn } from './popup.ts'
import { sealed } from './sealed.ts'

/**
 * Who may do what, from where, and what they hear otherwise: one row for each command, written by hand from the domain's rules,
 * expanded over every kind of person, every state of the gate and every state of the launch.
 */

const cast = {
  owner: 'joon',
  'item owner': 'tom',
  signer: 'wei',
  lead: 'priya',
  sponsor: 'helen',
  admin: 'ada',
  auditor: 'omar',
  member: 'fay',
  service: 'ci',
} as const
export type Kind = keyof typeof cast

/** One person of each kind, as they stand to this gate. */
export function peopleOf(gate: string): [Kind, string][] {
  // The content team completes its pages alone: it owns every item, and nobody signs.
  const people = gate === 'pages' ? { ...cast, owner: 'chloe', 'item owner': 'chloe', signer: 'joon' } : cast
  return Object.entries(people) as [Kind, string][]
}

/** Where a gate command may be given; elsewhere the launch's state is in the way. */
const work: LaunchValue[] = ['preparing.locked', 'preparing.unlocked', 'held']

export interface GateRow {
  command: SealedCommand & { gate: string }
  /** The gate's items before the command, in open states. */
  items: 'open' | 'ticked'
  who: Kind[]
  /** The value that each state leads to, or the code of the refusal; states not named refuse with wrong-gate-state. */
  from: Partial<Record<GateValue, string>>
  launch: LaunchValue[]
  /** What must be there before. */
  given?: (launch: LaunchState) => void
  /** The code in a state of the launch where it is another one than wrong-launch-state. */
  elsewhere?: Partial<Record<LaunchValue, string>>
}

const everyOpen = (to: string): Partial<Record<GateValue, string>> => ({
  'open.notStarted': to,
  'open.inProgress': to,
  'open.returned': to,
})
const stays: Partial<Record<GateValue, string>> = Object.fromEntries(gateValue.options.map((value) => [value, value]))
/** Where a waiver may be asked, granted and declined; asking and declining stay there. */
const waivable: Partial<Record<GateValue, string>> = {
  ...Object.fromEntries(
    ['open.notStarted', 'open.inProgress', 'open.returned', 'blocked', 'cleared.waived'].map((value) => [value, value]),
  ),
}
const asked =
  (gate: string, by: string, until = monday + days(8)) =>
  (launch: LaunchState) => {
    context(launch, gate).waiverRequest = { by, at: monday, until, reason: sealed('x'), mitigation: sealed('y') }
  }
const openOrBlocked: Partial<Record<GateValue, string>> = {
  'open.notStarted': 'open.notStarted',
  'open.inProgress': 'open.inProgress',
  'open.returned': 'open.returned',
  blocked: 'blocked',
}
/** After the start a gate is only waived, and hears so while the launch is at work. */
const afterStart = Object.fromEntries(work.map((value) => [value, 'scope-after-start']))
const leftOut: ItemState = { state: 'notNeeded', ticked: null, stale: null, failed: null }
const tickedWith = (evidence: Evidence): ItemState => ({
  state: 'ticked',
  ticked: { at: monday, by: 'joon', service: false, candidate: null, evidence },
  stale: null,
  failed: null,
})
const addedAdvice = (launch: LaunchState) => {
  context(launch, 'stock').added = [
    {
      id: 'added-1',
      owner: 'inventory-manager',
      asks: { kind: 'number', min: null, max: 3 },
      required: false,
      freshFor: null,
      recheckOn: [],
      title: sealed('x'),
      unit: null,
    },
  ]
}
const number = (value: number) => ({ kind: 'number' as const, value })
const seen = { gate: 'stock', ifVersion: 1 }

export const gateRows: Record<string, GateRow> = {
  'gate.tick of a number': {
    command: { type: 'gate.tick', gate: 'stock', item: 'INV-1', evidence: number(99) },
    items: 'open',
    who: ['owner', 'service'],
    from: {
      'open.notStarted': 'open.inProgress',
      'open.inProgress': 'open.inProgress',
      'open.returned': 'open.returned',
      blocked: 'blocked',
      awaitingSignOff: 'not-renewable',
      'cleared.completed': 'not-renewable',
    },
    launch: work,
  },
  'gate.tick of a note, by the owner of the item': {
    command: { type: 'gate.tick', gate: 'stock', item: 'INV-2', evidence: { kind: 'note', text: sealed('x') } },
    items: 'open',
    who: ['item owner'],
    from: {
      'open.notStarted': 'open.inProgress',
      'open.inProgress': 'open.inProgress',
      'open.returned': 'open.returned',
      blocked: 'blocked',
      awaitingSignOff: 'not-renewable',
      'cleared.completed': 'not-renewable',
    },
    launch: work,
  },
  'gate.tick as a renewal': {
    command: { type: 'gate.tick', gate: 'stock', item: 'INV-3', evidence: number(20) },
    items: 'ticked',
    who: ['owner', 'service'],
    from: {
      'open.notStarted': 'open.inProgress',
      'open.inProgress': 'open.inProgress',
      'open.returned': 'open.returned',
      blocked: 'blocked',
      awaitingSignOff: 'awaitingSignOff',
      'cleared.completed': 'cleared.completed',
    },
    launch: work,
  },
  'gate.failCheck of a required item': {
    command: { type: 'gate.failCheck', gate: 'stock', item: 'INV-1', evidence: number(12) },
    items: 'ticked',
    who: ['owner', 'service'],
    from: {
      'open.notStarted': 'open.notStarted',
      'open.inProgress': 'open.inProgress',
      'open.returned': 'open.returned',
      blocked: 'blocked',
      awaitingSignOff: 'open.inProgress',
      'cleared.completed': 'open.inProgress',
      'cleared.waived': 'cleared.waived',
    },
    launch: work,
  },
  'gate.untick': {
    command: { type: 'gate.untick', gate: 'stock', item: 'INV-2' },
    items: 'ticked',
    who: ['item owner'],
    from: {
      'open.notStarted': 'open.notStarted',
      'open.inProgress': 'open.inProgress',
      'open.returned': 'open.returned',
      blocked: 'blocked',
    },
    launch: work,
  },
  'gate.submit': {
    command: { type: 'gate.submit', ...seen },
    items: 'ticked',
    who: ['owner'],
    from: everyOpen('awaitingSignOff'),
    launch: work,
  },
  'gate.submit with open items': {
    command: { type: 'gate.submit', ...seen },
    items: 'open',
    who: [],
    from: everyOpen('item-open'),
    launch: [],
  },
  'gate.complete where somebody signs': {
    command: { type: 'gate.complete', ...seen },
    items: 'ticked',
    who: [],
    from: everyOpen('has-signers'),
    launch: [],
  },
  'gate.withdraw': {
    command: { type: 'gate.withdraw', gate: 'stock', reason: sealed('x') },
    items: 'ticked',
    who: ['owner'],
    from: { awaitingSignOff: 'open.inProgress' },
    launch: work,
  },
  'gate.signOff': {
    command: { type: 'gate.signOff', ...seen, as: 'logistics-manager', statement: sealed('x') },
    items: 'ticked',
    who: ['signer'],
    from: { awaitingSignOff: 'awaitingSignOff' },
    launch: work,
  },
  'gate.return': {
    command: { type: 'gate.return', gate: 'stock', reason: sealed('x'), items: ['INV-2'] },
    items: 'ticked',
    who: ['signer'],
    from: { awaitingSignOff: 'open.returned' },
    launch: work,
  },
  'gate.reopen': {
    command: { type: 'gate.reopen', gate: 'stock', reason: sealed('x'), items: ['INV-1'] },
    items: 'ticked',
    who: ['owner', 'signer', 'lead', 'sponsor'],
    from: {
      'cleared.completed': 'open.inProgress',
      'cleared.waived': 'open.inProgress',
      'cleared.notNeeded': 'open.inProgress',
    },
    launch: work,
  },
  'gate.block': {
    command: { type: 'gate.block', gate: 'stock', reason: sealed('x') },
    items: 'ticked',
    who: ['owner', 'item owner', 'signer', 'lead'],
    from: { ...everyOpen('blocked'), awaitingSignOff: 'blocked' },
    launch: work,
  },
  'gate.unblock': {
    command: { type: 'gate.unblock', gate: 'stock', note: sealed('x') },
    items: 'ticked',
    who: ['owner', 'lead'],
    from: { blocked: 'open.inProgress' },
    launch: work,
  },
  'gate.requestWaiver': {
    command: {
      type: 'gate.requestWaiver',
      gate: 'stock',
      reason: sealed('x'),
      mitigation: sealed('y'),
      until: '2026-12-01T00:00:00Z',
    },
    items: 'open',
    who: ['owner', 'lead'],
    from: waivable,
    launch: work,
  },
  'gate.grantWaiver of a critical gate': {
    command: { type: 'gate.grantWaiver', ...seen },
    items: 'open',
    who: ['sponsor'],
    from: Object.fromEntries(Object.keys(waivable).map((value) => [value, 'cleared.waived'])),
    launch: work,
    given: asked('stock', 'joon'),
  },
  'gate.declineWaiver': {
    command: { type: 'gate.declineWaiver', gate: 'stock', reason: sealed('x') },
    items: 'open',
    who: ['owner', 'lead', 'sponsor'],
    from: waivable,
    launch: work,
    given: asked('stock', 'joon'),
  },
  'gate.addItem': {
    command: {
      type: 'gate.addItem',
      gate: 'stock',
      title: sealed('x'),
      owner: 'tester',
      asks: { kind: 'number', min: 1, max: 2 },
    },
    items: 'ticked',
    who: ['owner', 'lead'],
    from: {
      'open.notStarted': 'open.notStarted',
      'open.inProgress': 'open.inProgress',
      'open.returned': 'open.returned',
      blocked: 'blocked',
    },
    launch: ['draft', ...work],
  },
  'gate.failCheck of advice': {
    command: { type: 'gate.failCheck', gate: 'stock', item: 'added-1', evidence: number(12) },
    items: 'ticked',
    who: ['owner', 'service'],
    from: { ...stays, 'cleared.notNeeded': 'wrong-gate-state' },
    launch: work,
    given: (launch) => {
      addedAdvice(launch)
      context(launch, 'stock').items['added-1'] = tickedWith(number(1))
    },
  },
  'gate.complete': {
    command: { type: 'gate.complete', gate: 'pages', ifVersion: 1 },
    items: 'ticked',
    who: ['owner', 'item owner'],
    from: everyOpen('cleared.completed'),
    launch: work,
  },
  'gate.notNeeded of a critical gate': {
    command: { type: 'gate.notNeeded', gate: 'stock', reason: sealed('x') },
    items: 'open',
    who: ['sponsor'],
    from: everyOpen('cleared.notNeeded'),
    launch: ['draft'],
    elsewhere: afterStart,
  },
  'gate.notNeeded': {
    command: { type: 'gate.notNeeded', gate: 'pages', reason: sealed('x') },
    items: 'open',
    who: ['lead'],
    from: everyOpen('cleared.notNeeded'),
    launch: ['draft'],
    elsewhere: afterStart,
  },
  'gate.require of a critical gate': {
    command: { type: 'gate.require', gate: 'stock' },
    items: 'open',
    who: ['sponsor'],
    from: { 'cleared.notNeeded': 'open.notStarted' },
    launch: ['draft'],
  },
  'gate.require': {
    command: { type: 'gate.require', gate: 'pages' },
    items: 'open',
    who: ['lead'],
    from: { 'cleared.notNeeded': 'open.notStarted' },
    launch: ['draft'],
  },
  'gate.itemNotNeeded': {
    command: { type: 'gate.itemNotNeeded', gate: 'pages', item: 'CON-2', reason: sealed('x') },
    items: 'open',
    who: ['lead'],
    from: openOrBlocked,
    launch: ['draft', ...work],
  },
  'gate.requireItem': {
    command: { type: 'gate.requireItem', gate: 'pages', item: 'CON-2' },
    items: 'open',
    who: ['lead'],
    from: openOrBlocked,
    launch: ['draft', ...work],
    given: (launch) => {
      context(launch, 'pages').items['CON-2'] = leftOut
    },
  },
  'gate.assign': {
    command: { type: 'gate.assign', gate: 'stock', person: 'joon' },
    items: 'ticked',
    who: ['owner', 'lead'],
    from: stays,
    launch: ['draft', ...work],
  },
  'gate.comment': {
    command: { type: 'gate.comment', gate: 'stock', text: sealed('x') },
    items: 'ticked',
    who: ['owner', 'item owner', 'signer', 'lead', 'sponsor', 'member', 'service'],
    from: stays,
    launch: [...launchValue.options],
  },
}

export interface LaunchRow {
  command: SealedCommand
  who: Kind[]
  from: Partial<Record<LaunchValue, string>>
  /** Whom it is offered to, where that hangs on a field that an offer does not know. */
  offered?: Kind[]
}
const aboutIt: LaunchValue[] = ['draft', 'preparing.locked', 'preparing.unlocked', 'held']
const keeps = Object.fromEntries(aboutIt.map((value) => [value, value]))

export const launchRows: Record<string, LaunchRow> = {
  'launch.start': { command: { type: 'launch.start' }, who: ['lead'], from: { draft: 'preparing.locked' } },
  'launch.setPublicStatus': { command: { type: 'launch.setPublicStatus', public: true }, who: ['lead'], from: keeps },
  'launch.setCandidate': { command: { type: 'launch.setCandidate', version: '102' }, who: ['service'], from: keeps },
  'launch.schedule': {
    command: { type: 'launch.schedule', targetAt: '2026-12-24T00:00:00Z', window: null, title: sealed('x') },
    who: ['lead'],
    from: keeps,
  },
  'launch.assignRole': {
    command: { type: 'launch.assignRole', role: 'tester', person: 'fay' },
    who: ['lead'],
    from: keeps,
    offered: ['lead', 'sponsor', 'admin'],
  },
  'launch.assignRole of the sponsor': {
    command: { type: 'launch.assignRole', role: 'head-of-digital', person: 'fay' },
    who: ['sponsor', 'admin'],
    from: keeps,
    offered: ['lead', 'sponsor', 'admin'],
  },
  'launch.unassignRole': {
    command: { type: 'launch.unassignRole', role: 'tester', person: 'sam' },
    who: ['lead'],
    from: keeps,
    offered: ['lead', 'sponsor', 'admin'],
  },
  'launch.rollBack': {
    command: { type: 'launch.rollBack', reason: sealed('x') },
    who: ['lead', 'sponsor'],
    from: { launched: 'preparing.locked' },
  },
  'launch.cancel': {
    command: { type: 'launch.cancel', reason: sealed('x') },
    who: ['lead', 'sponsor'],
    from: Object.fromEntries(aboutIt.map((value) => [value, 'cancelled'])),
  },
  'launch.archive': {
    command: { type: 'launch.archive' },
    who: ['lead', 'admin'],
    from: { launched: 'launched', cancelled: 'cancelled' },
  },
  'launch.hold': {
    command: { type: 'launch.hold', reason: sealed('x') },
    who: ['lead', 'sponsor'],
    from: { 'preparing.locked': 'held', 'preparing.unlocked': 'held' },
  },
  'launch.release': {
    command: { type: 'launch.release', note: sealed('x') },
    who: ['lead', 'sponsor'],
    from: { held: 'preparing.locked' },
  },
  'launch.launch': {
    command: { type: 'launch.launch', candidate: '101' },
    who: ['lead', 'sponsor'],
    from: { 'preparing.unlocked': 'launched' },
  },
}

/** Each further refusal with its code: who, the launch, the command. */
const stock = (state: GateValue, items: 'open' | 'ticked' = 'ticked') =>
  launchIn('preparing.locked', { stock: { state, items } })
const tests = (state: GateValue, items: 'open' | 'ticked' = 'ticked') =>
  launchIn('preparing.locked', { tests: { state, items } })
const tick = (gate: string, item: string, more: object = {}) =>
  ({ type: 'gate.tick', gate, item, ...more }) as SealedCommand
const report = (passed: number, failed: number) => ({
  kind: 'junit' as const,
  passed,
  failed,
  skipped: 0,
  flaky: 0,
  seconds: 1,
  sha256: 'bb',
})
export function altered(launch: LaunchState, alter: (copy: LaunchState) => void): LaunchState {
  const copy = structuredClone(launch)
  alter(copy)
  return copy
}
const context = (launch: LaunchState, gate: string) => {
  const found = launch.gates[gate]
  if (!found) throw new Error(`no gate ${gate}`)
  return found.context
}
const stale =
  (gate: string, item: string, cause: 'age' | 'candidate' | 'needs' | 'report' | 'returned' | 'reopened') =>
  (launch: LaunchState) => {
    const state = context(launch, gate).items[item]
    if (!state) throw new Error(`no item ${item}`)
    state.state = 'stale'
    state.stale = { since: monday, causes: [cause] }
  }
const awaiting = stock('awaitingSignOff')
const pages = (items: 'open' | 'ticked', others: Parameters<typeof launchIn>[1] = {}) =>
  launchIn('preparing.locked', { ...others, pages: { state: 'open.inProgress', items } })
const leavingOut = (item: string) =>
  altered(stock('cleared.completed'), (launch) => {
    context(launch, 'stock').items[item] = leftOut
  })
/** The report on the build also ages. */
const agingReport = (launch: LaunchState) => {
  for (const gate of launch.definition.gates)
    for (const item of gate.items) if (item.id === 'TFN-1') item.freshFor = days(3)
}
const withAdvice = altered(stock('cleared.completed'), addedAdvice)
const leftOutAdvice = (launch: LaunchState) => {
  context(launch, 'stock').items['added-1'] = leftOut
}
const failAdvice = (evidence: Evidence, more: object = {}) =>
  ({ type: 'gate.failCheck', gate: 'stock', item: 'added-1', evidence, ...more }) as SealedCommand
const sign: SealedCommand = { type: 'gate.signOff', gate: 'stock', as: 'logistics-manager', ifVersion: 1 }

/** What is led to, or the code; the launch; who; the command. */
export type Case = [string, LaunchState, string, SealedCommand]

export const refusals: Case[] = [
  ['unknown-gate', awaiting, 'joon', { type: 'gate.withdraw', gate: 'nowhere' }],
  ['unknown-item', stock('open.inProgress'), 'joon', tick('stock', 'INV-9')],
  ['unknown-item', awaiting, 'wei', { type: 'gate.return', gate: 'stock', reason: sealed('x'), items: ['TFN-1'] }],
  ['evidence-missing', stock('open.inProgress', 'open'), 'joon', tick('stock', 'INV-1')],
  [
    'evidence-wrong-kind',
    stock('open.inProgress', 'open'),
    'joon',
    tick('stock', 'INV-1', { evidence: { kind: 'note', text: sealed('x') } }),
  ],
  [
    'evidence-wrong-kind',
    stock('open.inProgress', 'open'),
    'joon',
    tick('stock', 'INV-1', { evidence: { kind: 'none' } }),
  ],
  ['out-of-bounds', stock('open.inProgress', 'open'), 'joon', tick('stock', 'INV-1', { evidence: number(97.9) })],
  ['out-of-bounds', stock('open.inProgress', 'open'), 'ci', tick('stock', 'INV-1', { evidence: number(100.1) })],
  [
    'report-red',
    tests('open.inProgress', 'open'),
    'ci',
    tick('tests', 'TFN-1', { evidence: report(3, 1), candidate: '101' }),
  ],
  [
    'report-red',
    tests('open.inProgress', 'open'),
    'ci',
    tick('tests', 'TFN-1', { evidence: report(0, 0), candidate: '101' }),
  ],
  ['candidate-missing', tests('open.inProgress', 'open'), 'sam', tick('tests', 'TFN-1', { evidence: report(3, 0) })],
  [
    'candidate-missing',
    launchIn('preparing.locked', { tests: { state: 'open.inProgress', items: 'open' } }, null),
    'sam',
    tick('tests', 'TFN-1', { evidence: report(3, 0), candidate: '101' }),
  ],
  [
    'candidate-other',
    tests('open.inProgress', 'open'),
    'sam',
    tick('tests', 'TFN-1', { evidence: report(3, 0), candidate: '100' }),
  ],
  [
    'candidate-other',
    tests('open.inProgress', 'open'),
    'sam',
    tick('tests', 'TFN-2', { evidence: { kind: 'note', text: sealed('x') }, candidate: '100' }),
  ],
  [
    'fresh-evidence',
    altered(stock('open.inProgress'), stale('stock', 'INV-1', 'reopened')),
    'joon',
    tick('stock', 'INV-1', { same: true }),
  ],
  ['fresh-evidence', stock('open.inProgress'), 'tom', tick('stock', 'INV-2', { same: true })],
  [
    'fresh-evidence',
    altered(stock('open.inProgress'), stale('stock', 'INV-2', 'age')),
    'tom',
    tick('stock', 'INV-2', { same: true }),
  ],
  [
    'fresh-evidence',
    altered(stock('open.inProgress'), stale('stock', 'INV-2', 'candidate')),
    'tom',
    tick('stock', 'INV-2', { same: true }),
  ],
  [
    'fresh-evidence',
    altered(stock('open.inProgress'), stale('stock', 'INV-2', 'report')),
    'tom',
    tick('stock', 'INV-2', { same: true }),
  ],
  // A recommended item that was never done can't be renewed; the reason is the gate, whatever else would be missing.
  [
    'wrong-gate-state',
    stock('cleared.completed'),
    'joon',
    tick('stock', 'INV-4', { evidence: { kind: 'link', url: sealed('x'), title: null } }),
  ],
  [
    'wrong-gate-state',
    stock('awaitingSignOff'),
    'joon',
    tick('stock', 'INV-4', { evidence: { kind: 'link', url: sealed('x'), title: null } }),
  ],
  ['wrong-gate-state', stock('cleared.completed'), 'joon', tick('stock', 'INV-4')],
  [
    'not-renewable',
    altered(stock('cleared.completed'), (l) => {
      context(l, 'stock').items['INV-4'] = {
        ...tickedWith({ kind: 'none' }),
        state: 'stale',
        stale: { since: monday, causes: ['needs'] },
      }
    }),
    'joon',
    tick('stock', 'INV-4', { evidence: { kind: 'link', url: sealed('x'), title: null } }),
  ],
  ['wrong-gate-state', stock('cleared.completed', 'open'), 'joon', tick('stock', 'INV-3', { evidence: number(5) })],
  [
    'cleared.completed',
    altered(stock('cleared.completed'), stale('stock', 'INV-3', 'age')),
    'joon',
    tick('stock', 'INV-3', { evidence: number(5) }),
  ],
  [
    'item-not-needed',
    altered(stock('cleared.completed'), (l) => {
      context(l, 'stock').items['INV-3'] = leftOut
    }),
    'joon',
    tick('stock', 'INV-3', { evidence: number(5) }),
  ],
  [
    'four-eyes-renewal',
    altered(stock('cleared.completed'), (l) => {
      context(l, 'stock').signatures = { 'logistics-manager': { by: 'joon', at: monday } }
    }),
    'joon',
    tick('stock', 'INV-3', { evidence: number(5) }),
  ],
  [
    'check-passed',
    stock('cleared.completed'),
    'joon',
    { type: 'gate.failCheck', gate: 'stock', item: 'INV-1', evidence: number(99) },
  ],
  [
    'check-passed',
    tests('cleared.completed'),
    'ci',
    { type: 'gate.failCheck', gate: 'tests', item: 'TFN-1', evidence: report(3, 0), candidate: '101' },
  ],
  [
    'candidate-other',
    tests('cleared.completed'),
    'ci',
    { type: 'gate.failCheck', gate: 'tests', item: 'TFN-1', evidence: report(3, 1), candidate: '100' },
  ],
  [
    'evidence-wrong-kind',
    tests('cleared.completed'),
    'sam',
    { type: 'gate.failCheck', gate: 'tests', item: 'TFN-2', evidence: { kind: 'note', text: sealed('x') } },
  ],
  ['not-ticked', stock('open.inProgress', 'open'), 'tom', { type: 'gate.untick', gate: 'stock', item: 'INV-2' }],
  [
    'not-ticked',
    altered(stock('open.inProgress'), stale('stock', 'INV-2', 'needs')),
    'tom',
    { type: 'gate.untick', gate: 'stock', item: 'INV-2' },
  ],
  [
    'item-not-needed',
    altered(stock('open.inProgress', 'open'), (l) => {
      context(l, 'stock').items['INV-1'] = { state: 'notNeeded', ticked: null, stale: null, failed: null }
    }),
    'joon',
    tick('stock', 'INV-1', { evidence: number(99) }),
  ],
  ['version-required', stock('open.inProgress'), 'joon', { type: 'gate.submit', gate: 'stock' }],
  ['version-required', awaiting, 'wei', { type: 'gate.signOff', gate: 'stock', as: 'logistics-manager' }],
  ['stale-page', awaiting, 'wei', { ...sign, ifVersion: 0 }],
  ['stale-page', awaiting, 'joon', { type: 'gate.withdraw', gate: 'stock', ifVersion: 0 }],
  [
    'no-signers',
    launchIn('preparing.locked', { pages: { state: 'open.inProgress', items: 'ticked' } }),
    'chloe',
    { type: 'gate.submit', gate: 'pages', ifVersion: 1 },
  ],
  [
    'item-stale',
    altered(stock('open.inProgress'), stale('stock', 'INV-1', 'returned')),
    'joon',
    { type: 'gate.submit', gate: 'stock', ifVersion: 1 },
  ],
  [
    'needs-not-ready',
    launchIn('preparing.locked', {
      stock: { state: 'open.inProgress', items: 'ticked' },
      tests: { state: 'open.inProgress', items: 'ticked' },
    }),
    'sam',
    { type: 'gate.submit', gate: 'tests', ifVersion: 1 },
  ],
  [
    'needs-not-ready',
    launchIn('preparing.locked', {
      stock: { state: 'open.inProgress', items: 'ticked' },
      tests: { state: 'awaitingSignOff', items: 'ticked' },
    }),
    'priya',
    { type: 'gate.signOff', gate: 'tests', as: 'ecommerce-sme', ifVersion: 1 },
  ],
  ['item-stale', altered(awaiting, stale('stock', 'INV-3', 'age')), 'wei', sign],
  [
    'four-eyes-sender',
    altered(awaiting, (l) => {
      context(l, 'stock').submission = { by: 'wei', at: monday }
    }),
    'wei',
    sign,
  ],
  [
    'four-eyes-ticker',
    altered(awaiting, (l) => {
      const it = context(l, 'stock').items['INV-3']
      if (it?.ticked) it.ticked.by = 'wei'
    }),
    'wei',
    sign,
  ],
  [
    'four-eyes-signed-already',
    altered(awaiting, (l) => {
      context(l, 'stock').signatures = { tester: { by: 'wei', at: monday } }
    }),
    'wei',
    sign,
  ],
  [
    'role-signed-already',
    altered(awaiting, (l) => {
      context(l, 'stock').signatures = { 'logistics-manager': { by: 'fay', at: monday } }
    }),
    'wei',
    sign,
  ],
  [
    'nobody-in-role',
    altered(launchIn('draft'), (l) => {
      l.context.people['logistics-manager'] = []
    }),
    'priya',
    { type: 'launch.start' },
  ],
  [
    'build-rolled-back',
    altered(launchIn('held'), (l) => {
      l.context.rolledBack = [{ version: '99', commit: null }]
    }),
    'ana',
    { type: 'launch.setCandidate', version: '99' },
  ],
  [
    'build-rolled-back',
    altered(launchIn('held'), (l) => {
      l.context.rolledBack = [{ version: '99', commit: 'abc' }]
    }),
    'ana',
    { type: 'launch.setCandidate', version: '98', commit: 'abc' },
  ],
  [
    'verdict-not-go',
    altered(launchIn('preparing.unlocked'), (l) => {
      l.context.window = { opensAt: monday + 1, closesAt: monday + 2 }
    }),
    'helen',
    { type: 'launch.launch', candidate: '101' },
  ],
  ['candidate-other', launchIn('preparing.unlocked'), 'helen', { type: 'launch.launch', candidate: '100' }],
  ['item-not-needed', leavingOut('INV-3'), 'joon', tick('stock', 'INV-3', { evidence: number(20) })],
  ['out-of-bounds', stock('cleared.completed'), 'joon', tick('stock', 'INV-3', { evidence: number(61) })],
  [
    'candidate-missing',
    altered(launchIn('preparing.locked', {}, null), agingReport),
    'sam',
    tick('tests', 'TFN-1', { evidence: report(3, 0), candidate: '101' }),
  ],
  [
    'candidate-other',
    altered(tests('cleared.completed'), agingReport),
    'sam',
    tick('tests', 'TFN-1', { evidence: report(3, 0), candidate: '100' }),
  ],
  [
    'item-not-needed',
    leavingOut('INV-1'),
    'joon',
    { type: 'gate.failCheck', gate: 'stock', item: 'INV-1', evidence: number(12) },
  ],
  ['item-not-needed', altered(withAdvice, leftOutAdvice), 'joon', failAdvice(number(12))],
  ['check-passed', withAdvice, 'joon', failAdvice(number(3))],
  ['candidate-other', withAdvice, 'ci', failAdvice(number(12), { candidate: '100' })],
  [
    'evidence-wrong-kind',
    stock('cleared.completed'),
    'joon',
    {
      type: 'gate.failCheck',
      gate: 'stock',
      item: 'INV-4',
      evidence: { kind: 'link', url: sealed('x'), title: null },
    },
  ],
  ['item-open', pages('open'), 'chloe', { type: 'gate.complete', gate: 'pages', ifVersion: 1 }],
  [
    'item-stale',
    altered(pages('ticked'), stale('pages', 'CON-1', 'returned')),
    'chloe',
    { type: 'gate.complete', gate: 'pages', ifVersion: 1 },
  ],
  [
    'needs-not-ready',
    altered(pages('ticked', { stock: { state: 'open.inProgress', items: 'ticked' } }), (l) => {
      for (const gate of l.definition.gates) if (gate.id === 'pages') gate.needs = ['stock']
    }),
    'chloe',
    { type: 'gate.complete', gate: 'pages', ifVersion: 1 },
  ],
  [
    'item-not-needed',
    altered(pages('open'), (l) => {
      context(l, 'pages').items['CON-2'] = leftOut
    }),
    'priya',
    { type: 'gate.itemNotNeeded', gate: 'pages', item: 'CON-2', reason: sealed('x') },
  ],
  ['unknown-name', launchIn('held'), 'priya', { type: 'launch.unassignRole', role: 'sailor', person: 'fay' }],
  [
    'unknown-name',
    launchIn('held'),
    'priya',
    { type: 'launch.unassignRole', role: 'tester', person: 'unknown:nobody' },
  ],
  ['candidate-missing', launchIn('preparing.unlocked'), 'helen', { type: 'launch.launch' }],
]

const draft = (state: GateValue = 'open.notStarted') =>
  launchIn('draft', {
    stock: { state, items: 'open' },
    pages: { state, items: 'open' },
    'go-no-go': { state, items: 'open' },
  })
const openStock = stock('open.inProgress', 'open')
const ask = (gate: string, more: object = {}) =>
  ({
    type: 'gate.requestWaiver',
    gate,
    reason: sealed('x'),
    until: '2026-12-01T00:00:00Z',
    mitigation: sealed('y'),
    ...more,
  }) as SealedCommand
const pagesOpen = launchIn('preparing.locked', { pages: { state: 'open.inProgress', items: 'open' } })
const grant = (gate: string): SealedCommand => ({ type: 'gate.grantWaiver', gate, ifVersion: 1 })

/** Scope and waivers: what is led to, or the code. */
export const scopeAndWaivers: Case[] = [
  ['cleared.notNeeded', draft(), 'priya', { type: 'gate.notNeeded', gate: 'pages', reason: sealed('x') }],
  ['cleared.notNeeded', draft(), 'helen', { type: 'gate.notNeeded', gate: 'stock', reason: sealed('x') }],
  ['forbidden: not-your-role', draft(), 'priya', { type: 'gate.notNeeded', gate: 'stock', reason: sealed('x') }],
  ['forbidden: not-your-role', draft(), 'helen', { type: 'gate.notNeeded', gate: 'pages', reason: sealed('x') }],
  ['waiver-decision-gate', draft(), 'helen', { type: 'gate.notNeeded', gate: 'go-no-go', reason: sealed('x') }],
  ['scope-after-start', pagesOpen, 'priya', { type: 'gate.notNeeded', gate: 'pages', reason: sealed('x') }],
  ['scope-after-start', openStock, 'helen', { type: 'gate.notNeeded', gate: 'stock', reason: sealed('x') }],
  ['wrong-launch-state', launchIn('launched'), 'priya', { type: 'gate.notNeeded', gate: 'pages', reason: sealed('x') }],
  ['open.notStarted', draft('cleared.notNeeded'), 'priya', { type: 'gate.require', gate: 'pages' }],
  ['open.notStarted', draft('cleared.notNeeded'), 'helen', { type: 'gate.require', gate: 'stock' }],
  ['wrong-gate-state', draft(), 'priya', { type: 'gate.require', gate: 'pages' }],
  [
    'wrong-launch-state',
    launchIn('held', { pages: { state: 'cleared.notNeeded', items: 'open' } }),
    'priya',
    { type: 'gate.require', gate: 'pages' },
  ],
  [
    'open.notStarted',
    draft(),
    'priya',
    { type: 'gate.itemNotNeeded', gate: 'stock', item: 'INV-1', reason: sealed('x') },
  ],
  [
    'critical-after-start',
    openStock,
    'priya',
    { type: 'gate.itemNotNeeded', gate: 'stock', item: 'INV-1', reason: sealed('x') },
  ],
  [
    'open.inProgress',
    pagesOpen,
    'priya',
    { type: 'gate.itemNotNeeded', gate: 'pages', item: 'CON-2', reason: sealed('x') },
  ],
  [
    'no-required-left',
    pagesOpen,
    'priya',
    { type: 'gate.itemNotNeeded', gate: 'pages', item: 'CON-1', reason: sealed('x') },
  ],
  ['item-needed', pagesOpen, 'priya', { type: 'gate.requireItem', gate: 'pages', item: 'CON-1' }],
  [
    'forbidden: not-your-role',
    pagesOpen,
    'chloe',
    { type: 'gate.itemNotNeeded', gate: 'pages', item: 'CON-2', reason: sealed('x') },
  ],
  ['unknown-name', openStock, 'joon', { type: 'gate.addItem', gate: 'stock', title: sealed('x'), owner: 'sailor' }],
  [
    'item-of-a-signer',
    openStock,
    'joon',
    { type: 'gate.addItem', gate: 'stock', title: sealed('x'), owner: 'logistics-manager' },
  ],
  [
    'bounds-empty',
    openStock,
    'joon',
    { type: 'gate.addItem', gate: 'stock', title: sealed('x'), asks: { kind: 'number', min: 2, max: 1 } },
  ],
  ['person-not-in-role', openStock, 'joon', { type: 'gate.assign', gate: 'stock', person: 'fay' }],
  ['unknown-name', openStock, 'joon', { type: 'gate.assign', gate: 'stock', person: 'unknown:nobody' }],
  [
    'waiver-decision-gate',
    launchIn('held', { 'go-no-go': { state: 'open.inProgress', items: 'open' } }),
    'priya',
    ask('go-no-go'),
  ],
  ['waiver-mitigation-missing', openStock, 'joon', ask('stock', { mitigation: undefined })],
  ['open.inProgress', pagesOpen, 'chloe', ask('pages', { mitigation: undefined })],
  ['waiver-past', openStock, 'joon', ask('stock', { until: '2026-11-23T09:00:00Z' })],
  ['waiver-too-long', openStock, 'joon', ask('stock', { until: '2026-12-23T09:00:00.001Z' })],
  ['open.inProgress', openStock, 'joon', ask('stock', { until: '2026-12-23T09:00:00Z' })],
  ['waiver-not-asked', openStock, 'helen', grant('stock')],
  ['waiver-not-asked', openStock, 'helen', { type: 'gate.declineWaiver', gate: 'stock' }],
  ['forbidden: not-your-role', altered(openStock, asked('stock', 'joon')), 'priya', grant('stock')],
  ['waiver-own', altered(openStock, asked('stock', 'helen')), 'helen', grant('stock')],
  ['waiver-past', altered(openStock, asked('stock', 'joon', monday)), 'helen', grant('stock')],
  ['cleared.waived', altered(pagesOpen, asked('pages', 'chloe')), 'priya', grant('pages')],
  ['cleared.waived', altered(pagesOpen, asked('pages', 'chloe')), 'helen', grant('pages')],
  ['waiver-own', altered(pagesOpen, asked('pages', 'priya')), 'priya', grant('pages')],
  [
    'version-required',
    altered(openStock, asked('stock', 'joon')),
    'helen',
    { type: 'gate.grantWaiver', gate: 'stock' },
  ],
  ['unknown-name', launchIn('held'), 'priya', { type: 'launch.assignRole', role: 'sailor', person: 'fay' }],
  ['unknown-name', launchIn('held'), 'priya', { type: 'launch.assignRole', role: 'tester', person: 'unknown:nobody' }],
  [
    'auditor-holds-no-role',
    launchIn('held'),
    'priya',
    { type: 'launch.assignRole', role: 'tester', person: 'auditor:omar' },
  ],
  ['nothing', launchIn('held'), 'priya', { type: 'launch.assignRole', role: 'tester', person: 'sam' }],
  ['nothing', launchIn('held'), 'priya', { type: 'launch.unassignRole', role: 'tester', person: 'fay' }],
  ['nothing', launchIn('held'), 'helen', { type: 'launch.unassignRole', role: 'head-of-digital', person: 'fay' }],
  [
    'role-would-be-empty',
    launchIn('held'),
    'helen',
    { type: 'launch.unassignRole', role: 'head-of-digital', person: 'helen' },
  ],
  [
    'role-would-be-empty',
    launchIn('held'),
    'ada',
    { type: 'launch.unassignRole', role: 'ecommerce-sme', person: 'priya' },
  ],
  [
    'forbidden: not-your-role',
    launchIn('held'),
    'priya',
    { type: 'launch.assignRole', role: 'head-of-digital', person: 'priya' },
  ],
]

/** What the engine offers by itself: the value that each state leads to; in states not named the machines do not take it. */
export interface EngineRow {
  command: EngineCommand
  /** By the state of the gate, or of the launch where the command is about the launch itself. */
  from: Partial<Record<GateValue | LaunchValue, string>>
  given?: (launch: LaunchState) => void
}

const due = '2026-11-26T09:00:00.000Z'
const signed = (launch: LaunchState) => {
  context(launch, 'stock').signatures = { 'logistics-manager': { by: 'wei', at: monday } }
}
const unsigned = (launch: LaunchState) => {
  context(launch, 'stock').signatures = {}
}
const outOfOrder = (launch: LaunchState) => {
  const gate = launch.gates.pages
  if (gate) gate.state = 'open.inProgress'
}

export const engineRows: Record<string, EngineRow> = {
  'gate.clear when every role has signed': {
    command: { type: 'gate.clear', gate: 'stock' },
    from: { awaitingSignOff: 'cleared.completed' },
    given: signed,
  },
  'gate.clear when a role has not': { command: { type: 'gate.clear', gate: 'stock' }, from: {}, given: unsigned },
  'gate.recheck of a required item': {
    command: { type: 'gate.recheck', gate: 'stock', items: [{ item: 'INV-1', causes: ['candidate'] }] },
    from: {
      ...openOrBlocked,
      awaitingSignOff: 'open.inProgress',
      'cleared.completed': 'open.inProgress',
      'cleared.waived': 'cleared.waived',
    },
  },
  'gate.recheck of advice': {
    command: { type: 'gate.recheck', gate: 'stock', items: [{ item: 'INV-4', causes: ['needs'] }] },
    from: stays,
  },
  'gate.lapse': { command: { type: 'gate.lapse', gate: 'stock', items: ['INV-3'], due }, from: stays },
  'gate.expireWaiver': {
    command: { type: 'gate.expireWaiver', gate: 'stock', due },
    from: { 'cleared.waived': 'open.inProgress' },
  },
  'launch.unlock when every gate is ready': {
    command: { type: 'launch.unlock' },
    from: { 'preparing.locked': 'preparing.unlocked' },
  },
  'launch.unlock when something is not': { command: { type: 'launch.unlock' }, from: {}, given: outOfOrder },
  'launch.relock when every gate is ready': { command: { type: 'launch.relock' }, from: {} },
  'launch.relock when something is not': {
    command: { type: 'launch.relock' },
    from: { 'preparing.unlocked': 'preparing.locked' },
    given: outOfOrder,
  },
}

/** Where the engine's work on gates is taken. */
export const engineWorks = work
