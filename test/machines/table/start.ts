import { type Evidence, type GateValue, gateValue, type ItemState, type LaunchState } from '../../../machines/state.ts'
import { monday } from '../../support/engine.ts'
import { launchIn } from '../../support/popup.ts'
import { sealed } from '../../support/sealed.ts'

/** The launches, gates, items and evidence from which the rows of the table start. */

export const number = (value: number) => ({ kind: 'number' as const, value })

export const report = (passed: number, failed: number) => ({
  kind: 'junit' as const,
  passed,
  failed,
  skipped: 0,
  flaky: 0,
  seconds: 1,
  sha256: 'bb',
})

export const everyOpen = (to: string): Partial<Record<GateValue, string>> => ({
  'open.notStarted': to,
  'open.inProgress': to,
  'open.returned': to,
})

export const stays: Partial<Record<GateValue, string>> = Object.fromEntries(
  gateValue.options.map((value) => [value, value]),
)

export const openOrBlocked: Partial<Record<GateValue, string>> = {
  'open.notStarted': 'open.notStarted',
  'open.inProgress': 'open.inProgress',
  'open.returned': 'open.returned',
  blocked: 'blocked',
}

export const leftOut: ItemState = { state: 'notNeeded', ticked: null, stale: null, failed: null }

export const tickedWith = (evidence: Evidence): ItemState => ({
  state: 'ticked',
  ticked: { at: monday, by: 'joon', service: false, candidate: null, evidence },
  stale: null,
  failed: null,
})

export const addedAdvice = (launch: LaunchState) => {
  context(launch, 'stock').added = [
    {
      id: 'added-1',
      owner: 'inventory-manager',
      asks: { kind: 'number', min: null, max: 3 },
      required: false,
      freshFor: null,
      recheckOn: [],
      title: sealed('x'),
      unit: null,
    },
  ]
}

export function altered(launch: LaunchState, alter: (copy: LaunchState) => void): LaunchState {
  const copy = structuredClone(launch)
  alter(copy)
  return copy
}

export const context = (launch: LaunchState, gate: string) => {
  const found = launch.gates[gate]
  if (!found) throw new Error(`no gate ${gate}`)
  return found.context
}

export const stale =
  (gate: string, item: string, cause: 'age' | 'candidate' | 'needs' | 'report' | 'returned' | 'reopened') =>
  (launch: LaunchState) => {
    const state = context(launch, gate).items[item]
    if (!state) throw new Error(`no item ${item}`)
    state.state = 'stale'
    state.stale = { since: monday, causes: [cause] }
  }

/** Each further refusal with its code: who, the launch, the command. */
export const stock = (state: GateValue, items: 'open' | 'ticked' = 'ticked') =>
  launchIn('preparing.locked', { stock: { state, items } })

export const tests = (state: GateValue, items: 'open' | 'ticked' = 'ticked') =>
  launchIn('preparing.locked', { tests: { state, items } })

export const pages = (items: 'open' | 'ticked', others: Parameters<typeof launchIn>[1] = {}) =>
  launchIn('preparing.locked', { ...others, pages: { state: 'open.inProgress', items } })

export const draft = (state: GateValue = 'open.notStarted') =>
  launchIn('draft', {
    stock: { state, items: 'open' },
    pages: { state, items: 'open' },
    'go-no-go': { state, items: 'open' },
  })

export const openStock = stock('open.inProgress', 'open')

export const pagesOpen = launchIn('preparing.locked', { pages: { state: 'open.inProgress', items: 'open' } })

export const withAdvice = altered(stock('cleared.completed'), addedAdvice)
