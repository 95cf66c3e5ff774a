import type { Response } from 'express'
import type { z } from 'zod'
import { Unsealable } from '../../db/seal.ts'
import { type PersonCommand, personCommand } from '../../machines/commands.ts'
import { findGate } from '../../machines/reading/queries.ts'
import { hasVisibleCharacter } from '../../machines/typed-text.ts'
import { type CommandOutcome, handleCommand } from '../commands/handle-command.ts'
import { statusOfCode } from '../http/problems.ts'
import { isRequestKey } from '../http/request-key.ts'
import { afterPost, sendPage } from '../http/respond.ts'
import { type LaunchView, readLaunch } from '../launches/read-launch.ts'
import { ownProperty } from '../own-property.ts'
import type { Words } from '../words/index.ts'
import { confirmationHref, isConfirmedType, readConfirmation } from './confirm/confirmations.ts'
import { confirmPage } from './confirm/page.ts'
import { changesIn } from './forms/changes-since.ts'
import { type Refusal, refusalOf, type Typed } from './forms/form.ts'
import { asCommand } from './forms/form-command.ts'
import { tooLong } from './forms/too-long.ts'
import { gatePage } from './gate/page.ts'
import { launchPage } from './launch/page.ts'
import { notFound } from './layout/error-page.ts'
import { type PageRequest, readPageRequest } from './request/page-request.ts'
import { readForm, text } from './request/read-form.ts'

/** A form of a page becomes a command; the answer is the page again, with what was typed when it was refused. */

export async function postCommand(request: PageRequest, res: Response): Promise<void> {
  const { services, caller, req } = request
  const launch = String(req.params.launch)
  const view = await request.view(launch)
  if (!view) return notFound(services, req, res)
  const typed = await readForm(req, res)
  const place = { launch, gate: text(typed.gate), item: text(typed.item) }
  if (hasBadKey(typed)) return refuse(request, res, place, refusalOf(typed, 422, request.w.t('form.bad-key')))
  const parsed = personCommand.safeParse(asCommand(typed, view.launch.context.timeZone))
  if (!parsed.success) return refuse(request, res, place, invalid(request.w, typed, parsed.error))
  if (parsed.data.type === 'launch.schedule' && Object.keys(parsed.data).length === 1)
    return refuse(request, res, place, refusalOf(typed, 422, request.w.t('form.nothing-changed')))
  const seen = seenIn(typed)
  if (typed.seen !== undefined && seen === undefined)
    return refuse(request, res, place, refusalOf(typed, 422, request.w.t('form.bad-key')))
  if (isUnasked(request, view, parsed.data))
    return refuse(request, res, place, refusalOf(typed, 409, request.w.t('form.launch-changed')))
  const key = text(typed.requestKey)
  const route = `page POST /launches/${launch}/commands`
  const ask = { caller, launch, command: parsed.data, key, route, seen }
  await answer(request, res, place, typed, () => handleCommand(services, ask))
}

/** A check that would unlock the launch or lock it again, sent from a page that was drawn when it would not have: that is asked first. */
function isUnasked(request: PageRequest, view: LaunchView, command: PersonCommand): boolean {
  if (command.type !== 'gate.tick' && command.type !== 'gate.failCheck') return false
  const { gate, item, ifVersion } = command
  // The page that asks says which version of the gate it showed.
  return ifVersion === undefined && confirmationHref(request, view, { type: 'gate.tick', gate, item }) !== null
}

/** Which version of the launch a form was drawn for, and what it looked like; undefined for a form that does not go by it. */
function seenIn({ seen }: Typed): { version: number; basis: string } | undefined {
  const [, version, basis] = typeof seen === 'string' ? (/^(\d{1,9}) (.*)$/.exec(seen) ?? []) : []
  return version === undefined || basis === undefined ? undefined : { version: Number(version), basis }
}

/** A form may come without a key; one that it has must be one. */
export function hasBadKey({ requestKey }: Typed): boolean {
  return requestKey !== undefined && !isRequestKey(requestKey)
}

/** Where a form stands: which launch, which gate, which item. */
export interface Place {
  launch: string
  gate: string | undefined
  item: string | undefined
}

/** Sends what was asked for, and draws the page that it was asked on. */
export async function answer(
  request: PageRequest,
  res: Response,
  place: Place,
  typed: Typed,
  send: () => Promise<CommandOutcome>,
): Promise<void> {
  const outcome = await sent(send)
  if (outcome === 'unsealable')
    return refuse(request, res, place, refusalOf(typed, 422, request.w.t('form.unsealable')))
  if (outcome.kind === 'key-reused')
    return refuse(request, res, place, refusalOf(typed, 422, request.w.t('form.key-reused')))
  if (outcome.kind === 'refused') {
    const view = await readLaunch(request.services, place.launch, request.now)
    const status = statusOfCode[outcome.refusal.kind]
    const changed = view === null ? [] : await changesIn(request, view, outcome.changed)
    const sentence = request.w.reason(outcome.refusal.reason, view)
    return refuse(request, res, place, { ...refusalOf(typed, status, sentence), changed })
  }
  if (changedNothing(outcome, typed))
    return refuse(request, res, place, refusalOf(typed, 200, request.w.t('form.same-as-before')))
  const location = `/launches/${place.launch}${place.gate === undefined ? '' : `/gates/${place.gate}`}`
  const anchor = place.item === undefined ? '' : `#item-${place.item}`
  await afterPost(request.req, res, `${location}${anchor}`, async () => (await drawn(request, place, null)) ?? '')
}

