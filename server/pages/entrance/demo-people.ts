import { rolesOf } from '../../../machines/reading/queries.ts'
import { asksOfPeople } from '../../../machines/reading/tasks.ts'
import type { IdentityProvider } from '../../auth/providers/provider.ts'
import { readViews } from '../../launches/launch-lists.ts'
import { launchTitle } from '../../launches/launch-title.ts'
import { verdictOf } from '../../launches/present-people.ts'
import type { LaunchView } from '../../launches/read-launch.ts'
import type { Services } from '../../services.ts'
import type { Words } from '../../words/index.ts'
import { type PersonName, personName } from '../layout/person-name.ts'
import { waitingPeople } from '../layout/waiting-people.ts'

/** The people who can be picked at the sign-in of the demo, those who are waited for first. */

export interface Card {
  id: string
  name: PersonName
  roles: string
  wait: string | null
}

export async function cardsOf(
  services: Services,
  provider: IdentityProvider,
  w: Words,
): Promise<{ waited: Card[]; others: Card[] }> {
  const now = services.clock()
  const people = (await services.store.directory.people()).filter((each) => each.active && provider.knows(each))
  // Of each person the launch that asks most urgently: whatever else there is, the page reads no more than it names people.
  const slugs = new Set<string>()
  for (const { pseudonym } of people)
    for (const slug of await services.store.lists.launchesOf(pseudonym, 0, 1)) slugs.add(slug)
  const views = await readViews(services, [...slugs], now)
  const all = views
    .filter(({ launch }) => asksOfPeople(launch))
    .flatMap((view) => waitingPeople(w, view, verdictOf(view)).map((each) => ({ view, ...each })))
  all.sort((a, b) => a.since - b.since)
  const card = (id: string): Card => {
    const person = people.find((each) => each.id === id)
    const [first] = all.filter((each) => each.person === id)
    const gates = first?.gates.map(({ row }) => row.name) ?? []
    return {
      id,
      name: personName(w, person?.name ?? id),
      roles: person ? rolesWords(w, views, person) : '',
      wait: first ? w.t('sign-in.wait', { launch: launchTitle(first.view), gates: w.shortList(gates, 'gates') }) : null,
    }
  }
  const waited = [...new Set(all.flatMap(({ person }) => people.find(({ id }) => id === person)?.id ?? []))]
  const others = people.map(({ id }) => id).filter((id) => !waited.includes(id))
  return { waited: waited.map(card), others: others.map(card) }
}

function rolesWords(
  w: Words,
  views: LaunchView[],
  person: { pseudonym: string; admin: boolean; auditor: boolean; roles: readonly string[] },
): string {
  if (person.auditor) return w.t('role.auditor')
  if (person.admin) return w.t('role.admin')
  const held = views.flatMap((view) => rolesOf(view.launch, person.pseudonym).map((role) => w.role(view, role)))
  const [view] = views
  return w.list([...new Set(held.length > 0 || !view ? held : person.roles.map((role) => w.role(view, role)))])
}
