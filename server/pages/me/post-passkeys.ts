import type { Response } from 'express'
import type { Known } from '../../../machines/installation/known.ts'
import { removePasskey } from '../../../machines/installation/passkeys.ts'
import { beginPasskey, credentialIn, finishPasskey } from '../../auth/passkey-ceremonies.ts'
import { canHavePasskeys } from '../../auth/passkeys.ts'
import { countWrite } from '../../commands/write-limit.ts'
import { nameError } from '../forms/field-checks.ts'
import { notFound } from '../layout/error-page.ts'
import type { PageRequest } from '../request/page-request.ts'
import { fieldText, readFields } from '../request/read-form.ts'
import { answerDone, type MeForm, readMeForm, refuse } from './forms.ts'

const newPasskey: MeForm = { name: 'me-passkey', fields: ['passkeyName', 'credential'] }
const removal: MeForm = { name: 'me-passkey-remove', fields: ['passkey'] }

/** For the script of the form. */
export async function postPasskeyOptions(request: PageRequest, res: Response): Promise<void> {
  const { services, req, me } = request
  if (!canHavePasskeys(services.config)) return notFound(services, req, res)
  await readFields(req, res, [])
  res.json(await beginPasskey(services, req, me))
}

export async function postPasskey(request: PageRequest, res: Response): Promise<void> {
  const { w, services, req, me, caller } = request
  const typed = await readMeForm(request, res, newPasskey)
  const name = (fieldText(typed.passkeyName) ?? '').trim()
  const unnamed = name === '' ? w.t('me.passkey-name-missing') : nameError(w, name)
  if (unnamed !== undefined) {
    const errors = { passkeyName: unnamed }
    return refuse(request, res, newPasskey, { typed, errors, sentence: w.t('form.invalid'), status: 422 })
  }
  const reason = await finishPasskey(services, req, me, name, credentialIn(typed.credential))
  if (reason !== null) return refuse(request, res, newPasskey, { typed, reason, status: 409 })
  countWrite(caller)
  answerDone(request, res, 'passkey-added')
}

export async function postRemovePasskey(request: PageRequest, res: Response): Promise<void> {
  const { services, me, now, caller } = request
  const typed = await readMeForm(request, res, removal)
  const asked = { passkey: fieldText(typed.passkey) ?? '' }
  const decide = (known: Known<typeof asked>) => removePasskey(known, me)
  const outcome = await services.store.installation.change({ at: now, asked, texts: [], decide })
  if (outcome.kind === 'refused') return refuse(request, res, removal, { typed, reason: outcome.reason, status: 409 })
  countWrite(caller)
  answerDone(request, res, 'passkey-removed')
}
