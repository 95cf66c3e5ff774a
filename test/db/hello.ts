import { seal } from '../../db/seal.ts'
import type { EvidenceFile, Execution, Outcome, PrivateText, RequestKey, Store } from '../../db/store.ts'
import { decide } from '../../machines/decide.ts'
import type { Actor, SealedCommand, SealedCreate } from '../../machines/entry.ts'
import type { Definition, GateDefinition, ItemDefinition } from '../../machines/pipeline/pipeline.ts'

/** A small launch, Hello, for stories about keeping it: three gates, four people, fixed times, salts and request ids. */

const item = (id: string, owner: string, asks: ItemDefinition['asks'] = { kind: 'none' }): ItemDefinition => ({
  id,
  owner,
  required: true,
  asks,
  freshFor: null,
  recheckOn: [],
})
const gate = (
  id: string,
  owner: string,
  signers: string[],
  needs: string[],
  items: ItemDefinition[],
): GateDefinition => ({
  id,
  phase: 'all',
  owner,
  signers,
  critical: false,
  needs,
  due: null,
  items,
})

export const pipeline: Definition = {
  id: 'hello',
  version: 1,
  languages: ['en'],
  lead: 'ecommerce-sme',
  sponsor: 'head-of-digital',
  candidateRoles: ['ecommerce-sme'],
  waiverLimit: 2_592_000_000,
  decision: 'go-no-go',
  roles: ['head-of-digital', 'ecommerce-sme', 'backend-developer', 'content-team'],
  phases: ['all'],
  questions: [],
  gates: [
    gate('content', 'content-team', [], [], [item('CON-1', 'content-team', { kind: 'note' })]),
    gate(
      'payment-gateway',
      'backend-developer',
      ['ecommerce-sme'],
      [],
      [item('PAY-1', 'backend-developer', { kind: 'file' })],
    ),
    gate(
      'go-no-go',
      'ecommerce-sme',
      ['head-of-digital'],
      ['content', 'payment-gateway'],
      [item('GO-1', 'ecommerce-sme')],
    ),
  ],
}

const roles = {
  priya: 'ecommerce-sme',
  helen: 'head-of-digital',
  tom: 'backend-developer',
  chloe: 'content-team',
} as const
export type Who = keyof typeof roles
export const actor = (who: Who): Actor => ({
  id: `p_${who}`,
  kind: 'person',
  permission: 'member',
  defaultRoles: [roles[who]],
})

/** Monday morning, UTC. */
export const monday = Date.parse('2026-11-23T09:00:00.000Z')
export const title = seal('Hello', 'salt-of-title')
export const texts = seal({ title: { en: 'Hello' } }, 'salt-of-texts')

export const creation = (targetAt = '2026-12-01T02:00:00.000Z'): SealedCreate => ({
  type: 'launch.create',
  pipeline,
  texts: texts.commitment,
  title: title.commitment,
  targetAt,
  timeZone: 'Asia/Taipei',
  people: Object.fromEntries(Object.entries(roles).map(([who, role]) => [role, [`p_${who}`]])),
})

/** What may come with a command; each command is a request of its own, a second after `monday` unless said. */
export interface With {
  launch?: string
  at?: number
  request?: string
  key?: RequestKey
  privateTexts?: PrivateText[]
  evidence?: EvidenceFile[]
}

/** The execution of one command by one person, as the server would send it. */
export function execution(who: Who, command: SealedCommand | SealedCreate, extra: With = {}): Execution {
  const {
    launch = 'hello',
    at = monday + 1000,
    request = 'r_test',
    key = null,
    privateTexts = [],
    evidence = [],
  } = extra
  return {
    launch,
    at,
    privateTexts,
    evidence,
    requestKey: key,
    decide: (state) => decide(state, command, actor(who), at, request, launch),
  }
}

export const does = (store: Store, ...[who, command, extra]: Parameters<typeof execution>): Promise<Outcome> =>
  store.execute(execution(who, command, extra))

/** Hello as a draft. */
export const create = (store: Store, extra: With = {}): Promise<Outcome> =>
  does(store, 'priya', creation(), { at: monday, request: 'r_create', privateTexts: [title, texts], ...extra })

const note = seal('Proof-read by two of us.', 'salt-of-note')
const fileName = seal('settlement.csv', 'salt-of-file-name')
export const settlement: EvidenceFile = { sha256: 'ab'.repeat(32), type: 'text/csv', size: 1234 }
const tickedFile = { kind: 'file', name: fileName.commitment, ...settlement } as const

/** From nothing to its unlock: thirteen entries in ten commits, a minute apart. Every outcome must be accepted. */
export async function tellWholeStory(store: Store): Promise<void> {
  const steps: [Who, Parameters<typeof execution>[1], With?][] = [
    ['priya', creation(), { privateTexts: [title, texts] }],
    ['priya', { type: 'launch.start' }],
    [
      'chloe',
      { type: 'gate.tick', gate: 'content', item: 'CON-1', evidence: { kind: 'note', text: note.commitment } },
      { privateTexts: [note] },
    ],
    ['chloe', { type: 'gate.complete', gate: 'content', ifVersion: 3 }],
    [
      'tom',
      { type: 'gate.tick', gate: 'payment-gateway', item: 'PAY-1', evidence: tickedFile },
      { privateTexts: [fileName], evidence: [settlement] },
    ],
    ['tom', { type: 'gate.submit', gate: 'payment-gateway', ifVersion: 5 }],
    ['priya', { type: 'gate.signOff', gate: 'payment-gateway', as: 'ecommerce-sme', ifVersion: 6 }],
    ['priya', { type: 'gate.tick', gate: 'go-no-go', item: 'GO-1' }],
    ['priya', { type: 'gate.submit', gate: 'go-no-go', ifVersion: 9 }],
    ['helen', { type: 'gate.signOff', gate: 'go-no-go', as: 'head-of-digital', ifVersion: 10 }],
  ]
  for (const [index, [who, command, extra]] of steps.entries()) {
    const outcome = await does(store, who, command, { at: monday + index * 60_000, request: `r_${index}`, ...extra })
    if (outcome.kind !== 'accepted') throw new Error(`Step ${index}: ${JSON.stringify(outcome)}`)
  }
}
