import { neededBy } from '../../../machines/pipeline/graph.ts'
import { gateOf, holdersOf, needsNotReady } from '../../../machines/reading/queries.ts'
import type { LaunchView } from '../../launches/read-launch.ts'
import { gateHref, gateRow } from '../layout/gate-row.ts'
import { personName, personNames } from '../layout/person-name.ts'
import { planned } from '../layout/time.ts'
import type { PageRequest } from '../request/page-request.ts'

/** At most this many ready gates are listed, because a decision gate can depend on all others. */
const mostReady = 4

export function aboutGate({ w, now }: PageRequest, view: LaunchView, id: string) {
  const { launch } = view
  const { definition, gate } = gateOf(launch, id)
  const zone = launch.context.timeZone
  const { person } = gate.context
  const links = (ids: string[]) =>
    ids.map((each) => {
      const row = gateRow(w, view, each)
      return { href: gateHref(view, each), name: row.name, mark: row.mark, status: row.status }
    })
  const inTheWay = needsNotReady(launch, id)
  const ready = definition.needs.filter((need) => !inTheWay.includes(need))
  const isFolded = ready.length > mostReady
  const requiredBy = neededBy(launch.definition, id)
  const owners = holdersOf(launch, definition.owner).map((person) => w.person(view, person))
  const role = w.role(view, definition.owner)
  return {
    title: w.t('gate.about'),
    why: w.why(view, id),
    owner: {
      label: w.t('role.owner'),
      line: owners.length === 0 ? [role] : w.pieces('item.owner', { people: personNames(w, owners), role }).flat(),
    },
    assigned: person === null ? null : { label: w.t('assign.assignee'), name: personName(w, w.person(view, person)) },
    needs: {
      label: w.t('page.needs'),
      // Gates that are not ready come first.
      links: links([...inTheWay, ...(isFolded ? [] : ready)]),
      folded: isFolded ? { title: w.t('gate.needs-ready', { count: ready.length }), links: links(ready) } : null,
      none: definition.needs.length === 0 ? w.t('gate.none') : null,
    },
    neededBy: {
      label: w.t('page.needed-by'),
      links: links(requiredBy),
      folded: null,
      none: requiredBy.length === 0 ? w.t('gate.none') : null,
    },
    due:
      definition.due === null
        ? null
        : { label: w.t('gate.due'), time: planned(w, launch.context.targetAt - definition.due, now, zone) },
  }
}
