import type { Request, Response } from 'express'
import type { Known } from '../../../machines/installation/known.ts'
import { changeLanguage } from '../../../machines/installation/profile.ts'
import { callerOf } from '../../auth/sessions.ts'
import { countWrite, reserveWrite } from '../../commands/write-limit.ts'
import { languageOf, rememberLanguage } from '../../http/language.ts'
import { Problem } from '../../http/problems.ts'
import { goTo } from '../../http/respond.ts'
import type { Services } from '../../services.ts'
import { languages, words } from '../../words/index.ts'
import { installationReason } from '../../words/installation.ts'
import { ownPath } from '../request/page-request.ts'
import { fieldText, readFields } from '../request/read-form.ts'

/**
 * Somebody chose a language at the foot of a page, signed in or not: this browser remembers it, and so does the profile of who is
 * signed in. Leads back to that page.
 */
export async function postLanguage(services: Services, req: Request, res: Response): Promise<void> {
  const w = words(languageOf(req))
  const { language } = await readFields(req, res, ['language'])
  const chosen = languages.find((tag) => tag === fieldText(language))
  if (chosen === undefined) throw new Problem('invalid', { detail: w.t('me.language-unknown') })
  const caller = callerOf(req)
  if (caller?.kind === 'person') {
    reserveWrite(services, req, caller)
    const decide = (known: Known) => changeLanguage(known, caller.person.id, chosen)
    const outcome = await services.store.installation.change({ at: services.clock(), asked: {}, texts: [], decide })
    if (outcome.kind === 'refused') throw new Problem('forbidden', { detail: installationReason(w, outcome.reason) })
    countWrite(caller)
  }
  rememberLanguage(res, chosen, services.config.baseUrl)
  goTo(req, res, pageBefore(req))
}

/** The page that the form stood on: our policy sends the whole address to ourselves only (Referrer Policy, `same-origin`). */
function pageBefore(req: Request): string {
  const address = req.get('Referer') ?? ''
  if (!URL.canParse(address)) return '/'
  const { pathname, search } = new URL(address)
  return ownPath(`${pathname}${search}`)
}
