import type { Request, Response } from 'express'
import { resetsOfAccount, resetsOfAddress } from '../../../machines/installation/limits.ts'
import { accountTry, addressTry } from '../../auth/attempts.ts'
import { mailPasswordLink } from '../../auth/mail-password-link.ts'
import { languageOf } from '../../http/language.ts'
import { render } from '../../http/render.ts'
import { sendPage } from '../../http/respond.ts'
import type { Services } from '../../services.ts'
import { type Words, words } from '../../words/index.ts'
import { emailError, text } from '../forms/field-checks.ts'
import { notFound } from '../layout/error-page.ts'
import { renderPlainPage } from '../layout/shell.ts'
import { readFields } from '../request/read-form.ts'
import { drawEntrance } from './entrance-form.ts'

/** Asking for a link by mail. The answer is the same for an address that nobody has. */

export function showForgot(services: Services, req: Request, res: Response): void {
  const w = words(languageOf(req))
  const hasMail = services.config.mail !== null
  sendPage(res, hasMail ? draw(w, '', null, undefined) : message(w, w.t('forgot.title'), w.t('forgot.no-mail')))
}

export async function postForgot(services: Services, req: Request, res: Response): Promise<void> {
  if (services.config.mail === null) return notFound(services, req, res)
  const w = words(languageOf(req))
  const email = text(await readFields(req, res, ['email']), 'email').trim()
  const error = emailError(w, email)
  if (error !== undefined) return sendPage(res, draw(w, email, w.t('form.invalid'), error), 422)
  const tries = [
    addressTry(services, 'reset', req, resetsOfAddress),
    accountTry(services, 'reset', email, resetsOfAccount),
  ]
  const closed = await mailPasswordLink(services, email, tries)
  if (closed !== null) {
    res.set('Retry-After', String(closed.retryAfter))
    const sentence = w.t('entrance.too-many', { minutes: Math.ceil(closed.retryAfter / 60) })
    return sendPage(res, draw(w, email, sentence, undefined), 429)
  }
  sendPage(res, message(w, w.t('forgot.sent-title'), w.t('forgot.sent', { email })))
}

function draw(w: Words, email: string, refusal: string | null, error: string | undefined): string {
  return drawEntrance(w, {
    title: w.t('forgot.title'),
    sentences: [w.t('forgot.lead')],
    refusal,
    action: '/forgot',
    hidden: [],
    fields: [
      { name: 'email', label: w.t('entrance.email'), type: 'email', value: email, autocomplete: 'username', error },
    ],
    button: w.t('forgot.submit'),
    links: [{ href: '/sign-in', label: w.t('reset.sign-in') }],
  })
}

function message(w: Words, title: string, sentence: string): string {
  const link = { href: '/sign-in', label: w.t('reset.sign-in') }
  return renderPlainPage(w, title, render('layout/message', { title, sentences: [sentence], link, texts: [] }))
}
