import type { Definition, Pipeline } from '../../machines/pipeline/pipeline.ts'
import type { GateContext, GateValue, ItemState, LaunchState, LaunchValue } from '../../machines/state.ts'
import { days, engine, monday } from './engine.ts'
import { atMost, item, plainly } from './pipeline.ts'
import { sealed } from './sealed.ts'

/** A small pipeline that has one of everything, and launches of it in any state, put together by hand. */

/**
 * `stock`: owned by the inventory manager (joon), one item of the backend developer (tom), signed by the logistics manager (wei).
 * `pages`: the content team (chloe) completes it alone. `tests`: a report on the build by the tester (sam), signed by the lead; it needs `stock`.
 * Lead priya, sponsor helen; fay and marta hold a role that has nothing to do here.
 */
export const popup: Definition = {
  id: 'pop-up',
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
    'backend-developer',
    'tester',
    'inventory-manager',
    'logistics-manager',
    'content-team',
    'full-stack-developer',
  ],
  phases: ['foundations', 'decision'],
  questions: [],
  gates: [
    {
      id: 'stock',
      phase: 'foundations',
      owner: 'inventory-manager',
      signers: ['logistics-manager'],
      critical: true,
      needs: [],
      due: days(6),
      items: [
        item('INV-1', 'inventory-manager', { kind: 'number', min: 98, max: 100 }),
        item('INV-2', 'backend-developer', { kind: 'note' }),
        item('INV-3', 'inventory-manager', atMost(60), { freshFor: days(3) }),
        item('INV-4', 'inventory-manager', { kind: 'link' }, { required: false }),
      ],
    },
    {
      id: 'pages',
      phase: 'foundations',
      owner: 'content-team',
      signers: [],
      critical: false,
      needs: [],
      due: null,
      items: [
        item('CON-1', 'content-team', { kind: 'none' }),
        item('CON-2', 'content-team', { kind: 'file' }, { required: false }),
      ],
    },
    {
      id: 'tests',
      phase: 'foundations',
      owner: 'tester',
      signers: ['ecommerce-sme'],
      critical: true,
      needs: ['stock'],
      due: null,
      items: [
        item('TFN-1', 'tester', { kind: 'junit' }, { recheckOn: ['candidate'] }),
        item('TFN-2', 'tester', { kind: 'note' }, { recheckOn: [{ needs: 'stock' }] }),
        item('TFN-3', 'tester', atMost(0)),
      ],
    },
    {
      id: 'go-no-go',
      phase: 'decision',
      owner: 'ecommerce-sme',
      signers: ['head-of-digital'],
      critical: true,
      needs: ['stock', 'pages', 'tests'],
      due: days(1),
      items: [item('GNG-1', 'ecommerce-sme', { kind: 'none' })],
    },
  ],
}

const people: Record<string, string> = {
  'inventory-manager': 'joon',
  'backend-developer': 'tom',
  tester: 'sam',
  'content-team': 'chloe',
  'ecommerce-sme': 'priya',
}
const signers: Record<string, string> = {
  'logistics-manager': 'wei',
  'ecommerce-sme': 'priya',
  'head-of-digital': 'helen',
}

const evidenceOf: Record<string, NonNullable<ItemState['ticked']>['evidence']> = {
  'INV-1': { kind: 'number', value: 99 },
  'INV-2': { kind: 'note', text: sealed('note') },
  'INV-3': { kind: 'number', value: 10 },
  'INV-4': { kind: 'link', url: sealed('url'), title: null },
  'CON-1': { kind: 'none' },
  'TFN-1': { kind: 'junit', passed: 3, failed: 0, skipped: 0, flaky: 0, seconds: 1, sha256: 'aa' },
  'TFN-2': { kind: 'note', text: sealed('note') },
  'TFN-3': { kind: 'number', value: 0 },
  'GNG-1': { kind: 'none' },
}

/** A gate with its required items ticked by their owners, or untouched. */
export function gateIn(
  state: GateValue,
  gate: string,
  items: 'open' | 'ticked',
): { state: GateValue; context: GateContext } {
  const definition = popup.gates.find(({ id }) => id === gate)
  if (!definition) throw new Error(`no gate ${gate}`)
  const ticked = items === 'open' ? [] : definition.items.filter(({ required }) => required)
  const sent = state === 'awaitingSignOff' || state === 'cleared.completed'
  return {
    state,
    context: {
      items: Object.fromEntries(
        ticked.map(({ id, owner }): [string, ItemState] => [
          id,
          {
            state: 'ticked',
            ticked: {
              at: monday,
              by: people[owner] ?? '',
              service: false,
              candidate: id === 'TFN-1' ? '101' : null,
              evidence: evidenceOf[id] ?? { kind: 'none' },
            },
            stale: null,
            failed: null,
          },
        ]),
      ),
      added: [],
      person: null,
      submission: sent ? { by: people[definition.owner] ?? '', at: monday } : null,
      signatures:
        state === 'cleared.completed'
          ? Object.fromEntries(definition.signers.map((role) => [role, { by: signers[role] ?? '', at: monday }]))
          : {},
      reason: null,
      waiver: null,
      waiverRequest: null,
    },
  }
}

const started = engine(popup).state

/** A launch in this state; its gates as given, all others completed. */
export function launchIn(
  state: LaunchValue,
  gates: Record<string, { state: GateValue; items: 'open' | 'ticked' }> = {},
  candidate: string | null = '101',
): LaunchState {
  return {
    ...started,
    state,
    context: {
      ...started.context,
      candidate: candidate === null ? null : { version: candidate, commit: `c0ffee${candidate}`, url: null },
      hold: state === 'held' ? { by: 'priya', at: monday, reason: sealed('hold') } : null,
    },
    gates: Object.fromEntries(
      popup.gates.map(({ id }) => {
        const { state: value, items } = gates[id] ?? { state: 'cleared.completed', items: 'ticked' }
        const made = gateIn(value, id, items)
        return [
          id,
          { ...made, version: 1, statusSince: monday, readySince: value.startsWith('cleared') ? monday : null },
        ]
      }),
    ),
  }
}

/** The pop-up shop's pipeline with plain texts. */
export const popupPipeline: Pipeline = plainly(popup, 'Pop-up shop')
