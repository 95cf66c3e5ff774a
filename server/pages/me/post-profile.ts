import type { Response } from 'express'
import { seal } from '../../../db/seal.ts'
import type { Known } from '../../../machines/installation/known.ts'
import { changeProfile } from '../../../machines/installation/profile.ts'
import { type Theme, themes } from '../../../machines/installation/records.ts'
import { countWrite } from '../../commands/write-limit.ts'
import { languages } from '../../words/index.ts'
import { nameError } from '../forms/field-checks.ts'
import type { Typed } from '../forms/form.ts'
import { isZone } from '../forms/local-time.ts'
import type { PageRequest } from '../request/page-request.ts'
import { fieldText } from '../request/read-form.ts'
import { answerDone, type MeForm, readMeForm, refuse } from './forms.ts'

const profileFields: MeForm = { name: 'me-profile', fields: ['name', 'language', 'zone', 'theme'] }

export async function postProfile(request: PageRequest, res: Response): Promise<void> {
  const { w, me, now, services, caller } = request
  const typed = await readMeForm(request, res, profileFields)
  const name = (fieldText(typed.name) ?? '').trim()
  const language = fieldText(typed.language) ?? null
  const timeZone = fieldText(typed.zone) ?? null
  const theme = themeIn(typed)
  const unnamed = name === '' ? w.t('me.name-missing') : nameError(w, name)
  const errors = {
    ...(unnamed === undefined ? {} : { name: unnamed }),
    ...(language === null || languages.includes(language) ? {} : { language: w.t('me.language-unknown') }),
    ...(timeZone === null || isZone(timeZone) ? {} : { zone: w.t('new.zone-unknown') }),
    ...(theme === null ? { theme: w.t('me.theme-unknown') } : {}),
  }
  if (theme === null || Object.keys(errors).length > 0)
    return refuse(request, res, profileFields, { typed, errors, sentence: w.t('form.invalid'), status: 422 })
  const sealed = seal(name)
  const wish = { name, sealedName: sealed.commitment, language, timeZone, theme }
  const decide = (known: Known) => changeProfile(known, me.id, wish)
  const outcome = await services.store.installation.change({ at: now, asked: {}, texts: [sealed], decide })
  if (outcome.kind === 'refused')
    return refuse(request, res, profileFields, { typed, reason: outcome.reason, status: 409 })
  countWrite(caller)
  answerDone(request, res, 'profile')
}

const themeIn = ({ theme }: Typed): Theme | null => themes.find((each) => each === theme) ?? null
