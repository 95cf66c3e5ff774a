import type { Definition, GateDefinition } from '../../machines/pipeline/pipeline.ts'
import type { Evidence, GateState, GateValue, ItemState, LaunchState } from '../../machines/state.ts'
import { engine, monday } from '../support/engine.ts'
import { item } from '../support/pipeline.ts'

/** Launches of any pipeline, part of the way or ready, put together without sending a command for each item. */

/** `ready`: every gate is completed and the launch unlocked. Else two gates out of three are, and these stand as named. */
export type Progress = 'ready' | { open: string[]; sent: string[] }

/** A pipeline of `length` gates with five items each, in rows of twenty that need each other. */
export function chainOf(length: number): Definition {
  const gates = Array.from({ length: length - 1 }, (_, index): GateDefinition => {
    return {
      id: `gate-${index}`,
      phase: 'foundations',
      owner: 'backend-developer',
      signers: index % 2 === 0 ? [] : ['tester', 'technical-sme'],
      critical: index % 5 === 1,
      needs: index % 20 === 0 ? [] : [`gate-${index - 1}`],
      due: null,
      items: Array.from({ length: 5 }, (_, nth) =>
        item(
          `G-${index * 5 + nth + 1}`,
          'backend-developer',
          { kind: 'none' },
          { required: nth < 4, freshFor: nth === 3 ? 30 * 86_400_000 : null },
        ),
      ),
    }
  })
  return {
    id: 'chain',
    version: 1,
    languages: ['en'],
    lead: 'ecommerce-sme',
    sponsor: 'head-of-digital',
    candidateRoles: ['technical-sme'],
    waiverLimit: 86_400_000,
    decision: 'go-no-go',
    roles: ['head-of-digital', 'ecommerce-sme', 'technical-sme', 'backend-developer', 'tester'],
    phases: ['foundations', 'decision'],
    questions: [],
    gates: [
      ...gates,
      {
        id: 'go-no-go',
        phase: 'decision',
        owner: 'ecommerce-sme',
        signers: ['head-of-digital'],
        critical: true,
        needs: gates.map(({ id }) => id),
        due: null,
        items: [item('GNG-1', 'ecommerce-sme', { kind: 'none' })],
      },
    ],
  }
}

export function progressed(definition: Definition, progress: Progress): LaunchState {
  const { state } = engine(definition)
  const ready = progress === 'ready'
  const { open, sent } = ready ? { open: [], sent: [] } : progress
  const needed = definition.gates.filter(({ id }) => sent.includes(id)).flatMap(({ needs }) => needs)
  const placeOf = ({ id }: GateDefinition, index: number): Place => {
    if (open.includes(id)) return 'open.inProgress'
    if (sent.includes(id)) return 'awaitingSignOff'
    return ready || needed.includes(id) || index % 3 !== 2 ? 'cleared.completed' : 'open.inProgress'
  }
  return {
    ...state,
    state: ready ? 'preparing.unlocked' : 'preparing.locked',
    gates: Object.fromEntries(
      definition.gates.map((gate, index) => [gate.id, gateAt(state, gate, placeOf(gate, index))]),
    ),
  }
}

type Place = Extract<GateValue, 'open.inProgress' | 'awaitingSignOff' | 'cleared.completed'>

function gateAt(launch: LaunchState, gate: GateDefinition, place: Place): GateState {
  const bare = launch.gates[gate.id]
  if (!bare) throw new Error(`no gate ${gate.id}`)
  const half = { ...bare.context, items: ticked(gate, 0.5) }
  const whole = { ...bare.context, items: ticked(gate, 1), submission: { by: 'fay', at: monday } }
  const places: Record<Place, GateState> = {
    'open.inProgress': { ...bare, state: 'open.inProgress', context: half },
    awaitingSignOff: { ...bare, state: 'awaitingSignOff', context: whole },
    'cleared.completed': { ...bare, state: 'cleared.completed', readySince: monday, context: whole },
  }
  return places[place]
}

/** The last of its items are ticked by no one, so the first can still be ticked and everybody may sign. */
function ticked(gate: GateDefinition, share: number): Record<string, ItemState> {
  const from = Math.ceil(gate.items.length * (1 - share))
  return Object.fromEntries(
    gate.items.slice(from).map(({ id, asks }): [string, ItemState] => {
      const evidence: Evidence = asks.kind === 'number' ? { kind: 'number', value: asks.min ?? 0 } : { kind: 'none' }
      const tick = { at: monday, by: 'ci', service: true, candidate: null, evidence }
      return [id, { state: 'ticked', ticked: tick, stale: null, failed: null }]
    }),
  )
}
