import type { Response } from 'express'
import { changeOwnPassword } from '../../auth/new-password.ts'
import { countWrite } from '../../commands/write-limit.ts'
import { passwordError } from '../forms/field-checks.ts'
import type { PageRequest } from '../request/page-request.ts'
import { fieldText } from '../request/read-form.ts'
import { answerDone, type MeForm, readMeForm, refuse } from './forms.ts'

const passwordFields: MeForm = { name: 'me-password', fields: ['currentPassword', 'newPassword'] }

/** A new password, for who knows the present one. This browser gets a new session; all others end. */
export async function postPassword(request: PageRequest, res: Response): Promise<void> {
  const { w, me, services, req, caller } = request
  const typed = await readMeForm(request, res, passwordFields)
  const next = fieldText(typed.newPassword) ?? ''
  const wrong = passwordError(w, next, me)
  const again = (status: number, sentence: string, errors: Record<string, string> = {}) =>
    refuse(request, res, passwordFields, { typed, status, sentence, errors })
  if (wrong !== undefined) return again(422, w.t('form.invalid'), { newPassword: wrong })
  const present = fieldText(typed.currentPassword) ?? ''
  const outcome = await changeOwnPassword(services, req, res, me, { present, next })
  if (outcome === 'wrong') return again(422, w.t('form.invalid'), { currentPassword: w.t('me.password-wrong') })
  if (outcome === 'busy') {
    res.set('Retry-After', '5')
    return again(503, w.t('entrance.busy'))
  }
  if (outcome !== 'done') {
    res.set('Retry-After', String(outcome.retryAfter))
    return again(429, w.t('entrance.too-many', { minutes: Math.ceil(outcome.retryAfter / 60) }))
  }
  countWrite(caller)
  answerDone(request, res, 'password')
}
