import { holdersOf } from '../../../machines/reading/queries.ts'
import { absentIn } from '../../launches/present-people.ts'
import type { LaunchView } from '../../launches/read-launch.ts'
import { type PersonName, personName, personNames } from '../layout/person-name.ts'
import { noOne } from '../layout/waiting-people.ts'
import type { PageRequest } from '../request/page-request.ts'

/** Who holds which role. */
export interface HoldersView {
  /** How many people hold roles, and the first of them. */
  count: string
  faces: PersonName[]
  moreFaces: string | null
  roles: { role: string; names: (PersonName | string)[]; nobody: string }[]
}

const mostFaces = 7

export function holdersView({ w }: PageRequest, view: LaunchView): HoldersView {
  const { launch } = view
  const { lead, sponsor } = launch.definition
  const isAbsent = absentIn(view.names)
  const everyone = new Set<string>()
  const roles = launch.definition.roles.map((role) => {
    const present = holdersOf(launch, role).filter((person) => !isAbsent(person))
    for (const person of present) everyone.add(person)
    const title = w.role(view, role)
    const isLead = role === lead
    return {
      role: isLead
        ? w.t('launch.role-lead', { role: title })
        : role === sponsor
          ? w.t('launch.role-sponsor', { role: title })
          : title,
      names: personNames(
        w,
        present.map((person) => w.person(view, person)),
      ),
      nobody: noOne(w, view, role),
    }
  })
  return {
    count: w.number(everyone.size),
    faces: [...everyone].slice(0, mostFaces).map((person) => personName(w, w.person(view, person))),
    moreFaces: everyone.size > mostFaces ? w.t('launch.more-people', { count: everyone.size - mostFaces }) : null,
    roles,
  }
}
