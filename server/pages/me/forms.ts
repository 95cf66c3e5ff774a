import type { Response } from 'express'
import type { InstallationReason } from '../../../machines/installation/known.ts'
import { goTo, sendPage } from '../../http/respond.ts'
import type { Typed } from '../forms/form.ts'
import type { PageRequest } from '../request/page-request.ts'
import { readFields } from '../request/read-form.ts'
import { type Done, drawMe } from './page.ts'

/** What the forms of the profile have in common. */

export interface MeForm {
  name: string
  /** Its fields, besides its type and the request key. */
  fields: readonly string[]
}

/** Throws a Problem that names fields which the form does not have. */
export const readMeForm = ({ req }: PageRequest, res: Response, form: MeForm): Promise<Typed> =>
  readFields(req, res, ['requestKey', 'type', ...form.fields])

/** Why the form was refused: a sentence with the fields that are wrong, or the reason of a rule. */
export type MeRefusal = { typed: Typed; status: number } & (
  | { sentence: string; errors?: Record<string, string> }
  | { reason: InstallationReason }
)

/** The page again with what was typed, but for passwords. */
export async function refuse(request: PageRequest, res: Response, form: MeForm, refusal: MeRefusal): Promise<void> {
  const { typed, status } = refusal
  const said =
    'reason' in refusal
      ? { sentence: request.w.t(`installation-reason.${refusal.reason}`), errors: {} }
      : { sentence: refusal.sentence, errors: refusal.errors ?? {} }
  const html = await drawMe(request, {
    done: null,
    refusal: { ...said, form: form.name, status, typed, changed: [] },
  })
  sendPage(res, html, status)
}

export const answerDone = ({ req }: PageRequest, res: Response, what: Done): void => goTo(req, res, `/me?done=${what}`)
