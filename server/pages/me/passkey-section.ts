import type { Passkey } from '../../../machines/installation/records.ts'
import type { FormMaker } from '../forms/form.ts'
import { passkeyAttributes } from '../forms/passkey-form.ts'
import { aboutWords } from '../layout/pieces.ts'
import { happened } from '../layout/time.ts'
import type { PageRequest } from '../request/page-request.ts'

/** The passkeys of this person, and the form that adds one; `canAdd` is false where the server has no host name. */
export function passkeySection(
  { w, now, preferences }: PageRequest,
  passkeys: readonly Passkey[],
  canAdd: boolean,
  forms: FormMaker,
) {
  const zone = preferences.timeZone
  const form = forms.make({
    name: 'me-passkey',
    action: '/me/passkeys',
    hidden: { type: 'me.passkey', credential: '' },
    fields: [
      {
        kind: 'text',
        name: 'passkeyName',
        label: w.t('me.passkey-name'),
        hint: w.t('me.passkey-name-hint'),
        required: true,
      },
    ],
    buttons: [{ label: w.t('me.passkey-add') }],
  })
  return {
    title: w.t('me.passkeys'),
    lead: w.t('me.passkeys-lead'),
    none: w.t('me.passkeys-none'),
    remove: w.t('me.passkey-remove'),
    rows: passkeys.map(({ id, name, createdAt, lastUsedAt }) => ({
      id,
      name,
      about: aboutWords(w, name),
      added: w.t('me.passkey-added', { when: happened(w, createdAt, now, zone).text }),
      used:
        lastUsedAt === null
          ? w.t('me.passkey-unused')
          : w.t('me.passkey-used', { when: happened(w, lastUsedAt, now, zone).text }),
    })),
    cannotAdd: canAdd ? null : w.t('me.passkeys-host'),
    form: { ...form, passkey: passkeyAttributes(w, 'register', '/me/passkeys/options') },
  }
}