/** What only fell due in the meantime isn't what the person asked for. A check is sent as a tick or as a failed check. */
function changedNothing({ entries }: Extract<CommandOutcome, { kind: 'accepted' }>, { type }: Typed): boolean {
  const asked = type === 'gate.tick' || type === 'gate.failCheck' ? ['gate.tick', 'gate.failCheck'] : [type]
  return typeof type === 'string' && !entries.some(({ action }) => asked.includes(action))
}

async function sent(send: () => Promise<CommandOutcome>): Promise<CommandOutcome | 'unsealable'> {
  try {
    return await send()
  } catch (error) {
    if (error instanceof Unsealable) return 'unsealable'
    throw error
  }
}

/** The same page, with the sentence where the person is looking. */
export async function refuse(request: PageRequest, res: Response, place: Place, refusal: Refusal): Promise<void> {
  const html = await drawn(request, place, refusal)
  if (html === null) await notFound(request.services, request.req, res)
  else sendPage(res, html, refusal.status)
}

/** The page that the form stands on, as it is now; null when there is no such launch. */
async function drawn(request: PageRequest, place: Place, refusal: Refusal | null): Promise<string | null> {
  const fresh = (await readPageRequest(request.services, request.req)) ?? request
  const view = await fresh.view(place.launch)
  if (!view) return null
  const again = refusal && (await askedAgain(fresh, view, place, refusal))
  if (again) return again
  const isGate = place.gate !== undefined && findGate(view.launch.definition, place.gate) !== undefined
  return isGate && place.gate !== undefined
    ? gatePage(fresh, view, place.gate, refusal)
    : launchPage(fresh, view, refusal)
}

/** What was asked about on a page of its own is asked there again; null where it no longer would be. */
async function askedAgain(request: PageRequest, view: LaunchView, { gate, item }: Place, refusal: Refusal) {
  const { typed } = refusal
  const type = typed.type === 'gate.failCheck' ? 'gate.tick' : typed.type
  if (!isConfirmedType(type)) return null
  const seen = seenIn(typed)
  const asked = {
    ...readConfirmation(type, { gate, item, as: typed.as, seen: typed.ifVersion }),
    ...(seen === undefined ? {} : { launchSeen: seen.version }),
  }
  return confirmationHref(request, view, asked) === null ? null : confirmPage(request, view, asked, refusal)
}

/** What cannot be read, field by field. */
function invalid(w: Words, typed: Typed, error: z.ZodError): Refusal {
  const errors: Record<string, string> = {}
  const unknown: string[] = []
  for (const issue of error.issues) {
    const field = typed.type === 'launch.unassignRole' ? inOne(issue.path.join('.')) : issue.path.join('.')
    const isBound = issue.code === 'unrecognized_keys' && field === 'asks'
    if (isBound) for (const key of issue.keys) errors[`asks.${key}`] = w.t('form.number-only')
    else if (issue.code === 'unrecognized_keys')
      unknown.push(...issue.keys.map((key) => [...issue.path, key].join('.')))
    else if (field !== '') errors[fieldOf(field)] ??= sentenceOf(w, fieldOf(field), issue, typed)
  }
  const named = unknown.length > 0 ? w.t('form.unknown-fields', { names: w.list(unknown) }) : null
  const said = Object.keys(errors).includes('type') ? w.t('form.unknown-command') : w.t('form.invalid')
  return { ...refusalOf(typed, 422, named ?? said), errors }
}

/** One field stands for what it says in two, or for a list of it. */
const fieldOf = (path: string): string => path.replace(/^items\..*$/, 'items')

/** Whose role is taken is one choice. */
const inOne = (path: string): string => (path === 'role' || path === 'person' ? 'who' : path)

const dates: readonly string[] = ['until', 'targetAt', 'window.opensAt', 'window.closesAt']

function sentenceOf(w: Words, field: string, issue: z.core.$ZodIssue, typed: Typed): string {
  const value = ownProperty(typed, field)
  const isEmpty = value === undefined || !hasVisibleCharacter(String(value))
  const isLong = tooLong(w, issue, String(value))
  if (isLong !== null) return isLong
  if (field === 'evidence.value') return w.t('form.bad-number')
  if (field.startsWith('window.') && isEmpty) return w.t('form.window-both')
  if (field === 'window.closesAt' && issue.code === 'custom') return w.t('form.window-order')
  if (isEmpty) return field === 'reason' ? w.reason({ code: 'reason-missing', params: {} }, null) : w.t('form.missing')
  if (field === 'asks.min' || field === 'asks.max') return w.t('form.bad-number')
  if (dates.includes(field)) return w.t('form.bad-date')
  if (field === 'timeZone') return w.t('form.bad-zone')
  if (field === 'evidence.url' || field === 'url') return w.t('form.bad-link')
  return w.t('form.not-accepted')
}
