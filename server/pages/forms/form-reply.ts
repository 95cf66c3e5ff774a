import type { Response } from 'express'
import { Unsealable } from '../../../db/seal.ts'
import type { Entry } from '../../../machines/entry.ts'
import type { CommandOutcome } from '../../commands/handle-command.ts'
import { statusOfCode } from '../../http/problem-codes.ts'
import { afterPost, sendPage, staysOnPage } from '../../http/respond.ts'
import { readLaunch } from '../../launches/read-launch.ts'
import { notFound } from '../layout/error-page.ts'
import type { PageRequest } from '../request/page-request.ts'
import { rememberSaved } from '../request/saved-cookie.ts'
import { changeLines } from './change-lines.ts'
import { type Refusal, refusalOf, type Typed } from './form.ts'

/** Where a form stands: which launch, which gate, which item. */
export interface FormPlace {
  launch: string
  gate: string | undefined
  item: string | undefined
}

/** Draws the page that a form stands on, as it is now, with a refusal in its form; null when there is no such launch. */
export type DrawPlace = (request: PageRequest, place: FormPlace, refusal: Refusal | null) => Promise<string | null>

/** The reply to one posted form: the page that the form stands on, or the form again with the reason for the refusal. */
export class FormReply {
  readonly #request: PageRequest
  readonly #res: Response
  readonly #place: FormPlace
  readonly #draw: DrawPlace

  constructor(request: PageRequest, res: Response, place: FormPlace, draw: DrawPlace) {
    this.#request = request
    this.#res = res
    this.#place = place
    this.#draw = draw
  }

  /** Sends the command, then draws the page of the form. */
  async send(typed: Typed, send: () => Promise<CommandOutcome>): Promise<void> {
    const { w, services, now } = this.#request
    const place = this.#place
    const outcome = await sealed(send)
    if (outcome === 'unsealable') return this.refuse(refusalOf(typed, 422, w.t('form.unsealable')))
    if (outcome.kind === 'key-reused') return this.refuse(refusalOf(typed, 422, w.t('form.key-reused')))
    if (outcome.kind === 'refused') {
      const view = await readLaunch(services, place.launch, now)
      const status = statusOfCode[outcome.refusal.kind]
      const changed = view === null ? [] : await changeLines(this.#request, view, outcome.changed)
      const sentence = w.reason(outcome.refusal.reason, view)
      return this.refuse({ ...refusalOf(typed, status, sentence), changed })
    }
    if (changedNothing(outcome, typed)) return this.refuse(refusalOf(typed, 200, w.t('form.same-as-before')))
    await this.#accepted(outcome.entries)
  }

  /** The page that the form stands on, with the sentence that it was saved. */
  async #accepted(entries: readonly Entry[]): Promise<void> {
    const { req, actor } = this.#request
    const { launch, gate, item } = this.#place
    const page = `/launches/${launch}${gate === undefined ? '' : `/gates/${gate}`}`
    const location = `${page}${item === undefined ? '' : `#item-${item}`}`
    if (staysOnPage(req, location)) {
      const html = await this.#draw(this.#request, this.#place, null)
      return sendPage(this.#res, html ?? '')
    }
    const own = entries.find((entry) => entry.actor.id === actor.id)
    if (own) rememberSaved(this.#request, this.#res, own)
    afterPost(req, this.#res, location)
  }

  /** The same page, with the sentence where the person is looking. */
  async refuse(refusal: Refusal): Promise<void> {
    const { services, req } = this.#request
    const html = await this.#draw(this.#request, this.#place, refusal)
    if (html === null) await notFound(services, req, this.#res)
    else sendPage(this.#res, html, refusal.status)
  }
}

/** What only fell due in the meantime isn't what the person asked for. A check is sent as a tick or as a failed check. */
function changedNothing({ entries }: Extract<CommandOutcome, { kind: 'accepted' }>, { type }: Typed): boolean {
  const asked = type === 'gate.tick' || type === 'gate.failCheck' ? ['gate.tick', 'gate.failCheck'] : [type]
  return typeof type === 'string' && !entries.some(({ action }) => asked.includes(action))
}

async function sealed(send: () => Promise<CommandOutcome>): Promise<CommandOutcome | 'unsealable'> {
  try {
    return await send()
  } catch (error) {
    if (error instanceof Unsealable) return 'unsealable'
    throw error
  }
}
