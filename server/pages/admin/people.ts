import type { Response } from 'express'
import { isErased } from '../../../machines/installation/directory.ts'
import type { Person } from '../../../machines/installation/records.ts'
import { render } from '../../http/render.ts'
import { knownRoles } from '../../pipelines/roles.ts'
import type { Words } from '../../words/index.ts'
import { pagesOf } from '../layout/list-pages.ts'
import { personName } from '../layout/person-name.ts'
import type { PageRequest } from '../request/page-request.ts'
import { sendAdminPage } from './frame.ts'

const peopleOnPage = 50

/** Everyone, those who are active first; `?q=` searches names, addresses and roles. */
export async function showPeople(request: PageRequest, res: Response): Promise<void> {
  const { w, req, services } = request
  const { people, profiles } = await services.store.installation.read({})
  const { titles } = await knownRoles(services, w)
  const q = typeof req.query.q === 'string' ? req.query.q.trim() : ''
  const rows = people
    .map((person) => rowOf(w, person, titles, isErased({ profiles }, person.id)))
    .filter(({ searched }) => searched.includes(q.toLowerCase()))
    .sort((a, b) => Number(b.active) - Number(a.active) || w.compare(a.name.text, b.name.text))
  const address = q === '' ? '/admin/people' : `/admin/people?q=${encodeURIComponent(q)}`
  const pages = pagesOf(request, address, rows.length, peopleOnPage)
  const title = w.t('admin.people')
  const body = render('admin/people', {
    title,
    count: w.t('admin.people.count', { count: rows.length }),
    invite: { href: '/admin/invites', label: w.t('admin.invites.title') },
    search: { label: w.t('admin.people.search'), button: w.t('admin.people.find'), q },
    none: rows.length === 0 ? w.t('admin.people.none', { q }) : null,
    all: q === '' ? null : { href: '/admin/people', label: w.t('admin.people.show-all') },
    rows: rows.slice(pages.offset, pages.offset + peopleOnPage),
    pages,
  })
  await sendAdminPage(request, res, { title, body })
}

function rowOf(w: Words, person: Person, titles: ReadonlyMap<string, string>, erased: boolean) {
  const { id, email, active } = person
  const name = erased ? w.t('deleted-person') : person.name
  const roles = rolesWords(w, person, titles)
  return {
    href: `/admin/people/${id}`,
    name: personName(w, name),
    email: erased ? null : email,
    roles: erased ? '' : roles,
    active,
    note: active || erased ? null : w.t('admin.people.inactive'),
    searched: [name, erased ? '' : email, roles, id].join('\n').toLowerCase(),
  }
}

/** Permissions, then default roles, by their titles. */
export function rolesWords(
  w: Words,
  { admin, auditor, roles }: Pick<Person, 'admin' | 'auditor' | 'roles'>,
  titles: ReadonlyMap<string, string>,
): string {
  const all = [
    ...(admin ? [w.t('role.admin')] : []),
    ...(auditor ? [w.t('role.auditor')] : []),
    ...roles.map((role) => titles.get(role) ?? role),
  ]
  return all.length === 0 ? w.t('admin.people.no-role') : w.list(all)
}
