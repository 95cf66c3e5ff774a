import { assetUrl } from '../../http/assets.ts'
import type { Words } from '../../words/index.ts'
import type { Button } from './form.ts'

/** What public/js/passkeys.js reads from a form that it works for. */
export interface PasskeyAttributes {
  kind: 'register' | 'sign-in'
  optionsUrl: string
  script: string
  words: { unsupported: string; canceled: string; exists: string; failed: string; noScript: string }
}

/** A form without fields of its own. */
export interface PasskeySignInForm {
  id: string
  action: string
  hidden: [name: string, value: string][]
  refusal: null
  fields: []
  buttons: Button[]
  passkey: PasskeyAttributes
}

export function passkeyAttributes(w: Words, kind: PasskeyAttributes['kind'], optionsUrl: string): PasskeyAttributes {
  return {
    kind,
    optionsUrl,
    script: assetUrl('passkeys.js'),
    words: {
      unsupported: w.t('passkey.unsupported'),
      canceled: w.t('passkey.canceled'),
      exists: w.t('passkey.exists'),
      failed: w.t('passkey.failed'),
      noScript: w.t('passkey.no-script'),
    },
  }
}
