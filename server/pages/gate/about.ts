import { neededBy } from '../../../machines/pipeline/graph.ts'
import { gateOf, holdersOf, needsNotReady } from '../../../machines/reading/queries.ts'
import type { LaunchView } from '../../launches/read-launch.ts'
import { gateHref, gateRow } from '../layout/gate-row.ts'
import { personName } from '../layout/person-name.ts'
import { planned } from '../layout/time.ts'
import type { PageRequest } from '../request/page-request.ts'

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
  // What is in the way comes first.
  const inTheWay = needsNotReady(launch, id)
  const owners = holdersOf(launch, definition.owner).map((person) => personName(w.person(view, person)))
  return {
    title: w.t('gate.about'),
    why: w.why(view, id),
    owner: {
      label: w.t('role.owner'),
      names: owners,
      role: w.role(view, definition.owner),
    },
    assigned: person === null ? null : { label: w.t('assign.assignee'), name: personName(w.person(view, person)) },
    needs: {
      label: w.t('page.needs'),
      links: links([...inTheWay, ...definition.needs.filter((need) => !inTheWay.includes(need))]),
      none: w.t('gate.needs-none'),
    },
    neededBy: {
      label: w.t('page.needed-by'),
      links: links(neededBy(launch.definition, id)),
      none: w.t('gate.needed-by-none'),
    },
    due:
      definition.due === null
        ? null
        : { label: w.t('gate.due'), time: planned(w, launch.context.targetAt - definition.due, now, zone) },
  }
}
