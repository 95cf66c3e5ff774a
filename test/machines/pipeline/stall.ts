import type { GateDefinition, ItemDefinition, Pipeline } from '../../../machines/pipeline/pipeline.ts'

/** A pipeline to break in tests. */

export const item = (id: string, owner: string, more: Partial<ItemDefinition> = {}): ItemDefinition => ({
  id,
  owner,
  required: true,
  asks: { kind: 'none' },
  freshFor: null,
  recheckOn: [],
  ...more,
})
export const gate = (id: string, owner: string, more: Partial<GateDefinition>): GateDefinition => ({
  id,
  phase: 'works',
  owner,
  signers: [],
  critical: false,
  needs: [],
  due: null,
  items: [],
  ...more,
})

/** A stall with four gates in two languages: tom's till needs chloe's prices, sam tries both, priya decides and helen signs. */
export function stall(): Pipeline {
  const both = (text: string) => ({ en: text, ko: `${text} (ko)` })
  const said = (title: string, items: string[]) => ({
    title: both(title),
    why: both(`Why ${title}`),
    items: Object.fromEntries(items.map((id) => [id, { text: both(`Text of ${id}`), unit: null, hint: null }])),
  })
  return {
    definition: {
      id: 'stall',
      version: 1,
      languages: ['en', 'ko'],
      lead: 'lead',
      sponsor: 'sponsor',
      candidateRoles: ['lead'],
      waiverLimit: 2_592_000_000,
      decision: 'decision',
      roles: ['lead', 'sponsor', 'builder', 'writer', 'tester'],
      phases: ['works', 'end'],
      questions: [{ id: 'cash', leavesOut: { items: ['TIL-2'], gates: [] } }],
      gates: [
        gate('prices', 'writer', { items: [item('PRI-1', 'writer', { asks: { kind: 'number', min: 98, max: 100 } })] }),
        gate('till', 'builder', {
          signers: ['sponsor'],
          critical: true,
          needs: ['prices'],
          items: [item('TIL-1', 'builder'), item('TIL-2', 'tester', { required: false })],
        }),
        gate('trial', 'tester', {
          needs: ['till'],
          items: [item('TRI-1', 'tester', { recheckOn: ['candidate', { needs: 'prices' }] })],
        }),
        gate('decision', 'lead', {
          phase: 'end',
          signers: ['sponsor'],
          needs: ['prices', 'till', 'trial'],
          items: [item('DEC-1', 'lead')],
        }),
      ],
    },
    texts: {
      title: both('Stall'),
      roles: Object.fromEntries(['lead', 'sponsor', 'builder', 'writer', 'tester'].map((id) => [id, both(id)])),
      phases: { works: both('Works'), end: both('End') },
      questions: { cash: both('Do you take cash?') },
      gates: {
        prices: said('Prices', ['PRI-1']),
        till: said('Till', ['TIL-1', 'TIL-2']),
        trial: said('Trial', ['TRI-1']),
        decision: said('Decision', ['DEC-1']),
      },
    },
  }
}

export function gateOf(pipeline: Pipeline, id: string): GateDefinition {
  const found = pipeline.definition.gates.find((each) => each.id === id)
  if (!found) throw new Error(`the stall has no gate ${id}`)
  return found
}
export function itemOf(pipeline: Pipeline, id: string): ItemDefinition {
  const found = pipeline.definition.gates.flatMap((each) => each.items).find((each) => each.id === id)
  if (!found) throw new Error(`the stall has no item ${id}`)
  return found
}
export function textsOf(pipeline: Pipeline, id: string) {
  const found = pipeline.texts.gates[id]
  if (!found) throw new Error(`the stall has no texts of ${id}`)
  return found
}
