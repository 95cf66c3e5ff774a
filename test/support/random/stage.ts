import type { Person } from '../../../db/directory.ts'
import type { Caller } from '../../../server/auth/caller.ts'
import { fairPipeline } from '../fair.ts'
import type { Shop } from '../shop.ts'
import { callersOf, type Door, innerDoor, outerDoor } from './doors.ts'
import { milestones, type Reach } from './milestones.ts'

/** A shop in which random stories of the fair pipeline can be told, one launch each. */
export interface Stage {
  shop: Shop
  door: Door
  callers: ReadonlyMap<string, Caller>
  people: readonly Person[]
  reach: Reach
  told: number
  /** What the slugs of its launches begin with. */
  name: string
}

export async function stageIn(shop: Shop, door: 'inner' | 'outer'): Promise<Stage> {
  await shop.store.addPipeline(fairPipeline, shop.now)
  const callers = await callersOf(shop)
  const people = await shop.store.directory.people()
  return {
    shop,
    callers,
    people,
    reach: Object.fromEntries(milestones.map((each) => [each, 0])),
    door: door === 'inner' ? innerDoor(shop, callers) : outerDoor(shop),
    told: 0,
    name: `fair-${door}`,
  }
}
