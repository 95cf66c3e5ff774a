import type { Response } from 'express'
import { isLive } from '../../../machines/installation/tokens.ts'
import { authorOf } from '../../auth/caller.ts'
import { revokeTokenById } from '../../auth/tokens.ts'
import { render } from '../../http/render.ts'
import { goTo } from '../../http/respond.ts'
import { FormMaker } from '../forms/form.ts'
import { notFound } from '../layout/error-page.ts'
import type { PageRequest } from '../request/page-request.ts'
import { readFields } from '../request/read-form.ts'
import { sendAdminPage } from './frame.ts'
import { tokenRow } from './token-rows.ts'

/** Every token of people and services, with a button that ends it. */

export async function showTokens(request: PageRequest, res: Response): Promise<void> {
  const { w, services, now, req } = request
  const { directory } = services.store
  const [tokens, people] = await Promise.all([directory.tokens(), directory.people()])
  const maker = new FormMaker(w, null)
  const rows = (live: boolean) =>
    tokens
      .filter((token) => isLive(token, now) === live)
      .reverse()
      .map((token) => tokenRow(request, token, people, maker))
  const title = w.t('admin.tokens')
  const [live, past] = [rows(true), rows(false)]
  const body = render('admin/tokens', {
    title,
    lead: w.t('admin.tokens.lead'),
    done: req.query.done === 'revoked' ? w.t('admin.tokens.revoked') : null,
    none: tokens.length === 0 ? w.t('admin.tokens.none') : null,
    live,
    past,
    pastTitle: w.t('admin.tokens.past'),
  })
  await sendAdminPage(request, res, { title, body })
}

/** One that was revoked before stays so. */
export async function postRevokedToken(request: PageRequest, res: Response): Promise<void> {
  const { services, req, now } = request
  await readFields(req, res, ['requestKey'])
  const reason = await revokeTokenById(services.store, String(req.params.token), now, authorOf(request.caller))
  if (reason === 'unknown-token') return notFound(services, req, res)
  goTo(req, res, '/admin/tokens?done=revoked')
}
