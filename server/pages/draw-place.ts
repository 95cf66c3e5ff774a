import { findGate } from '../../machines/reading/queries.ts'
import type { LaunchView } from '../launches/read-launch.ts'
import { confirmationHref, isConfirmedType, readConfirmation } from './confirm/confirmations.ts'
import { confirmPage } from './confirm/page.ts'
import type { Refusal } from './forms/form.ts'
import { seenIn } from './forms/form-command.ts'
import type { FormPlace } from './forms/form-reply.ts'
import { gatePage } from './gate/page.ts'
import { launchPage } from './launch/page.ts'
import { nextForMe } from './layout/next-task.ts'
import { type PageRequest, readPageRequest } from './request/page-request.ts'

/** The page that a form stands on, as it is now; null when there is no such launch. */
export async function drawPlace(
  request: PageRequest,
  place: FormPlace,
  refusal: Refusal | null,
): Promise<string | null> {
  const fresh = (await readPageRequest(request.services, request.req)) ?? request
  const view = await fresh.view(place.launch)
  if (!view) return null
  const again = refusal && (await confirmAgain(fresh, view, place, refusal))
  if (again) return again
  if (refusal === null) fresh.notice.saved = await nextForMe(fresh, view, place.gate ?? null)
  const isGate = place.gate !== undefined && findGate(view.launch.definition, place.gate) !== undefined
  return isGate && place.gate !== undefined
    ? gatePage(fresh, view, place.gate, refusal)
    : launchPage(fresh, view, refusal)
}

/** What was asked about on a page of its own is asked there again; null where it no longer would be. */
async function confirmAgain(request: PageRequest, view: LaunchView, { gate, item }: FormPlace, refusal: Refusal) {
  const { typed } = refusal
  const type = typed.type === 'gate.failCheck' ? 'gate.tick' : typed.type
  if (!isConfirmedType(type)) return null
  const seen = seenIn(typed)
  const confirmation = {
    ...readConfirmation(type, { gate, item, as: typed.as, seen: typed.ifVersion }),
    ...(seen === undefined ? {} : { launchSeen: seen.version }),
  }
  return confirmationHref(request, view, confirmation) === null
    ? null
    : confirmPage(request, view, confirmation, refusal)
}
