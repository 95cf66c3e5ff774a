import type { SealedCommand } from '../../../machines/entry.ts'
import type { GateValue, LaunchState } from '../../../machines/state.ts'
import { days, monday } from '../../support/engine.ts'
import { launchIn } from '../../support/popup.ts'
import { sealed } from '../../support/sealed.ts'
import { type Case, type GateRow, work } from './row.ts'
import { altered, context, openStock, pagesOpen } from './start.ts'

/** Waivers: who asks, grants and declines, from which state, and the codes of the refusals. */

const seen = { gate: 'stock', ifVersion: 1 }

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

const ask = (gate: string, more: object = {}) =>
  ({
    type: 'gate.requestWaiver',
    gate,
    reason: sealed('x'),
    until: '2026-12-01T00:00:00Z',
    mitigation: sealed('y'),
    ...more,
  }) as SealedCommand

const grant = (gate: string): SealedCommand => ({ type: 'gate.grantWaiver', gate, ifVersion: 1 })

export const waiverRows: Record<string, GateRow> = {
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
}

export const waiverCases: Case[] = [
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
]
