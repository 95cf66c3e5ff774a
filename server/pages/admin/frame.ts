import type { Response } from 'express'
import { mayAdminister } from '../../../machines/installation/directory.ts'
import type { InstallationReason } from '../../../machines/installation/known.ts'
import { authorOf } from '../../auth/caller.ts'
import { goTo, sendPage } from '../../http/respond.ts'
import { isEmpty, splitCarried } from '../forms/carried-form.ts'
import type { Refusal, Typed } from '../forms/form.ts'
import { notFound } from '../layout/error-page.ts'
import { renderPage } from '../layout/shell.ts'
import type { PersonHandler } from '../request/for-person.ts'
import type { PageRequest } from '../request/page-request.ts'
import { readForm, refuseUnknown } from '../request/read-form.ts'

/** What the pages of the administration share: who sees them, the way between them, and how a form is refused. */

/** For everybody else there is no such page. */
export function forAdmin(handler: PersonHandler): PersonHandler {
  return async (request, res) => {
    const { services, req } = request
    if (await isAdmin(request)) await handler(request, res)
    else await notFound(services, req, res)
  }
}

/** By the same rule that judges what is sent. */
export async function isAdmin(request: PageRequest): Promise<boolean> {
  const people = await request.services.store.directory.people()
  return mayAdminister({ people }, authorOf(request.caller))
}

interface AdminPage {
  title: string
  body: string
  /** Pages between the administration and this one. */
  crumbs?: { label: string; href: string }[]
  status?: number
  /** Nothing is above it. */
  isFirst?: true
}

export async function sendAdminPage(request: PageRequest, res: Response, page: AdminPage): Promise<void> {
  const { w } = request
  const { title, body, crumbs = [], status = 200 } = page
  const html = await renderPage(request, {
    title,
    current: 'admin',
    crumbs: page.isFirst
      ? []
      : [{ label: w.t('admin.title'), href: '/admin' }, ...crumbs, { label: title, href: null }],
    live: null,
    hasBar: false,
    isNarrow: true,
    zone: null,
    body,
  })
  sendPage(res, html, status)
}

/** What was typed into a form of this name, with the reason why it was not saved. */
export const refusedForm = (
  form: string,
  typed: Typed,
  sentence: string,
  errors: Record<string, string> = {},
  status = 422,
): Refusal => ({ status, form, sentence, errors, typed, changed: [] })

/**
 * A form that has these fields and no others; `carried` for one that was sent before a sign-in and comes back to be pressed again. Null,
 * and the way to its page was sent, for one that had nothing to be typed into.
 */
export async function readAdminForm(
  { req }: PageRequest,
  res: Response,
  known: readonly string[],
  typedInto: string,
): Promise<{ typed: Typed; isCarried: boolean } | null> {
  const { carried, others } = splitCarried(await readForm(req, res))
  refuseUnknown(req, others, isEmpty(carried) ? known : [])
  if (isEmpty(carried)) return { typed: others, isCarried: false }
  if (carried[typedInto] !== undefined) return { typed: carried, isCarried: true }
  goTo(req, res, req.path)
  return null
}

/** The form as it was typed, to be pressed again. */
export const carriedBack = ({ w }: PageRequest, form: string, typed: Typed): Refusal => ({
  ...refusedForm(form, typed, w.t('form.not-sent-yet'), {}, 200),
  isCarried: true,
})

/** What is not there is 404, what one may not do 403, and all else is in the way of the present state. */
export function statusOfReason(reason: InstallationReason): number {
  if (reason.startsWith('unknown-')) return 404
  return reason === 'not-admin' || reason === 'not-inviter' || reason === 'above-own' ? 403 : 409
}

/** All values of a field that may come several times. */
export const valuesOf = (value: string | string[] | undefined): string[] =>
  [value ?? []].flat().filter((each) => each !== '')

/** The first value of a field, without the spaces around it. */
export const textOf = (value: string | string[] | undefined): string => ([value ?? ''].flat()[0] ?? '').trim()
