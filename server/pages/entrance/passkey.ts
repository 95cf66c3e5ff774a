import type { Request, Response } from 'express'
import { beginPasskeySignIn, credentialIn, signInByPasskey } from '../../auth/passkey-ceremonies.ts'
import { canHavePasskeys } from '../../auth/passkeys.ts'
import { languageOf } from '../../http/language.ts'
import { render } from '../../http/render.ts'
import { goTo, sendPage } from '../../http/respond.ts'
import type { Services } from '../../services.ts'
import { type Words, words } from '../../words/index.ts'
import { type PasskeySignInForm, passkeyAttributes } from '../forms/passkey-form.ts'
import { notFound } from '../layout/error-page.ts'
import { renderPlainPage } from '../layout/shell.ts'
import { ownPath } from '../request/page-request.ts'
import { readFields } from '../request/read-form.ts'

/** Signing in with a passkey: the part of the sign-in page, and what its script sends. */

/** Null where the server has no host name. `next` is a path of ours. */
export function passkeySignInForm(services: Services, w: Words, next: string): PasskeySignInForm | null {
  if (!canHavePasskeys(services.config)) return null
  return {
    id: 'passkey',
    action: '/sign-in/passkey',
    hidden: [
      ['next', next],
      ['credential', ''],
    ],
    refusal: null,
    fields: [],
    buttons: [{ label: w.t('sign-in.passkey'), main: false, value: null, pressed: null, about: null }],
    passkey: passkeyAttributes(w, 'sign-in', '/sign-in/passkey/options'),
  }
}

export async function postPasskeySignInOptions(services: Services, req: Request, res: Response): Promise<void> {
  if (!canHavePasskeys(services.config)) return notFound(services, req, res)
  await readFields(req, res, [])
  const begun = await beginPasskeySignIn(services, req, res)
  if ('options' in begun) return void res.json(begun.options)
  res.status(429).set('Retry-After', String(begun.retryAfter)).json({})
}

export async function postPasskeySignIn(services: Services, req: Request, res: Response): Promise<void> {
  if (!canHavePasskeys(services.config)) return notFound(services, req, res)
  const { next, credential } = await readFields(req, res, ['next', 'credential'])
  const refused = await signInByPasskey(services, req, res, credentialIn(credential))
  if (refused === null) return goTo(req, res, ownPath(next))
  const w = words(languageOf(req))
  const title = w.t('sign-in.passkey-title')
  const link = { href: `/sign-in?next=${encodeURIComponent(ownPath(next))}`, label: w.t('sso.back') }
  const sentences = [w.t(`sign-in.passkey-${refused}`)]
  sendPage(res, renderPlainPage(w, title, render('layout/message', { title, sentences, link, texts: [] })), 422)
}
