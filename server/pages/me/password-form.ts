import type { Password } from '../../../machines/installation/records.ts'
import { shortest } from '../../auth/password-rules.ts'
import type { FieldSpec, FormMaker } from '../forms/form.ts'
import { happened } from '../layout/time.ts'
import type { PageRequest } from '../request/page-request.ts'

/** Setting or changing the password. The current one is asked where there is one. */
export function passwordForm({ w, now, preferences }: PageRequest, password: Password | null, forms: FormMaker) {
  const current: FieldSpec = {
    kind: 'password',
    name: 'currentPassword',
    label: w.t('me.password-current'),
    autocomplete: 'current-password',
    required: true,
  }
  const next: FieldSpec = {
    kind: 'password',
    name: 'newPassword',
    label: w.t('me.password-new'),
    hint: w.t('me.password-hint', { shortest: w.number(shortest) }),
    autocomplete: 'new-password',
    required: true,
  }
  return {
    title: w.t('me.password'),
    state:
      password === null
        ? w.t('me.password-none')
        : w.t('me.password-since', { when: happened(w, password.changedAt, now, preferences.timeZone).text }),
    form: forms.make({
      name: 'me-password',
      action: '/me/password',
      hidden: {},
      fields: password === null ? [next] : [current, next],
      intro: [w.t('me.password-ends')],
      buttons: [{ label: w.t(password === null ? 'me.password-set' : 'me.password-change') }],
    }),
  }
}
