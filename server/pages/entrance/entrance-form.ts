import { render } from '../../http/render.ts'
import type { Words } from '../../words/index.ts'
import type { PasskeySignInForm } from '../forms/passkey-form.ts'
import { renderPlainPage } from '../layout/shell.ts'

/** The forms before signing in: one column of fields, each with what is wrong with it, and one button. */

export interface EntranceField {
  name: string
  label: string
  type: 'text' | 'email' | 'password' | 'select'
  /** What was typed before; of a password nothing is ever shown again. */
  value: string
  /** HTML, autofill: how password managers know the field. */
  autocomplete: string
  hint?: string | undefined
  error?: string | undefined
  choices?: { value: string; label: string }[]
}

export interface EntrancePage {
  title: string
  sentences: string[]
  /** A form that was posted after the session ended. */
  ended?: { title: string; sentence: string } | null
  /** Why nothing was done. */
  refusal: string | null
  notice?: string | null
  action: string
  inParts?: boolean
  hidden: [name: string, value: string][]
  fields: EntranceField[]
  button: string
  /** Another way in, below the button. */
  passkey?: PasskeySignInForm | null
  links: { href: string; label: string }[]
}

export function drawEntrance(w: Words, page: EntrancePage): string {
  const fields = page.fields.map((field) => {
    const id = `in-${field.name}`
    const said = [...(field.hint ? [`${id}-hint`] : []), ...(field.error ? [`${id}-error`] : [])]
    return {
      hint: null,
      error: null,
      choices: [],
      required: true,
      ...field,
      id,
      describedBy: said.join(' ') || null,
    }
  })
  const invalidFields = fields.flatMap(({ id, label, error }) =>
    error ? [{ id, sentence: w.t('mark.label', { label, value: error }) }] : [],
  )
  const body = render('entrance/form', {
    ended: null,
    notice: null,
    inParts: false,
    passkey: null,
    ...page,
    fields,
    refusal: page.refusal === null ? null : { refusal: { sentence: page.refusal, changed: [] }, invalidFields },
  })
  return renderPlainPage(w, page.title, body)
}
