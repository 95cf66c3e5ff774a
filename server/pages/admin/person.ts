import type { Response } from 'express'
import { isErased } from '../../../machines/installation/directory.ts'
import type { Person } from '../../../machines/installation/records.ts'
import { authorOf } from '../../auth/caller.ts'
import { activatePerson, changePerson, passwordLink } from '../../auth/change-people.ts'
import { render } from '../../http/render.ts'
import { goTo } from '../../http/respond.ts'
import { knownRoles } from '../../pipelines/roles.ts'
import { FormMaker, type Refusal } from '../forms/form.ts'
import { notFound } from '../layout/error-page.ts'
import { personName } from '../layout/person-name.ts'
import type { PageRequest } from '../request/page-request.ts'
import { readFields } from '../request/read-form.ts'
import { carriedBack, readAdminForm, refusedForm, sendAdminPage, statusOfReason } from './frame.ts'
import { sendLinks } from './links.ts'
import { rolesWords } from './people.ts'
import { personFields, personForm, readPersonForm } from './person-form.ts'

/** One person: who they are, what they may do, and whether they may sign in. */

/** The person that the address names; null, and the page that says so was sent, where there is none. */
export async function personAt({ services, req }: PageRequest, res: Response): Promise<Person | null> {
  const person = await services.store.directory.person(String(req.params.person))
  if (person === null) await notFound(services, req, res)
  return person
}

export async function showPerson(request: PageRequest, res: Response): Promise<void> {
  const person = await personAt(request, res)
  if (person !== null) await drawPerson(request, res, person, null)
}

async function drawPerson(request: PageRequest, res: Response, person: Person, refusal: Refusal | null): Promise<void> {
  const { w, services } = request
  const { titles } = await knownRoles(services, w)
  const { profiles } = await services.store.installation.read({})
  const erased = isErased({ profiles }, person.id)
  const maker = new FormMaker(w, refusal)
  const title = erased ? w.t('deleted-person') : person.name
  const state = erased ? w.t('admin.person.is-deleted') : person.active ? null : w.t('admin.person.is-inactive')
  const body = render('admin/person', {
    name: personName(w, title),
    email: erased ? null : person.email,
    roles: erased ? null : rolesWords(w, person, titles),
    state,
    done: doneWords(request, person),
    details: w.t('admin.person.details'),
    follows: w.t('admin.person.roles-follow'),
    form: erased ? null : maker.make(personForm(w, person, titles)),
    access: erased ? null : { title: w.t('admin.person.access'), ...accessOf(request, person, maker) },
  })
  await sendAdminPage(request, res, { title, body, crumbs: peopleCrumbs(request), status: refusal?.status ?? 200 })
}

export const peopleCrumbs = ({ w }: PageRequest) => [{ label: w.t('admin.people'), href: '/admin/people' }]

/** What was just done, as the address says it. */
function doneWords({ w, req }: PageRequest, { name, email }: Person): string | null {
  switch (req.query.done) {
    case 'saved':
      return w.t('admin.person.saved')
    case 'activated':
      return w.t('admin.person.activated', { name })
    case 'deactivated':
      return w.t('admin.person.deactivated', { name })
    case 'mailed':
      return w.t('admin.person.password-mailed', { email })
    case 'erased':
      return w.t('admin.person.deleted')
    default:
      return null
  }
}

function accessOf({ w }: PageRequest, { id, active }: Person, maker: FormMaker) {
  const at = (verb: string) => `/admin/people/${id}/${verb}`
  const one = (name: string, verb: string, label: string, intro: string[]) =>
    maker.make({ name, action: at(verb), hidden: {}, intro, buttons: [{ label }] })
  if (active)
    return {
      forms: [one('password', 'password', w.t('admin.person.password'), [w.t('admin.person.password-follows')])],
      links: [{ href: at('deactivate'), label: w.t('admin.person.deactivate') }],
    }
  return {
    forms: [one('activate', 'activate', w.t('admin.person.activate'), [])],
    links: [{ href: at('erase'), label: w.t('admin.person.delete') }],
  }
}

export async function postPerson(request: PageRequest, res: Response): Promise<void> {
  const { w, services, req, now } = request
  const person = await personAt(request, res)
  if (person === null) return
  const sent = await readAdminForm(request, res, personFields, 'name')
  if (sent === null) return
  const { typed } = sent
  if (sent.isCarried) return drawPerson(request, res, person, carriedBack(request, 'person', typed))
  const { titles } = await knownRoles(services, w)
  const { wish, errors } = readPersonForm(w, typed, titles, person.roles)
  if (Object.keys(errors).length > 0)
    return drawPerson(request, res, person, refusedForm('person', typed, w.t('form.invalid'), errors))
  const reason = await changePerson(services.store, person.id, wish, authorOf(request.caller), now)
  if (reason === null) return goTo(req, res, `/admin/people/${person.id}?done=saved`)
  const sentence = w.t(`installation-reason.${reason}`)
  const fields: Record<string, string> = reason === 'email-in-use' ? { email: sentence } : {}
  const heading = reason === 'email-in-use' ? w.t('form.invalid') : sentence
  await drawPerson(request, res, person, refusedForm('person', typed, heading, fields, statusOfReason(reason)))
}

export async function postActivation(request: PageRequest, res: Response): Promise<void> {
  const { w, services, req, now } = request
  const person = await personAt(request, res)
  if (person === null) return
  const typed = await readFields(req, res, ['requestKey'])
  const reason = await activatePerson(services.store, person.id, authorOf(request.caller), now)
  if (reason === null || reason === 'already-done') return goTo(req, res, `/admin/people/${person.id}?done=activated`)
  const refusal = refusedForm('activate', typed, w.t(`installation-reason.${reason}`), {}, statusOfReason(reason))
  await drawPerson(request, res, person, refusal)
}

export async function postPasswordLink(request: PageRequest, res: Response): Promise<void> {
  const { w, services, req, now } = request
  const person = await personAt(request, res)
  if (person === null) return
  const typed = await readFields(req, res, ['requestKey'])
  const outcome = await passwordLink(services, person, authorOf(request.caller), now)
  const page = `/admin/people/${person.id}`
  if (outcome.kind === 'refused') {
    const sentence = w.t(`installation-reason.${outcome.reason}`)
    const refusal = refusedForm('password', typed, sentence, {}, statusOfReason(outcome.reason))
    return drawPerson(request, res, person, refusal)
  }
  if (outcome.url === null) return goTo(req, res, `${page}?done=mailed`)
  const text = w.t('admin.person.password-link', { name: person.name })
  const links = [{ label: person.name, url: outcome.url }]
  await sendLinks(request, res, { text, links, back: page, crumbs: peopleCrumbs(request) })
}
