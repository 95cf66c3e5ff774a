import type { Response } from 'express'
import type { Person } from '../../../machines/installation/records.ts'
import { authorOf } from '../../auth/caller.ts'
import { deactivatePerson } from '../../auth/change-people.ts'
import { render } from '../../http/render.ts'
import { goTo } from '../../http/respond.ts'
import { readViews } from '../../launches/launch-lists.ts'
import { launchTitle } from '../../launches/launch-title.ts'
import { FormMaker, type Refusal } from '../forms/form.ts'
import { shownText } from '../layout/shown-text.ts'
import type { PageRequest } from '../request/page-request.ts'
import { readFields } from '../request/read-form.ts'
import { refusedForm, sendAdminPage, statusOfReason } from './frame.ts'
import { peopleCrumbs, personAt } from './person.ts'

/** Before somebody is deactivated: what ends, and which launches have them in a role. */

const mostLaunches = 20

export async function showDeactivation(request: PageRequest, res: Response): Promise<void> {
  const person = await personAt(request, res)
  if (person === null) return
  if (person.active) await drawDeactivation(request, res, person, null)
  else goTo(request.req, res, `/admin/people/${person.id}`)
}

async function drawDeactivation(
  request: PageRequest,
  res: Response,
  person: Person,
  refusal: Refusal | null,
): Promise<void> {
  const { w, services, now } = request
  const page = `/admin/people/${person.id}`
  const slugs = await services.store.lists.launchesOf(person.pseudonym, 0, mostLaunches)
  const launches = (await readViews(services, slugs, now)).map((view) => ({
    href: `/launches/${view.launch.launch}`,
    title: shownText(w, launchTitle(view)),
  }))
  const title = w.t('admin.person.deactivate-title', { name: person.name })
  const form = new FormMaker(w, refusal).make({
    name: 'deactivate',
    action: `${page}/deactivate`,
    hidden: {},
    buttons: [{ label: w.t('admin.person.deactivate'), main: true }],
  })
  const body = render('admin/confirm', {
    title,
    sentences: [
      w.t('admin.person.deactivate-follows'),
      w.t(launches.length > 0 ? 'admin.person.deactivate-launches' : 'admin.person.deactivate-no-launches'),
    ],
    launches,
    form: { ...form, leave: { href: page, label: w.t('form.cancel') } },
  })
  const crumbs = [...peopleCrumbs(request), { label: person.name, href: page }]
  await sendAdminPage(request, res, { title, body, crumbs, status: refusal?.status ?? 200 })
}

export async function postDeactivation(request: PageRequest, res: Response): Promise<void> {
  const { w, services, req, now } = request
  const person = await personAt(request, res)
  if (person === null) return
  const typed = await readFields(req, res, ['requestKey'])
  const reason = await deactivatePerson(services.store, person.id, authorOf(request.caller), now)
  if (reason === null || reason === 'already-done') return goTo(req, res, `/admin/people/${person.id}?done=deactivated`)
  const refusal = refusedForm('deactivate', typed, w.t(`installation-reason.${reason}`), {}, statusOfReason(reason))
  await drawDeactivation(request, res, person, refusal)
}
