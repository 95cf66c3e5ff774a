import { goTo } from '../../http/respond.ts'
import { pageOfForm } from '../forms/carried-form.ts'
import type { PersonHandler } from '../request/for-person.ts'

/**
 * The address that a form was sent to, asked for by itself: without JavaScript it stands in the address bar after a refusal. It leads
 * to the page of the form, so that going there again is no error.
 */
export const leadToPage: PersonHandler = async ({ req }, res) => {
  goTo(req, res, pageOfForm(req.path, { gate: String(req.query.gate ?? '') }))
}
