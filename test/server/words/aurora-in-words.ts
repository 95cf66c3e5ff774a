import type { Definition, PipelineTexts } from '../../../machines/pipeline/pipeline.ts'
import type { LaunchView } from '../../../server/launches/read-launch.ts'
import { words } from '../../../server/words/index.ts'
import { days, type Engine, engine } from '../../support/engine.ts'
import { sealed } from '../../support/sealed.ts'

/** A launch small enough to know by heart: prices, then stock, then the decision. */
export const definition: Definition = {
  id: 'stall',
  version: 1,
  languages: ['en'],
  lead: 'ecommerce-sme',
  sponsor: 'head-of-digital',
  candidateRoles: ['technical-sme'],
  waiverLimit: days(30),
  decision: 'go-no-go',
  roles: [
    'head-of-digital',
    'ecommerce-sme',
    'technical-sme',
    'inventory-manager',
    'logistics-manager',
    'marketing-manager',
  ],
  phases: ['foundations'],
  questions: [],
  gates: [
    gate('pricing', 'technical-sme', [], []),
    {
      ...gate('inventory', 'inventory-manager', ['logistics-manager', 'marketing-manager'], ['pricing']),
      items: [
        {
          id: 'INV-1',
          owner: 'inventory-manager',
          required: true,
          asks: { kind: 'number', min: 98, max: 100 },
          freshFor: days(3),
          recheckOn: [],
        },
        {
          id: 'INV-2',
          owner: 'inventory-manager',
          required: true,
          asks: { kind: 'none' },
          freshFor: null,
          recheckOn: ['candidate'],
        },
      ],
    },
    gate('go-no-go', 'ecommerce-sme', ['head-of-digital'], ['pricing', 'inventory']),
  ],
}

function gate(id: string, owner: string, signers: string[], needs: string[]): Definition['gates'][number] {
  const item = { id: `${id.slice(0, 3).toUpperCase().replace('GO-', 'GNG')}-1`, owner, required: true, freshFor: null }
  return {
    id,
    phase: 'foundations',
    owner,
    signers,
    critical: false,
    needs,
    due: null,
    items: [{ ...item, asks: { kind: 'none' }, recheckOn: [] }],
  }
}

const item = (text: string, unit: string | null = null) => ({
  text: { en: text },
  unit: unit === null ? null : { en: unit },
  hint: null,
})
export const texts: PipelineTexts = {
  title: { en: 'Stall' },
  roles: {
    'head-of-digital': { en: 'Head of Digital' },
    'ecommerce-sme': { en: 'Ecommerce SME' },
    'technical-sme': { en: 'Technical SME' },
    'inventory-manager': { en: 'Inventory manager' },
    'logistics-manager': { en: 'Logistics manager' },
    'marketing-manager': { en: 'Marketing manager' },
  },
  phases: { foundations: { en: 'Foundations' } },
  questions: {},
  gates: {
    pricing: {
      title: { en: 'Pricing' },
      why: { en: 'Prices are a promise.' },
      items: { 'PRI-1': item('Prices are checked') },
    },
    inventory: {
      title: { en: 'Inventory' },
      why: { en: 'What is sold must be there.' },
      items: { 'INV-1': item('Stock count agrees', '%'), 'INV-2': item('Sold-out pages work') },
    },
    'go-no-go': {
      title: { en: 'Go/no-go' },
      why: { en: 'Somebody decides.' },
      items: { 'GNG-1': item('The team was heard') },
    },
  },
}

const names: Record<string, string> = {
  joon: '박준',
  priya: 'Priya Nair',
  helen: 'Helen Cho',
  wei: '陳偉',
  marta: 'Marta Ruiz',
  ana: 'Ana Lima',
}
const written: Record<string, string> = {
  [sealed('title')]: 'Aurora',
  [sealed('why')]: 'Count the pallets {again}.',
}
export const textOf = (commitment: unknown) => (typeof commitment === 'string' ? (written[commitment] ?? null) : null)

export function view(it: Engine): LaunchView {
  const person = (id: string) => {
    const name = names[id]
    if (name === undefined) return undefined
    return { id, pseudonym: id, name, email: '', roles: [], admin: false, auditor: false, active: true }
  }
  const service = (id: string) => (id === 'ci' ? 'backup-ci' : undefined)
  return {
    launch: it.state,
    version: it.state.version,
    due: [],
    now: it.now,
    texts,
    names: { person, service, people: [] },
    text: textOf,
  }
}

export const w = words('en')
export const started = () => {
  const it = engine(definition)
  it.does('priya', { type: 'launch.start' })
  return it
}
export const pricingDone = () => {
  const it = started()
  it.does('ana', { type: 'gate.tick', gate: 'pricing', item: 'PRI-1' })
  it.does('ana', { type: 'gate.complete', gate: 'pricing', ifVersion: it.seen('pricing') })
  it.does('ana', { type: 'launch.setCandidate', version: '4812' })
  return it
}
export const stockSent = () => {
  const it = pricingDone()
  it.does('joon', { type: 'gate.tick', gate: 'inventory', item: 'INV-1', evidence: { kind: 'number', value: 99 } })
  it.does('joon', { type: 'gate.tick', gate: 'inventory', item: 'INV-2', candidate: '4812' })
  it.does('joon', { type: 'gate.submit', gate: 'inventory', ifVersion: it.seen('inventory') })
  return it
}
export const said = (it: Engine, gate: string, people = true) => {
  const blocker = it.verdict().blockers.find((each) => each.gate === gate)
  if (!blocker) throw new Error(`${gate} is not in the way`)
  return w.blocker(blocker, view(it), { people })
}
export const other = (it: Engine, kind: string, people = true) => {
  const blocker = it.verdict().blockers.find((each) => each.kind === kind)
  if (!blocker) throw new Error(`no ${kind} is in the way`)
  return w.blocker(blocker, view(it), { people })
}
export const lastLine = (it: Engine) => {
  const entry = it.log.at(-1)
  if (!entry) throw new Error('the log is empty')
  return w.logLine(entry, view(it), textOf)
}
