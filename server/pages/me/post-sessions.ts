import type { Response } from 'express'
import type { Known } from '../../../machines/installation/known.ts'
import { endOtherSessions, endSession } from '../../../machines/installation/sessions.ts'
import { sessionHashOf } from '../../auth/sessions.ts'
import { countWrite } from '../../commands/write-limit.ts'
import type { PageRequest } from '../request/page-request.ts'
import { fieldText } from '../request/read-form.ts'
import { answerDone, type MeForm, readMeForm, refuse } from './forms.ts'

const oneSession: MeForm = { name: 'me-session', fields: ['session'] }
const allOthers: MeForm = { name: 'me-sessions', fields: [] }

/** Ends one session of this person, also the one that asks. */
export async function postEndSession(request: PageRequest, res: Response): Promise<void> {
  const { services, me, now, caller } = request
  const typed = await readMeForm(request, res, oneSession)
  const asked = { session: fieldText(typed.session) ?? '' }
  const decide = (known: Known<typeof asked>) => endSession(known, me)
  const outcome = await services.store.installation.change({ at: now, asked, texts: [], decide })
  if (outcome.kind === 'refused')
    return refuse(request, res, oneSession, { typed, reason: outcome.reason, status: 409 })
  countWrite(caller)
  answerDone(request, res, 'session-ended')
}

export async function postEndOtherSessions(request: PageRequest, res: Response): Promise<void> {
  const { services, me, now, caller, req } = request
  await readMeForm(request, res, allOthers)
  const asked = { sessionsOf: me.id }
  const kept = sessionHashOf(services, req)
  const decide = (known: Known<typeof asked>) => endOtherSessions(known, me, kept)
  await services.store.installation.change({ at: now, asked, texts: [], decide })
  countWrite(caller)
  answerDone(request, res, 'sessions-ended')
}
