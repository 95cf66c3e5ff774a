import type { Request, Response } from 'express'
import { beginOidc, finishOidc, type OidcRefusal, type OidcRefused } from '../../auth/oidc-sign-in.ts'
import { secretHash } from '../../auth/secret.ts'
import { languageOf } from '../../http/language.ts'
import { render } from '../../http/render.ts'
import { goTo, sendPage } from '../../http/respond.ts'
import type { Services } from '../../services.ts'
import { type Words, words } from '../../words/index.ts'
import { notFound } from '../layout/error-page.ts'
import { renderPlainPage } from '../layout/shell.ts'
import { ownPath } from '../request/page-request.ts'

/** Single sign-on: the link that begins it, the address that the provider sends browsers back to, and the page that says what went wrong. */

/** A GET, because Chrome applies form-action to where a form post is redirected. */
export async function startOidc(services: Services, req: Request, res: Response): Promise<void> {
  if (services.config.oidc === null) return notFound(services, req, res)
  const { next, invite } = req.query
  const inviteHash = typeof invite === 'string' ? secretHash(invite) : null
  const begun = await beginOidc(services, req, res, { next: ownPath(next), inviteHash })
  if (begun.ok) return void res.redirect(303, begun.url)
  if ('why' in begun) return drawRefused(services, req, res, begun)
  const w = words(languageOf(req))
  res.set('Retry-After', String(begun.retryAfter))
  draw(w, res, 429, [w.t('entrance.too-many', { minutes: Math.ceil(begun.retryAfter / 60) })])
}

/** Its parameters are the provider's, so those that are not known are let through. */
export async function finishOidcSignIn(services: Services, req: Request, res: Response): Promise<void> {
  if (services.config.oidc === null) return notFound(services, req, res)
  const outcome = await finishOidc(services, req, res)
  if (outcome.ok) goTo(req, res, ownPath(outcome.next))
  else drawRefused(services, req, res, outcome)
}

/** The provider's fault, or ours with it; everything else is refused like a wrong password, with an entry of its own. */
const statuses: Partial<Record<OidcRefusal, number>> = { 'provider-unreachable': 503, 'invalid-response': 502 }

function drawRefused(_services: Services, req: Request, res: Response, { why, groups }: OidcRefused): void {
  const w = words(languageOf(req))
  const status = statuses[why] ?? 422
  if (status === 503) res.set('Retry-After', '5')
  const came = groups.length > 0 ? w.t('sso.groups', { groups: w.list(groups) }) : w.t('sso.no-groups')
  draw(w, res, status, [w.t(`sign-in-failure.${why}`), ...(why === 'no-matching-group' ? [came] : [])])
}

function draw(w: Words, res: Response, status: number, sentences: string[]): void {
  const title = w.t('sso.failed')
  const link = { href: '/sign-in', label: w.t('sso.back') }
  const body = render('layout/message', { title, sentences, link, texts: [] })
  sendPage(res, renderPlainPage(w, title, body), status)
}
