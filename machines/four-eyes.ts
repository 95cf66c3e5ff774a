import type { GateDefinition } from './pipeline.ts'
import { standingTickers } from './queries.ts'
import type { GateContext } from './state.ts'

/** By four eyes alone: may this person still sign? Nobody signs what they sent or ticked, and nobody signs twice. */
export function fourEyesAllow(definition: GateDefinition, context: GateContext, person: string): boolean {
  if (context.submission?.by === person || standingTickers(definition, context).has(person)) return false
  return !Object.values(context.signatures).some(({ by }) => by === person)
}
