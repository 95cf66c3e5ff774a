import { themes } from '../../../machines/installation/records.ts'
import { languages, words } from '../../words/index.ts'
import { choice, type Form, type FormMaker } from '../forms/form.ts'
import { zonesOf } from '../forms/zones.ts'
import type { PageRequest } from '../request/page-request.ts'

/** Name, language, time zone and theme. */
export async function profileForm({ w, me, services }: PageRequest, forms: FormMaker): Promise<Form> {
  const profile = await services.store.directory.profile(me.id)
  return forms.make({
    name: 'me-profile',
    action: '/me/profile',
    hidden: { type: 'me.profile' },
    fields: [
      { kind: 'text', name: 'name', label: w.t('me.name'), value: me.name, required: true, autocomplete: 'name' },
      {
        kind: 'select',
        name: 'language',
        label: w.t('me.language'),
        value: profile?.language ?? '',
        choices: [
          choice('', w.t('me.language-browser')),
          ...languages.map((tag) => choice(tag, words(tag).t('ui.own-name'))),
        ],
      },
      {
        kind: 'select',
        name: 'zone',
        label: w.t('ui.time-zone'),
        value: profile?.timeZone ?? '',
        choices: [
          choice('', w.t('me.zone-default')),
          ...zonesOf(profile?.timeZone ?? '').map(({ zone, label }) => choice(zone, label)),
        ],
      },
      {
        kind: 'select',
        name: 'theme',
        label: w.t('me.theme'),
        value: profile?.theme ?? 'system',
        choices: themes.map((theme) => choice(theme, w.t(`me.theme.${theme}`))),
      },
    ],
    buttons: [{ label: w.t('me.save'), main: true }],
  })
}
