import type { SealedCommand } from '../../../machines/entry.ts'
import type { Evidence, LaunchState } from '../../../machines/state.ts'
import { days, monday } from '../../support/engine.ts'
import { launchIn } from '../../support/popup.ts'
import { sealed } from '../../support/sealed.ts'
import { type Case, type GateRow, work } from './row.ts'
import {
  addedAdvice,
  altered,
  context,
  leftOut,
  number,
  report,
  stale,
  stays,
  stock,
  tests,
  tickedWith,
  withAdvice,
} from './start.ts'

/** Ticks, renewals, unticks and failed checks: who may, from which state of the gate, and the codes of the refusals. */

const tick = (gate: string, item: string, more: object = {}) =>
  ({ type: 'gate.tick', gate, item, ...more }) as SealedCommand

const leavingOut = (item: string) =>
  altered(stock('cleared.completed'), (launch) => {
    context(launch, 'stock').items[item] = leftOut
  })

/** The report on the build also ages. */
const agingReport = (launch: LaunchState) => {
  for (const gate of launch.definition.gates)
    for (const item of gate.items) if (item.id === 'TFN-1') item.freshFor = days(3)
}

const leftOutAdvice = (launch: LaunchState) => {
  context(launch, 'stock').items['added-1'] = leftOut
}

const failAdvice = (evidence: Evidence, more: object = {}) =>
  ({ type: 'gate.failCheck', gate: 'stock', item: 'added-1', evidence, ...more }) as SealedCommand

export const tickRows: Record<string, GateRow> = {
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
}

export const tickCases: Case[] = [
  ['unknown-item', stock('open.inProgress'), 'joon', tick('stock', 'INV-9')],
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
]
