import { gateOf, isItemNotNeeded, itemStateOf, itemsOf } from '../../../machines/reading/queries.ts'
import type { LaunchView } from '../../launches/read-launch.ts'
import { textsOf } from '../layout/log-lines.ts'
import type { PageRequest } from '../request/page-request.ts'

/** Who marked an item not applicable, when and why: the launch remembers only that it is so. */
export interface LeftOut {
  by: string
  at: number
  /** Null when it was erased. */
  reason: string | null
}

/** By gate and item. */
export type LeftOutItems = ReadonlyMap<string, ReadonlyMap<string, LeftOut>>

/** So many entries are looked at in a gate, the newest: an item may be left out and brought back often. */
const mostEntries = 500

/** Costs one search in the log for each gate that has such an item, and one reading of all their reasons. */
export async function readLeftOut(request: PageRequest, view: LaunchView): Promise<LeftOutItems> {
  const { launch, version } = view
  const gates = launch.definition.gates.filter(({ id }) => hasLeftOut(view, id))
  const filter = { actions: ['gate.itemNotNeeded'], before: version, limit: mostEntries } as const
  const found = await Promise.all(gates.map(({ id }) => request.services.store.entriesAbout(launch.launch, id, filter)))
  const reveal = await textsOf(request, view, found)
  const readOf = (entries: (typeof found)[number]) =>
    new Map(
      entries.map(({ at, actor, data }): [string, LeftOut] => [
        String(data.item),
        { by: actor.id, at: Date.parse(at), reason: reveal(String(data.reason)) },
      ]),
    )
  return new Map(gates.map(({ id }, index) => [id, readOf(found[index] ?? [])]))
}

function hasLeftOut({ launch }: LaunchView, id: string): boolean {
  const { definition, gate } = gateOf(launch, id)
  return itemsOf(definition, gate.context).some((item) => isItemNotNeeded(itemStateOf(gate.context, item.id)))
}
