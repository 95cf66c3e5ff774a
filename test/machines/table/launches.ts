import type { LaunchValue } from '../../../machines/state.ts'
import { monday } from '../../support/engine.ts'
import { launchIn } from '../../support/popup.ts'
import { sealed } from '../../support/sealed.ts'
import type { Case, LaunchRow } from './row.ts'
import { altered } from './start.ts'

/** Commands about the launch itself and its roles. */

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

export const launchCases: Case[] = [
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
  ['unknown-name', launchIn('held'), 'priya', { type: 'launch.unassignRole', role: 'sailor', person: 'fay' }],
  [
    'unknown-name',
    launchIn('held'),
    'priya',
    { type: 'launch.unassignRole', role: 'tester', person: 'unknown:nobody' },
  ],
  ['candidate-missing', launchIn('preparing.unlocked'), 'helen', { type: 'launch.launch' }],
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
