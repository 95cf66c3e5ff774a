import type { Request, Response } from 'express'
import { choosePasswordByLink, findPasswordLink } from '../../auth/new-password.ts'
import { QueueFull } from '../../auth/work-queue.ts'
import { languageOf } from '../../http/language.ts'
import { render } from '../../http/render.ts'
import { goTo, sendPage } from '../../http/respond.ts'
import type { Services } from '../../services.ts'
import { type Words, words } from '../../words/index.ts'
import { installationReason } from '../../words/installation.ts'
import { passwordError, text } from '../forms/field-checks.ts'
import { renderPlainPage } from '../layout/shell.ts'
import { readFields } from '../request/read-form.ts'
import { drawEntrance } from './entrance-form.ts'

/** Choosing a password by a one-time link. Looking at the page does not use it up. */

export async function showReset(services: Services, req: Request, res: Response): Promise<void> {
  const w = words(languageOf(req))
  const found = await findPasswordLink(services, String(req.params.secret))
  if ('reason' in found) return sendPage(res, noLink(w, installationReason(w, found.reason)), 404)
  sendPage(res, draw(w, req, found.person.email, null, undefined))
}

export async function postReset(services: Services, req: Request, res: Response): Promise<void> {
  const w = words(languageOf(req))
  const secret = String(req.params.secret)
  const found = await findPasswordLink(services, secret)
  if ('reason' in found) return sendPage(res, noLink(w, installationReason(w, found.reason)), 404)
  const { person } = found
  const password = text(await readFields(req, res, ['password']), 'password')
  const error = passwordError(w, password, person)
  const redraw = (status: number, sentence: string) =>
    sendPage(res, draw(w, req, person.email, sentence, error), status)
  if (error !== undefined) return redraw(422, w.t('form.invalid'))
  try {
    const reason = await choosePasswordByLink(services, req, secret, person, password)
    if (reason !== null) return sendPage(res, noLink(w, installationReason(w, reason)), 404)
    goTo(req, res, '/sign-in?saved=password')
  } catch (thrown) {
    if (!(thrown instanceof QueueFull)) throw thrown
    res.set('Retry-After', '5')
    redraw(503, w.t('entrance.busy'))
  }
}

function draw(w: Words, req: Request, email: string, refusal: string | null, error: string | undefined): string {
  return drawEntrance(w, {
    title: w.t('reset.choose'),
    sentences: [w.t('reset.for', { email })],
    refusal,
    action: req.path,
    hidden: [],
    fields: [
      {
        name: 'password',
        label: w.t('entrance.new-password'),
        type: 'password',
        value: '',
        autocomplete: 'new-password',
        hint: w.t('entrance.password-hint'),
        error,
      },
    ],
    button: w.t('reset.submit'),
    links: [],
  })
}

/** Whoever has no link that works is told what to do, and nothing about anybody. */
function noLink(w: Words, sentence: string): string {
  const title = w.t('reset.no-link')
  const link = { href: '/sign-in', label: w.t('reset.sign-in') }
  return renderPlainPage(w, title, render('layout/message', { title, sentences: [sentence], link, texts: [] }))
}
