import type { Response } from 'express'
import { isErased } from '../../../machines/installation/directory.ts'
import type { Person } from '../../../machines/installation/records.ts'
import { authorOf } from '../../auth/caller.ts'
import { erasePerson } from '../../auth/change-people.ts'
import { render } from '../../http/render.ts'
import { goTo } from '../../http/respond.ts'
import { FormMaker, type Refusal } from '../forms/form.ts'
import type { PageRequest } from '../request/page-request.ts'
import { readFields } from '../request/read-form.ts'
import { refusedForm, sendAdminPage, statusOfReason } from './frame.ts'
import { peopleCrumbs, personAt } from './person.ts'

/** Before somebody's name and words are deleted for good. Only who is deactivated can be. */

export async function showErasure(request: PageRequest, res: Response): Promise<void> {
  const person = await personAt(request, res)
  if (person === null) return
  const { profiles } = await request.services.store.installation.read({})
  if (person.active || isErased({ profiles }, person.id)) goTo(request.req, res, `/admin/people/${person.id}`)
  else await drawErasure(request, res, person, null)
}

async function drawErasure(
  request: PageRequest,
  res: Response,
  person: Person,
  refusal: Refusal | null,
): Promise<void> {
  const { w } = request
  const page = `/admin/people/${person.id}`
  const title = w.t('admin.person.delete-title', { name: person.name })
  const form = new FormMaker(w, refusal).make({
    name: 'erase',
    action: `${page}/erase`,
    hidden: {},
    buttons: [{ label: w.t('admin.person.delete-button'), main: true }],
  })
  const body = render('admin/confirm', {
    title,
    sentences: [w.t('admin.person.delete-follows'), w.t('admin.person.delete-final')],
    launches: [],
    form: { ...form, leave: { href: page, label: w.t('form.cancel') } },
  })
  const crumbs = [...peopleCrumbs(request), { label: person.name, href: page }]
  await sendAdminPage(request, res, { title, body, crumbs, status: refusal?.status ?? 200 })
}

export async function postErasure(request: PageRequest, res: Response): Promise<void> {
  const { w, services, req, now } = request
  const person = await personAt(request, res)
  if (person === null) return
  const typed = await readFields(req, res, ['requestKey'])
  const outcome = await erasePerson(services.store, person, authorOf(request.caller), now)
  if (outcome.kind === 'done') return goTo(req, res, `/admin/people/${outcome.id}?done=erased`)
  const { reason } = outcome
  const refusal = refusedForm('erase', typed, w.t(`installation-reason.${reason}`), {}, statusOfReason(reason))
  await drawErasure(request, res, person, refusal)
}
