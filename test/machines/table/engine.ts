import type { LaunchState } from '../../../machines/state.ts'
import { monday } from '../../support/engine.ts'
import type { EngineRow } from './row.ts'
import { context, openOrBlocked, stays } from './start.ts'

/** What the engine does by itself when a condition holds or an instant has come. */

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
