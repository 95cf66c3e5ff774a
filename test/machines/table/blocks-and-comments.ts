import { launchValue } from '../../../machines/state.ts'
import { sealed } from '../../support/sealed.ts'
import { type Case, type GateRow, work } from './row.ts'
import { everyOpen, openStock, stays } from './start.ts'

/** Blocking, assigning and commenting. */

export const blockAndCommentRows: Record<string, GateRow> = {
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

export const blockAndCommentCases: Case[] = [
  ['person-not-in-role', openStock, 'joon', { type: 'gate.assign', gate: 'stock', person: 'fay' }],
  ['unknown-name', openStock, 'joon', { type: 'gate.assign', gate: 'stock', person: 'unknown:nobody' }],
]
