import type { Request, Response } from 'express'
import { title } from '../../../machines/commands.ts'
import { runSetup } from '../../auth/first-run.ts'
import { QueueFull } from '../../auth/work-queue.ts'
import { languageOf } from '../../http/language.ts'
import { goTo, sendPage } from '../../http/respond.ts'
import type { Services } from '../../services.ts'
import { languages, type Words, words } from '../../words/index.ts'
import { installationReason } from '../../words/installation.ts'
import { emailError, nameError, passwordError, text } from '../forms/field-checks.ts'
import type { Typed } from '../forms/form.ts'
import { isZone } from '../forms/local-time.ts'
import { zonesOf } from '../forms/zones.ts'
import { notFound } from '../layout/error-page.ts'
import { readFields } from '../request/read-form.ts'
import { drawEntrance, type EntranceField } from './entrance-form.ts'

/** The first run: one form makes the first administrator and names the installation. Once there are people there is no such page. */

const fields = ['code', 'organization', 'language', 'timeZone', 'name', 'email', 'password'] as const
type Name = (typeof fields)[number]
type Errors = Partial<Record<Name, string | undefined>>

/** Whether nobody is here, not even the cast of a demo whose making broke off. */
const isEmpty = async ({ store }: Services): Promise<boolean> => (await store.directory.people()).length === 0

/** Looking at the form does not use up the code. */
export async function showSetup(services: Services, req: Request, res: Response): Promise<void> {
  if (!(await isEmpty(services))) return notFound(services, req, res)
  const w = words(languageOf(req))
  const { code } = req.query
  const typed: Typed = {
    ...(typeof code === 'string' ? { code } : {}),
    language: languageOf(req),
    timeZone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
  }
  sendPage(res, draw(w, typed, {}, null))
}

export async function postSetup(services: Services, req: Request, res: Response): Promise<void> {
  if (!(await isEmpty(services))) return notFound(services, req, res)
  const w = words(languageOf(req))
  const typed = await readFields(req, res, fields)
  const errors = check(w, typed)
  const refuse = (status: number, sentence: string, wrong: Errors = {}) =>
    sendPage(res, draw(w, typed, wrong, sentence), status)
  if (Object.values(errors).some((error) => error !== undefined)) return refuse(422, w.t('form.invalid'), errors)
  try {
    const outcome = await runSetup(services, req, res, {
      code: text(typed, 'code').trim(),
      organization: title.parse(text(typed, 'organization')),
      language: text(typed, 'language'),
      timeZone: text(typed, 'timeZone'),
      name: title.parse(text(typed, 'name')),
      email: text(typed, 'email').trim(),
      password: text(typed, 'password'),
    })
    if (outcome === 'done') return goTo(req, res, '/')
    const { reason, retryAfter } = outcome
    if (reason === 'set-up-already') return notFound(services, req, res)
    if (reason !== 'too-many') return refuse(422, w.t('form.invalid'), { code: installationReason(w, reason) })
    res.set('Retry-After', String(retryAfter ?? 60))
    refuse(429, w.t('entrance.too-many', { minutes: Math.ceil((retryAfter ?? 60) / 60) }))
  } catch (error) {
    if (!(error instanceof QueueFull)) throw error
    res.set('Retry-After', '5')
    refuse(503, w.t('entrance.busy'))
  }
}

function check(w: Words, typed: Typed): Errors {
  const about = { name: text(typed, 'name'), email: text(typed, 'email') }
  return {
    code: text(typed, 'code').trim() === '' ? w.t('form.missing') : undefined,
    organization: nameError(w, text(typed, 'organization')),
    language: languages.includes(text(typed, 'language')) ? undefined : w.t('form.not-accepted'),
    timeZone: isZone(text(typed, 'timeZone')) ? undefined : w.t('new.zone-unknown'),
    name: nameError(w, about.name),
    email: emailError(w, about.email),
    password: passwordError(w, text(typed, 'password'), about),
  }
}

function draw(w: Words, typed: Typed, errors: Errors, refusal: string | null): string {
  const field = (name: Name, label: string, type: EntranceField['type'], autocomplete: string): EntranceField => ({
    name,
    label,
    type,
    value: text(typed, name),
    autocomplete,
    error: errors[name],
  })
  const code = text(typed, 'code')
  const isHidden = code !== '' && errors.code === undefined
  const zones = zonesOf(text(typed, 'timeZone')).map(({ zone, label }) => ({ value: zone, label }))
  return drawEntrance(w, {
    title: w.t('setup.title'),
    sentences: [w.t('setup.lead')],
    refusal,
    action: '/setup',
    hidden: isHidden ? [['code', code]] : [],
    fields: [
      ...(isHidden ? [] : [{ ...field('code', w.t('setup.code'), 'text', 'off'), hint: w.t('setup.code-hint') }]),
      field('organization', w.t('setup.organization'), 'text', 'organization'),
      { ...field('language', w.t('setup.language'), 'select', 'off'), choices: languageChoices() },
      { ...field('timeZone', w.t('ui.time-zone'), 'select', 'off'), choices: zones },
      field('name', w.t('entrance.name'), 'text', 'name'),
      field('email', w.t('entrance.email'), 'email', 'username'),
      {
        ...field('password', w.t('entrance.password'), 'password', 'new-password'),
        hint: w.t('entrance.password-hint'),
      },
    ],
    button: w.t('setup.submit'),
    links: [],
  })
}

const languageChoices = () => languages.map((tag) => ({ value: tag, label: words(tag).t('ui.own-name') }))
