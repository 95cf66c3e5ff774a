import type { SealedCommand } from '../../../machines/entry.ts'
import { monday } from '../../support/engine.ts'
import { launchIn } from '../../support/popup.ts'
import { sealed } from '../../support/sealed.ts'
import { type Case, type GateRow, work } from './row.ts'
import { altered, context, everyOpen, pages, stale, stock } from './start.ts'

/** From sending a gate to its signatures, and back: who may, from which state, and the codes of the refusals. */

const seen = { gate: 'stock', ifVersion: 1 }

const awaiting = stock('awaitingSignOff')

const sign: SealedCommand = { type: 'gate.signOff', gate: 'stock', as: 'logistics-manager', ifVersion: 1 }

export const signOffRows: Record<string, GateRow> = {
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
  'gate.complete': {
    command: { type: 'gate.complete', gate: 'pages', ifVersion: 1 },
    items: 'ticked',
    who: ['owner', 'item owner'],
    from: everyOpen('cleared.completed'),
    launch: work,
  },
}

export const signOffCases: Case[] = [
  ['unknown-gate', awaiting, 'joon', { type: 'gate.withdraw', gate: 'nowhere' }],
  ['unknown-item', awaiting, 'wei', { type: 'gate.return', gate: 'stock', reason: sealed('x'), items: ['TFN-1'] }],
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
]
