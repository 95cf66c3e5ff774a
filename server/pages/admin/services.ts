import type { Response } from 'express'
import { Taken } from '../../../db/store.ts'
import { isScope, type Scope, scopes, serviceMay } from '../../../machines/installation/scopes.ts'
import { isLive } from '../../../machines/installation/tokens.ts'
import { slug } from '../../../machines/pipeline/pipeline.ts'
import { authorOf } from '../../auth/caller.ts'
import { createToken, TokenRefused } from '../../auth/tokens.ts'
import { render } from '../../http/render.ts'
import { isRequestKey } from '../../http/request-key.ts'
import type { Words } from '../../words/index.ts'
import { FormMaker, type Refusal, type Typed } from '../forms/form.ts'
import type { PageRequest } from '../request/page-request.ts'
import { carriedBack, readAdminForm, refusedForm, sendAdminPage, textOf, valuesOf } from './frame.ts'
import { sendLinks } from './links.ts'
import { tokenRow } from './token-rows.ts'

/** Programs that use Launchgate, and their tokens. A service is made with its first token. */

const usualDays = 90
const mostDays = 366
const day = 24 * 3_600_000
const fields = ['name', 'scopes', 'launch', 'days', 'requestKey']

export async function showServices(request: PageRequest, res: Response): Promise<void> {
  await drawServices(request, res, null)
}

async function drawServices(request: PageRequest, res: Response, refusal: Refusal | null): Promise<void> {
  const { w, services, now } = request
  const { directory } = services.store
  const [all, tokens] = await Promise.all([directory.services(), directory.tokens()])
  const maker = new FormMaker(w, refusal)
  const title = w.t('admin.services')
  const body = render('admin/services', {
    title,
    lead: w.t('admin.services.lead'),
    none: all.length === 0 ? w.t('admin.services.none') : null,
    services: all.map(({ name }) => {
      const live = tokens.filter((token) => token.service === name && isLive(token, now))
      return {
        name,
        count: w.t('admin.services.count', { count: live.length }),
        tokens: live.map((token) => tokenRow(request, token, [], maker)),
      }
    }),
    new: w.t('admin.services.new'),
    form: maker.make({
      name: 'service-token',
      action: '/admin/services',
      hidden: {},
      fields: [
        {
          kind: 'text',
          name: 'name',
          label: w.t('admin.services.name'),
          hint: w.t('admin.services.name-hint'),
          required: true,
        },
        {
          kind: 'checks',
          name: 'scopes',
          label: w.t('admin.services.scopes'),
          choices: scopes.filter(serviceMay).map((scope) => ({ value: scope, label: scope, checked: false })),
        },
        { kind: 'text', name: 'launch', label: w.t('admin.services.launch'), hint: w.t('admin.services.launch-hint') },
        {
          kind: 'number',
          name: 'days',
          label: w.t('admin.services.days'),
          value: String(usualDays),
          required: true,
        },
      ],
      buttons: [{ label: w.t('admin.services.create'), main: true }],
    }),
  })
  await sendAdminPage(request, res, { title, body, status: refusal?.status ?? 200 })
}

export async function postServiceToken(request: PageRequest, res: Response): Promise<void> {
  const { w, services, now } = request
  const sent = await readAdminForm(request, res, fields, 'name')
  if (sent === null) return
  const { typed } = sent
  if (sent.isCarried) return drawServices(request, res, carriedBack(request, 'service-token', typed))
  const refuse = (sentence: string, errors: Record<string, string> = {}, status = 422) =>
    drawServices(request, res, refusedForm('service-token', typed, sentence, errors, status))
  if (!isRequestKey(typed.requestKey)) return refuse(w.t('form.bad-key'))
  const { wish, errors } = readWish(w, typed)
  if (wish.launch !== undefined && (await services.store.load(wish.launch)) === null)
    errors.launch = w.t('admin.services.no-launch')
  if (Object.keys(errors).length > 0) return refuse(w.t('form.invalid'), errors)
  try {
    const { token } = await createToken(
      services.store,
      { ...wish, key: typed.requestKey },
      now,
      authorOf(request.caller),
    )
    await sendLinks(request, res, {
      title: w.t('admin.services.created', { service: wish.service }),
      text: w.t('admin.services.once'),
      links: [{ label: w.t('admin.tokens.token'), url: token }],
      back: '/admin/services',
      crumbs: [{ label: w.t('admin.services'), href: '/admin/services' }],
    })
  } catch (error) {
    if (error instanceof Taken) return refuse(w.t('admin.services.made-already'), {}, 409)
    if (error instanceof TokenRefused) return refuse(error.sentence(w.t))
    throw error
  }
}

function readWish(w: Words, typed: Typed) {
  const [service, launch, days] = [textOf(typed.name), textOf(typed.launch), textOf(typed.days)]
  const chosen = valuesOf(typed.scopes)
  const errors: Record<string, string> = {}
  if (!slug.max(60).safeParse(service).success)
    errors.name = service === '' ? w.t('form.missing') : w.t('admin.services.bad-name')
  const allowed = chosen.filter((scope): scope is Scope => isScope(scope) && serviceMay(scope))
  if (chosen.length === 0) errors.scopes = w.t('admin.services.no-scope')
  else if (allowed.length < chosen.length) errors.scopes = w.t('form.not-accepted')
  const lasts = /^\d{1,3}$/.test(days) ? Number(days) : 0
  if (lasts < 1 || lasts > mostDays) errors.days = w.t('admin.services.bad-days')
  return {
    wish: { service, scopes: allowed, expires: lasts * day, ...(launch === '' ? {} : { launch }) },
    errors,
  }
}
