import { type PersonCommand, personCommand } from '../../../machines/commands.ts'
import { handleCommand } from '../../commands/handle-command.ts'
import type { LaunchView } from '../../launches/read-launch.ts'
import { confirmationHref } from '../confirm/confirmations.ts'
import { refusalOf } from '../forms/form.ts'
import { asCommand, hasBadKey, seenIn } from '../forms/form-command.ts'
import { type DrawPlace, FormReply } from '../forms/form-reply.ts'
import { notFound } from '../layout/error-page.ts'
import type { PersonHandler } from '../request/for-person.ts'
import type { PageRequest } from '../request/page-request.ts'
import { fieldText, readForm } from '../request/read-form.ts'
import { formErrors } from './form-errors.ts'

/** A form of a page becomes a command; the answer is the page again, with what was typed when it was refused. */

export const postCommand =
  (draw: DrawPlace): PersonHandler =>
  async (request, res) => {
    const { services, caller, req } = request
    const launch = String(req.params.launch)
    const view = await request.view(launch)
    if (!view) return notFound(services, req, res)
    const typed = await readForm(req, res)
    const reply = new FormReply(
      request,
      res,
      { launch, gate: fieldText(typed.gate), item: fieldText(typed.item) },
      draw,
    )
    if (hasBadKey(typed)) return reply.refuse(refusalOf(typed, 422, request.w.t('form.bad-key')))
    const parsed = personCommand.safeParse(asCommand(typed, view.launch.context.timeZone))
    if (!parsed.success) return reply.refuse(formErrors(request.w, typed, parsed.error))
    if (parsed.data.type === 'launch.schedule' && Object.keys(parsed.data).length === 1)
      return reply.refuse(refusalOf(typed, 422, request.w.t('form.nothing-changed')))
    const seen = seenIn(typed)
    if (typed.seen !== undefined && seen === undefined)
      return reply.refuse(refusalOf(typed, 422, request.w.t('form.bad-key')))
    if (needsConfirmation(request, view, parsed.data))
      return reply.refuse(refusalOf(typed, 409, request.w.t('form.launch-changed')))
    const key = fieldText(typed.requestKey)
    const route = `page POST /launches/${launch}/commands`
    const command = { caller, launch, command: parsed.data, key, route, seen }
    await reply.send(typed, () => handleCommand(services, command))
  }

/** A check that would unlock the launch or lock it again, sent from a page that was drawn when it would not have: that is asked first. */
function needsConfirmation(request: PageRequest, view: LaunchView, command: PersonCommand): boolean {
  if (command.type !== 'gate.tick' && command.type !== 'gate.failCheck') return false
  const { gate, item, ifVersion } = command
  // The page that asks says which version of the gate it showed.
  return ifVersion === undefined && confirmationHref(request, view, { type: 'gate.tick', gate, item }) !== null
}
