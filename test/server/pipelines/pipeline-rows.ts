import type { Definition, ItemDefinition, Pipeline } from '../../../machines/pipeline/pipeline.ts'

/** A pipeline as rows of text, to compare it with a list typed by hand. */

export const day = 86_400_000

/** gate | phase | owner | signers | critical | needs | days before the target */
export function gateRow({ id, phase, owner, signers, critical, needs, due }: Definition['gates'][number]): string {
  const days = due === null ? '–' : String(due / day)
  return [id, phase, owner, signers.join(', ') || '–', critical ? 'critical' : '–', needs.join(', ') || '–', days].join(
    ' | ',
  )
}

/** item, `!` where required | owner | what it asks | days that it stays fresh | what asks it again */
export function itemRow({ id, required, owner, asks, freshFor, recheckOn }: ItemDefinition): string {
  const bounds = asks.kind === 'number' ? ` ${asks.min ?? ''}..${asks.max ?? ''}` : ''
  const again = recheckOn.map((cause) => (cause === 'candidate' ? 'candidate' : `needs ${cause.needs}`)).join(', ')
  const fresh = freshFor === null ? '–' : `${freshFor / day} d`
  return `${id}${required ? ' !' : ''} | ${owner} | ${asks.kind}${bounds} | ${fresh} | ${again || '–'}`
}

/** Who leads, sponsors and sets the build, how long a waiver holds, and which gate decides, in every pipeline of a shop. */
export const rulesOfAShop = {
  lead: 'ecommerce-sme',
  sponsor: 'head-of-digital',
  candidateRoles: ['ecommerce-sme', 'technical-sme'],
  waiverLimit: 30 * day,
  decision: 'go-no-go',
}

export const rolesOfAShop = [
  'head-of-digital: Head of Digital',
  'ecommerce-sme: Ecommerce SME',
  'technical-sme: Technical SME',
  'marketing-manager: Marketing manager',
  'business-analyst: Business analyst',
  'frontend-developer: Frontend developer',
  'backend-developer: Backend developer',
  'full-stack-developer: Full-stack developer',
  'tester: Tester',
  'logistics-manager: Logistics manager',
  'inventory-manager: Inventory manager',
  'customer-service: Customer service',
  'content-team: Content',
]

export const roles = ({ definition, texts }: Pipeline) =>
  definition.roles.map((role) => `${role}: ${texts.roles[role]?.en}`)

/** Of each item, the kind of evidence and its texts. */
export const evidenceTexts = ({ definition, texts }: Pipeline) =>
  definition.gates.flatMap((gate) =>
    gate.items.map((item) => ({ kind: item.asks.kind, id: item.id, said: texts.gates[gate.id]?.items[item.id] })),
  )
