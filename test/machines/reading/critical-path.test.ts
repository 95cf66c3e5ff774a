import { describe, expect, test } from 'vitest'
import type { Definition, GateDefinition } from '../../../machines/pipeline/pipeline.ts'
import { criticalPath } from '../../../machines/reading/critical-path.ts'
import type { GateValue, LaunchState, LaunchValue } from '../../../machines/state.ts'
import { days, engine, monday } from '../../support/engine.ts'
import { item } from '../../support/pipeline.ts'
import { popup } from '../../support/popup.ts'

/** What stands before the decision: the longest chain of gates that wait for each other, and whom its last one waits for. */

const gate = (id: string, ...needs: string[]): GateDefinition => ({
  id,
  phase: 'foundations',
  owner: 'content-team',
  signers: ['tester', 'ecommerce-sme'],
  critical: false,
  needs,
  due: null,
  items: [
    item(`${id[0]?.toUpperCase()}-1`, 'content-team', { kind: 'none' }),
    item(`${id[0]?.toUpperCase()}-2`, 'backend-developer', { kind: 'none' }),
  ],
})

/** Decision gate `go`; `shop` needs `words` and `prices`, `tests` needs `shop`; `lawyer` needs nothing, `texts` needs `lawyer`. */
const gates = [
  gate('words'),
  gate('prices'),
  gate('texts', 'lawyer'),
  gate('lawyer'),
  // Not in the order of the pipeline, which is the one that counts.
  gate('shop', 'prices', 'words'),
  gate('tests', 'shop'),
]
const pipeline: Definition = {
  ...popup,
  decision: 'go',
  gates: [...gates, { ...gate('go', ...gates.map(({ id }) => id)), signers: ['head-of-digital'] }],
}

const fresh = engine(pipeline)
fresh.does('priya', { type: 'launch.start' })

/** The launch with each gate in its state, all others completed and everything in them ticked. */
function launchWith(states: Record<string, GateValue>, state: LaunchValue = 'preparing.locked'): LaunchState {
  const ticked = (id: string) => ({
    state: 'ticked' as const,
    ticked: { at: monday, by: id, service: false, candidate: null, evidence: { kind: 'none' as const } },
    stale: null,
    failed: null,
  })
  return {
    ...fresh.state,
    state,
    gates: Object.fromEntries(
      Object.entries(fresh.state.gates).map(([id, each]) => {
        const value = states[id] ?? 'cleared.completed'
        const items = pipeline.gates.find((known) => known.id === id)?.items ?? []
        const context = value.startsWith('open')
          ? each.context
          : { ...each.context, items: Object.fromEntries(items.map((known) => [known.id, ticked(known.id)])) }
        return [id, { ...each, state: value, context }]
      }),
    ),
  }
}

const open = 'open.notStarted'

describe('the chain', () => {
  test.each<[string, Record<string, GateValue>, string[]]>([
    ['of a decision that waits for nothing else is that gate alone', { go: open }, ['go']],
    ['leads to the gate that the decision waits for', { go: open, prices: open }, ['go', 'prices']],
    [
      'is the longest that there is, wherever it stands in the pipeline',
      { go: open, words: open, texts: open, lawyer: open },
      ['go', 'texts', 'lawyer'],
    ],
    ['of two as long is the one first in the pipeline', { go: open, prices: open, words: open }, ['go', 'words']],
    [
      'of two as long further down, too',
      { go: open, tests: open, shop: open, prices: open, words: open },
      ['go', 'tests', 'shop', 'words'],
    ],
    [
      'does not pass through a gate that is in order, whatever that gate needs',
      { go: open, tests: open, words: open },
      ['go', 'words'],
    ],
    ['is not held up by a gate that is waived', { go: open, texts: open, lawyer: 'cleared.waived' }, ['go', 'texts']],
    [
      'is not held up by a gate that is not needed',
      { go: open, texts: open, lawyer: 'cleared.notNeeded' },
      ['go', 'texts'],
    ],
    [
      'counts gates with a problem and gates that wait for signatures',
      { go: open, texts: 'awaitingSignOff', lawyer: 'blocked' },
      ['go', 'texts', 'lawyer'],
    ],
    ['of a launch whose decision is ready is none', {}, []],
  ])('%s', (_, states, chain) => {
    expect(criticalPath(launchWith(states)).gates).toEqual(chain)
  })

  test('of two as long is the one whose last gate waits longer', () => {
    const launch = launchWith({ go: open, prices: open, words: open })
    const { prices } = launch.gates
    if (!prices) throw new Error('no gate prices')
    const waits = { ...prices, statusSince: prices.statusSince - 1 }
    expect(criticalPath({ ...launch, gates: { ...launch.gates, prices: waits } }).gates).toEqual(['go', 'prices'])
  })

  test('goes through a completed gate that needs a recheck', () => {
    const launch = launchWith({ go: open })
    const shop = launch.gates.shop
    if (!shop) throw new Error('no gate shop')
    const items = Object.entries(shop.context.items).map(([id, state]) => [
      id,
      id === 'S-2' ? { ...state, state: 'stale', stale: { since: monday + days(1), causes: ['age'] } } : state,
    ])
    const stale = { ...shop, context: { ...shop.context, items: Object.fromEntries(items) } }
    expect(criticalPath({ ...launch, gates: { ...launch.gates, shop: stale } })).toEqual({
      gates: ['go', 'shop'],
      waiting: [{ role: 'backend-developer', people: ['tom'], to: 'items', items: ['S-2'] }],
    })
  })

  test.each<[LaunchValue, string[]]>([
    ['draft', []],
    ['preparing.locked', ['go', 'prices']],
    ['held', ['go', 'prices']],
    ['launched', []],
    ['cancelled', []],
  ])('of a launch that is %s: %j', (state, chain) => {
    expect(criticalPath(launchWith({ go: open, prices: open }, state)).gates).toEqual(chain)
  })
})

describe('at its end', () => {
  test.each<[string, Record<string, GateValue>, [to: string, role: string, people: string[]][]]>([
    [
      'those who tick the items',
      { go: open, tests: open },
      [
        ['items', 'content-team', ['chloe']],
        ['items', 'backend-developer', ['tom']],
      ],
    ],
    [
      'those who sign, not those who could go on with what needs it',
      { go: open, texts: open, lawyer: 'awaitingSignOff' },
      [
        ['sign', 'tester', ['sam']],
        ['sign', 'ecommerce-sme', ['priya']],
      ],
    ],
    ['whoever solves the problem', { go: open, lawyer: 'blocked' }, [['solve', 'content-team', ['chloe']]]],
    ['nobody, where nothing is waited for', {}, []],
  ])('stand %s', (_, states, waiting) => {
    expect(criticalPath(launchWith(states)).waiting.map(({ to, role, people }) => [to, role, people])).toEqual(waiting)
  })

  test('stands a role that nobody holds, with nobody', () => {
    const launch = launchWith({ go: 'awaitingSignOff' })
    const people = { ...launch.context.people, 'head-of-digital': [] }
    expect(criticalPath({ ...launch, context: { ...launch.context, people } })).toEqual({
      gates: ['go'],
      waiting: [{ role: 'head-of-digital', people: [], to: 'sign', items: [] }],
    })
  })
})
