import type { Response } from 'express'
import { Taken } from '../../../db/store.ts'
import type { Known } from '../../../machines/installation/known.ts'
import { isScope } from '../../../machines/installation/scopes.ts'
import { revokeOwnToken } from '../../../machines/installation/tokens.ts'
import { authorOf } from '../../auth/caller.ts'
import { createToken, longestSigningLife } from '../../auth/tokens.ts'
import { countWrite } from '../../commands/write-limit.ts'
import { render } from '../../http/render.ts'
import { isRequestKey } from '../../http/request-key.ts'
import { sendPage } from '../../http/respond.ts'
import type { Typed } from '../forms/form.ts'
import { renderPage } from '../layout/shell.ts'
import type { PageRequest } from '../request/page-request.ts'
import { fieldText } from '../request/read-form.ts'
import { answerDone, type MeForm, readMeForm, refuse } from './forms.ts'
import { lifetimes } from './token-section.ts'

const tokenFields: MeForm = { name: 'me-token', fields: ['scope', 'launch', 'expires'] }
const revocation: MeForm = { name: 'me-token-revoke', fields: ['token'] }

/** The answer is the only page that ever shows the token. */
export async function postToken(request: PageRequest, res: Response): Promise<void> {
  const { w, me, now, services, caller } = request
  const typed = await readMeForm(request, res, tokenFields)
  const scopes = [typed.scope ?? []].flat().filter(isScope)
  const launch = fieldText(typed.launch)
  const expires = lifetimes.find((life) => String(life) === typed.expires)
  const errors = await errorsIn(request, typed)
  if (Object.keys(errors).length > 0)
    return refuse(request, res, tokenFields, { typed, errors, sentence: w.t('form.invalid'), status: 422 })
  const key = isRequestKey(typed.requestKey) ? typed.requestKey : undefined
  try {
    const { token } = await createToken(
      services.store,
      { person: me.id, scopes, launch, expires, key },
      now,
      authorOf(caller),
    )
    countWrite(caller)
    const title = w.t('me.token-made')
    const body = render('me/token', {
      title,
      token,
      once: w.t('me.token-once'),
      back: { href: '/me#tokens', label: w.t('me.token-back') },
    })
    const around = { title, current: null, crumbs: [], live: null, hasBar: false, isNarrow: true, zone: null, body }
    sendPage(res, await renderPage(request, around))
  } catch (error) {
    if (!(error instanceof Taken)) throw error
    await refuse(request, res, tokenFields, { typed, sentence: w.t('me.token-exists'), status: 409 })
  }
}

async function errorsIn({ w, services }: PageRequest, typed: Typed): Promise<Record<string, string>> {
  const scopes = [typed.scope ?? []].flat()
  const launch = fieldText(typed.launch)
  const expires = lifetimes.find((life) => String(life) === typed.expires)
  const isKnown =
    launch === undefined
      ? typed.launch === '' || typed.launch === undefined
      : (await services.store.load(launch)) !== null
  const isTooLong = scopes.includes('sign:write') && expires !== undefined && expires > longestSigningLife
  return {
    ...(scopes.length === 0 ? { scope: w.t('me.token-scopes-missing') } : {}),
    ...(scopes.every(isScope) ? {} : { scope: w.t('form.not-accepted') }),
    ...(isKnown ? {} : { launch: w.t('me.token-launch-unknown') }),
    ...(expires === undefined ? { expires: w.t('me.token-expiry-unknown') } : {}),
    ...(isTooLong ? { expires: w.t('me.token-expiry-signing') } : {}),
  }
}

export async function postRevokeToken(request: PageRequest, res: Response): Promise<void> {
  const { services, me, now, caller } = request
  const typed = await readMeForm(request, res, revocation)
  const asked = { token: fieldText(typed.token) ?? '' }
  const decide = (known: Known<typeof asked>, at: number) => revokeOwnToken(known, me, at)
  const outcome = await services.store.installation.change({ at: now, asked, texts: [], decide })
  if (outcome.kind === 'refused')
    return refuse(request, res, revocation, { typed, reason: outcome.reason, status: 409 })
  countWrite(caller)
  answerDone(request, res, 'token-revoked')
}
