import type { Shop } from './shop.ts'

/** The launch `hello` by its API: what the cast sends to take each of its gates from its first tick to ready. */

/** Who sends which command. */
export type Act = readonly [who: string, command: { type: string; gate?: string; [field: string]: unknown }]

/** Content is completed by Chloe. */
export const content: readonly Act[] = [
  ['chloe', { type: 'gate.tick', gate: 'content', item: 'CON-1' }],
  ['chloe', { type: 'gate.complete', gate: 'content' }],
]
/** Payment gateway is sent by Tom and signed by Priya. */
export const payment: readonly Act[] = [
  ['tom', { type: 'gate.tick', gate: 'payment-gateway', item: 'PAY-1', evidence: { kind: 'number', value: 0 } }],
  ['tom', { type: 'gate.submit', gate: 'payment-gateway' }],
  ['priya', { type: 'gate.signOff', gate: 'payment-gateway', as: 'ecommerce-sme' }],
]
/** Go/no-go is sent by Priya. */
export const decisionSent: readonly Act[] = [
  ['priya', { type: 'gate.tick', gate: 'go-no-go', item: 'GNG-1' }],
  ['priya', { type: 'gate.submit', gate: 'go-no-go' }],
]
/** Go/no-go is signed by Helen: with all others in order, this opens the deploy. */
export const decisionSigned: Act = ['helen', { type: 'gate.signOff', gate: 'go-no-go', as: 'head-of-digital' }]

/** Sends these one after the other, each with the version of its gate as somebody who looks at it now sees it; all must be accepted. */
export async function does(shop: Shop, launch: string, ...acts: readonly Act[]): Promise<void> {
  for (const [who, command] of acts) {
    const seen = (await shop.store.load(launch))?.gates[command.gate ?? '']?.version
    await shop.send(who, launch, seen === undefined ? command : { ...command, ifVersion: seen }).expect(200)
  }
}
