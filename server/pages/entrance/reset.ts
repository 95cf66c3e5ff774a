import type { Response } from 'express'
import { resetDemo } from '../../demo/reset.ts'
import { setTourHidden } from '../../demo/tour-cookie.ts'
import { render } from '../../http/render.ts'
import { goTo, sendPage } from '../../http/respond.ts'
import { FormMaker } from '../forms/form.ts'
import { notFound } from '../layout/error-page.ts'
import { renderPage } from '../layout/shell.ts'
import { ownPath, type PageRequest } from '../request/page-request.ts'
import { readFields } from '../request/read-form.ts'

/** The demo from its beginning: a page that says what will follow, and the post that does it. Elsewhere there is no such page. */

export async function showReset(request: PageRequest, res: Response): Promise<void> {
  const { w, services, req } = request
  if (!request.actAs) return notFound(services, req, res)
  const title = w.t('reset.title')
  const form = new FormMaker(w, null).make({
    name: 'demo-reset',
    action: '/demo/reset',
    hidden: {},
    buttons: [{ label: w.t('ui.reset-demo'), main: true }],
  })
  const body = render('confirm/page', {
    title,
    sentences: [w.t('reset.follows'), w.t('reset.kept')],
    form: { ...form, leave: { href: '/', label: w.t('form.cancel') } },
  })
  sendPage(
    res,
    await renderPage(request, {
      title,
      current: null,
      crumbs: [],
      live: null,
      hasBar: false,
      isNarrow: true,
      zone: null,
      body,
    }),
  )
}

export async function postReset(request: PageRequest, res: Response): Promise<void> {
  const { services, req } = request
  if (!request.actAs) return notFound(services, req, res)
  await readFields(req, res, ['requestKey'])
  const made = await resetDemo(services)
  // Null when the demo ended between the two readings of it.
  if (made === null) return notFound(services, req, res)
  goTo(req, res, '/launches')
}

/** Puts the first steps away in this browser, or brings them back. */
export async function postTour(request: PageRequest, res: Response): Promise<void> {
  const { services, req } = request
  if (!request.actAs) return notFound(services, req, res)
  const { show, next } = await readFields(req, res, ['show', 'next'])
  setTourHidden(services, res, show !== 'yes')
  goTo(req, res, ownPath(next))
}
