import type { Passkey, Password, Session, Token } from '../../../machines/installation/records.ts'
import { canHavePasskeys } from '../../auth/passkeys.ts'
import { isOver, sessionHashOf } from '../../auth/sessions.ts'
import { render } from '../../http/render.ts'
import { FormMaker, type Refusal } from '../forms/form.ts'
import { renderPage } from '../layout/shell.ts'
import type { PageRequest } from '../request/page-request.ts'
import { passkeySection } from './passkey-section.ts'
import { passwordForm } from './password-form.ts'
import { profileForm } from './profile-form.ts'
import { sessionRows } from './session-rows.ts'
import { tokenSection } from './token-section.ts'

/** What was done a moment ago, as the address says it after a form. */
export const done = [
  'profile',
  'password',
  'passkey-added',
  'passkey-removed',
  'session-ended',
  'sessions-ended',
  'token-revoked',
] as const
export type Done = (typeof done)[number]

/** Everything that a person has to prove who they are. */
export interface Mine {
  password: Password | null
  passkeysOf: readonly Passkey[]
  sessionsOf: readonly Session[]
  tokensOf: readonly Token[]
}

/** The page of the person who asks about themselves; with a refusal in the form that it concerns. */
export async function drawMe(request: PageRequest, said: { done: Done | null; refusal: Refusal | null }) {
  const { w, me, now, services, req, preferences } = request
  const { id } = me
  const mine: Mine = await services.store.installation.read({
    password: id,
    passkeysOf: id,
    sessionsOf: id,
    tokensOf: id,
  })
  const forms = new FormMaker(w, said.refusal)
  const title = w.t('me.title')
  const sessions = mine.sessionsOf.filter((session) => !isOver(session, now))
  const rows = sessionRows(request, sessions, sessionHashOf(services, req))
  const body = render('me/page', {
    title,
    lead: w.t('me.lead'),
    done: said.done === null ? null : w.t(`me.done.${said.done}`),
    profile: {
      title: w.t('me.profile'),
      form: await profileForm(request, forms),
      email: { label: w.t('me.email'), value: me.email, hint: w.t('me.email-fixed') },
    },
    password: passwordForm(request, mine.password, forms),
    passkeys: passkeySection(request, mine.passkeysOf, canHavePasskeys(services.config), forms),
    sessions: {
      title: w.t('me.sessions'),
      rows,
      endOthers: rows.length > 1 ? w.t('me.sessions-end-others') : null,
    },
    tokens: await tokenSection(request, mine.tokensOf, forms),
    refusal: forms.unplaced,
  })
  return renderPage(request, {
    title,
    current: null,
    crumbs: [],
    live: null,
    hasBar: false,
    isNarrow: true,
    zone: preferences.timeZone,
    body,
  })
}
