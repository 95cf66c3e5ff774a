import { launchIn } from '../../support/popup.ts'
import { sealed } from '../../support/sealed.ts'
import { type Case, type GateRow, work } from './row.ts'
import { altered, context, draft, everyOpen, leftOut, openOrBlocked, openStock, pages, pagesOpen } from './start.ts'

/** What a launch needs: gates and items that are left out, required again or added. */

/** After the start a gate is only waived, and hears so while the launch is at work. */
const afterStart = Object.fromEntries(work.map((value) => [value, 'scope-after-start']))

export const scopeRows: Record<string, GateRow> = {
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
}

export const scopeCases: Case[] = [
  [
    'item-not-needed',
    altered(pages('open'), (l) => {
      context(l, 'pages').items['CON-2'] = leftOut
    }),
    'priya',
    { type: 'gate.itemNotNeeded', gate: 'pages', item: 'CON-2', reason: sealed('x') },
  ],
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
]
