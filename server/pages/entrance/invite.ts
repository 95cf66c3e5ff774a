import type { Request, Response } from 'express'
import { title } from '../../../machines/commands.ts'
import { findInvite, joinByInvite, type OpenInvite } from '../../auth/accept-invite.ts'
import { linkedProviders } from '../../auth/identity.ts'
import { QueueFull } from '../../auth/work-queue.ts'
import { languageOf } from '../../http/language.ts'
import { render } from '../../http/render.ts'
import { goTo, sendPage } from '../../http/respond.ts'
import type { Services } from '../../services.ts'
import { type Words, words } from '../../words/index.ts'
import { installationReason } from '../../words/installation.ts'
import { nameError, passwordError, text } from '../forms/field-checks.ts'
import type { Typed } from '../forms/form.ts'
import { renderPlainPage } from '../layout/shell.ts'
import { readFields } from '../request/read-form.ts'
import { drawEntrance } from './entrance-form.ts'

/** Accepting an invite: a name and a password. Looking at the page does not use the link up. */

type Errors = { name?: string | undefined; password?: string | undefined }

export async function showInvite(services: Services, req: Request, res: Response): Promise<void> {
  const w = words(languageOf(req))
  const found = await findInvite(services, String(req.params.secret))
  if ('reason' in found) return sendPage(res, noInvite(w, installationReason(w, found.reason)), 404)
  sendPage(res, await draw(services, w, req, found, {}, {}, null))
}

export async function postInvite(services: Services, req: Request, res: Response): Promise<void> {
  const w = words(languageOf(req))
  const secret = String(req.params.secret)
  const found = await findInvite(services, secret)
  if ('reason' in found) return sendPage(res, noInvite(w, installationReason(w, found.reason)), 404)
  const typed = await readFields(req, res, ['name', 'password'])
  const { invite } = found
  const name = text(typed, 'name')
  const password = text(typed, 'password')
  const errors = { name: nameError(w, name), password: passwordError(w, password, { name, email: invite.email }) }
  const redraw = async (status: number, sentence: string) =>
    sendPage(res, await draw(services, w, req, found, typed, errors, sentence), status)
  if (errors.name !== undefined || errors.password !== undefined) return redraw(422, w.t('form.invalid'))
  try {
    const reason = await joinByInvite(services, req, res, secret, { invite, name: title.parse(name), password })
    if (reason !== null) return sendPage(res, noInvite(w, installationReason(w, reason)), 404)
    goTo(req, res, '/')
  } catch (error) {
    if (!(error instanceof QueueFull)) throw error
    res.set('Retry-After', '5')
    await redraw(503, w.t('entrance.busy'))
  }
}

async function draw(
  services: Services,
  w: Words,
  req: Request,
  { invite, inviter, organization }: OpenInvite,
  typed: Typed,
  errors: Errors,
  refusal: string | null,
): Promise<string> {
  const links = await linkedProviders(services)
  const secret = encodeURIComponent(String(req.params.secret))
  return drawEntrance(w, {
    title: w.t('invite.title', { organization: organization || 'Launchgate' }),
    sentences: [
      inviter === null ? w.t('invite.by-operator') : w.t('invite.by', { inviter }),
      w.t('invite.as', { email: invite.email }),
    ],
    refusal,
    action: req.path,
    hidden: [],
    fields: [
      {
        name: 'name',
        label: w.t('entrance.name'),
        type: 'text',
        value: text(typed, 'name'),
        autocomplete: 'name',
        error: errors.name,
      },
      {
        name: 'password',
        label: w.t('entrance.password'),
        type: 'password',
        value: '',
        autocomplete: 'new-password',
        hint: w.t('entrance.password-hint'),
        error: errors.password,
      },
    ],
    button: w.t('invite.submit'),
    // The provider's sign-in accepts the invite that it is started with.
    links: links.map(({ path, label }) => ({ href: `${path}?invite=${secret}`, label: w.t(label) })),
  })
}

function noInvite(w: Words, sentence: string): string {
  const title = w.t('invite.no-invite')
  const link = { href: '/sign-in', label: w.t('reset.sign-in') }
  return renderPlainPage(w, title, render('layout/message', { title, sentences: [sentence], link, texts: [] }))
}
