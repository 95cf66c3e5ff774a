import { statusOf } from '../../../machines/reading/queries.ts'
import type { LaunchState } from '../../../machines/state.ts'
import type { Shop } from '../../support/shop.ts'

/** The launches of the demo as tests look at them. */

export async function launchOf(shop: Shop, slug: string): Promise<LaunchState> {
  const launch = await shop.store.load(slug)
  if (!launch) throw new Error(`there is no ${slug}`)
  return launch
}

export function statuses(launch: LaunchState): string[] {
  return launch.definition.gates.map((gate) => {
    const state = launch.gates[gate.id]
    return `${gate.id}: ${state && statusOf(gate, state)}`
  })
}
