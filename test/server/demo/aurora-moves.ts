import type { Shop } from '../../support/shop.ts'

import { launchOf } from './demo-launches.ts'

/** Who, what; `file` hands in a file at the item's evidence address instead. */
type Move = [who: string, gate: string, command: Record<string, unknown> | { file: string; item: string }]

/** Twenty-five commands: 4 of inventory, 3 of performance, 7 of security, 1 of user-acceptance, 4 of content-review, 6 of the decision. */
export const moves: Move[] = [
  ['joon', 'inventory', { type: 'gate.tick', item: 'INV-1', evidence: { kind: 'number', value: 98.7 } }],
  ['joon', 'inventory', { type: 'gate.submit' }],
  ['wei', 'inventory', { type: 'gate.signOff', as: 'logistics-manager' }],
  ['marta', 'inventory', { type: 'gate.signOff', as: 'marketing-manager' }],

  ['sam', 'performance', { type: 'gate.tick', item: 'TPF-1', evidence: { kind: 'number', value: 640 } }],
  ['sam', 'performance', { type: 'gate.submit' }],
  ['ana', 'performance', { type: 'gate.signOff', as: 'technical-sme' }],

  ['ana', 'security', { type: 'gate.unblock', note: 'Codes are long now, and tries are counted.' }],
  ['sam', 'security', { item: 'TSC-1', file: 'Second test: nothing serious is left.' }],
  ['tom', 'security', { type: 'gate.tick', item: 'TSC-2', candidate: '4812', evidence: { kind: 'number', value: 0 } }],
  ['tom', 'security', { type: 'gate.tick', item: 'TSC-4', evidence: { kind: 'note', text: 'Looked at six hosts.' } }],
  ['tom', 'security', { type: 'gate.tick', item: 'TSC-6', evidence: { kind: 'note', text: 'All nine are new.' } }],
  ['ana', 'security', { type: 'gate.submit' }],
  ['helen', 'security', { type: 'gate.signOff', as: 'head-of-digital' }],

  ['yuna', 'user-acceptance', { type: 'gate.signOff', as: 'customer-service' }],

  ['chloe', 'content-review', { type: 'gate.tick', item: 'CRV-1', evidence: { kind: 'note', text: 'Read again.' } }],
  ['chloe', 'content-review', { item: 'CRV-6', file: 'The slip has the new number.' }],
  ['chloe', 'content-review', { type: 'gate.submit' }],
  ['yuna', 'content-review', { type: 'gate.signOff', as: 'customer-service' }],

  ['priya', 'go-no-go', { item: 'GNG-3', file: 'minute,who,what' }],
  [
    'tom',
    'go-no-go',
    { type: 'gate.tick', item: 'GNG-4', evidence: { kind: 'note', text: 'Here until the evening.' } },
  ],
  ['priya', 'go-no-go', { type: 'gate.submit' }],
  ['helen', 'go-no-go', { type: 'gate.signOff', as: 'head-of-digital' }],
  ['ana', 'go-no-go', { type: 'gate.signOff', as: 'technical-sme' }],
  ['yuna', 'go-no-go', { type: 'gate.signOff', as: 'customer-service' }],
]

export async function makeMove(shop: Shop, slug: string, [who, gate, command]: Move): Promise<void> {
  if ('file' in command) {
    const address = `/api/v1/launches/${slug}/gates/${gate}/items/${command.item}/evidence`
    await shop
      .post(who, address)
      .attach('file', Buffer.from(String(command.file)), 'evidence.txt')
      .expect(200)
    return
  }
  const ifVersion = (await launchOf(shop, slug)).gates[gate]?.version
  await shop.send(who, slug, { ...command, gate, ifVersion }).expect(200)
}
