import { randomBytes } from 'node:crypto'
import { isRequestKey } from '../../http/request-key.ts'
import type { Words } from '../../words/index.ts'
import { aboutWords } from '../layout/pieces.ts'
import type { Time } from '../layout/time.ts'

/** Forms as the pages draw them. Each is written by hand where it is needed; this file only fills in what all of them carry. */

export type Typed = Record<string, string | string[]>

/** Why something was not saved, and for which form; what was typed comes back with it. */
export interface Refusal {
  status: number
  /** Which form it was: see formName. */
  form: string
  sentence: string
  /** Invalid fields, by name. */
  errors: Record<string, string>
  typed: Typed
  /** Who changed what in the meantime. */
  changed: { line: string; time: Time }[]
  /** Nothing was refused: the form only came back from before a sign-in, and is to be pressed again. */
  isCarried?: true
}

export interface Choice {
  value: string
  label: string
  checked: boolean
}

/** A choice with what its checkbox needs. */
export interface FieldChoice extends Choice {
  id: string
  name: string
}

export interface Field {
  kind: 'textarea' | 'text' | 'password' | 'number' | 'url' | 'file' | 'checks' | 'check' | 'select' | 'datetime-local'
  name: string
  label: string
  id: string
  value: string
  hint: string | null
  unit: string | null
  error: string | null
  /** Ids of what a screen reader reads out with the field; null where there is nothing. */
  describedBy: string | null
  required: boolean
  /** What can be chosen; the one box of a `check` is its only choice. */
  choices: FieldChoice[]
  accept: string | null
  /** What a browser may fill in (HTML, autofill). */
  autocomplete: string
  /** Of use only while a number is asked for. */
  onlyNumber: boolean
  /** A text of one line at first, that grows. */
  isShort: boolean
}

export interface Button {
  label: string
  /** Read out after the label, where the label alone does not say about what. */
  about: string | null
  main: boolean
  /** Sent with the form when this button is the one pressed. */
  value: { name: string; value: string } | null
  pressed: boolean | null
}

export interface Form {
  id: string
  action: string
  multipart: boolean
  hidden: [name: string, value: string][]
  intro: string[]
  fields: Field[]
  buttons: Button[]
  /** Where it leads to leave the form as it is; null on a page that is more than a form. */
  leave: { href: string; label: string } | null
  refusal: Refusal | null
  /** The fields that were refused, and why. */
  invalidFields: { id: string; sentence: string }[]
}

export type FieldSpec = Pick<Field, 'kind' | 'name' | 'label'> &
  Partial<
    Pick<Field, 'hint' | 'unit' | 'required' | 'accept' | 'autocomplete' | 'value' | 'onlyNumber' | 'isShort'>
  > & {
    choices?: Choice[]
  }

export type ButtonSpec = Pick<Button, 'label'> & Partial<Omit<Button, 'label'>>

export interface FormSpec {
  name: string
  action: string
  hidden: Record<string, string | number | null>
  fields?: FieldSpec[]
  buttons: ButtonSpec[]
  intro?: string[]
  multipart?: boolean
  /** Id of what each of its fields is about, read out with it, where the labels alone do not say it. */
  about?: string
}

/** Two forms of a page never have the same name; a failed check is said in the form of its tick. */
export function formName(fields: Typed): string {
  const part = (name: string) => (typeof fields[name] === 'string' && fields[name] !== '' ? [fields[name]] : [])
  const [type] = part('type')
  return [
    type === 'gate.failCheck' ? 'gate.tick' : type,
    ...part('item'),
    ...part('as'),
    ...(fields.same ? ['same'] : []),
  ]
    .join('-')
    .replaceAll('.', '-')
}

/** A refusal of what was typed, for the form that sent it. */
export function refusalOf(typed: Typed, status: number, sentence: string): Refusal {
  return { status, form: formName(typed), sentence, errors: {}, typed, changed: [] }
}

/** A new key, but for a form that came back without an answer: it may have been saved under the key that it had. */
function requestKeyFor(refusal: Refusal | null): string {
  const had = refusal?.isCarried ? refusal.typed.requestKey : undefined
  return isRequestKey(had) ? had : randomBytes(18).toString('base64url')
}

/** Makes the forms of one page, and gives a refusal to the form that it concerns. */
export class FormMaker {
  private readonly w: Words
  private readonly refusal: Refusal | null
  private placed = false
  constructor(w: Words, refusal: Refusal | null) {
    this.w = w
    this.refusal = refusal
  }

  /** Whether what came back is about this item, also where the item has no such form any more. */
  isAbout(item: string): boolean {
    return this.refusal?.typed.item === item
  }

  /** The refusal when no form of the page was the one: it stands at the top. */
  get unplaced(): Refusal | null {
    return this.placed ? null : this.refusal
  }

  /** Is this the form that was refused? It is then shown opened. */
  concerns(name: string): boolean {
    return this.refusal?.form === name
  }

  make(spec: FormSpec): Form {
    const refusal = this.concerns(spec.name) ? this.refusal : null
    if (refusal) this.placed = true
    const hidden = Object.entries({ ...spec.hidden, requestKey: requestKeyFor(refusal) })
    const fields = (spec.fields ?? []).map((field) => fieldOf(spec, field, refusal))
    return {
      id: `f-${spec.name}`,
      action: spec.action,
      multipart: spec.multipart ?? manyTexts(spec),
      hidden: hidden.flatMap(([name, value]) => (value === null ? [] : [[name, String(value)]])),
      intro: spec.intro ?? [],
      fields,
      buttons: spec.buttons.map(({ about, ...button }) => ({
        main: false,
        value: null,
        pressed: null,
        ...button,
        about: about ? aboutWords(this.w, about) : null,
      })),
      leave: null,
      refusal,
      invalidFields: fields.flatMap(({ id, label, error }) =>
        error === null ? [] : [{ id, sentence: this.w.t('mark.label', { label, value: error }) }],
      ),
    }
  }
}

/** Two texts of 4,000 characters in any script stay below the most that a form may be, but not escaped. */
const manyTexts = ({ fields = [] }: FormSpec): boolean => fields.filter(({ kind }) => kind === 'textarea').length > 1

function fieldOf({ name, about }: FormSpec, spec: FieldSpec, refusal: Refusal | null): Field {
  const typed = refusal?.typed[spec.name]
  const all = typed === undefined ? [] : [typed].flat()
  const id = `${name}-${spec.name.replaceAll('.', '-')}`
  const error = refusal?.errors[spec.name] ?? null
  const said = { hint: spec.hint, unit: spec.unit, error }
  const describedBy = Object.entries(said).flatMap(([part, text]) => (text ? [`${id}-${part}`] : []))
  return {
    hint: null,
    unit: null,
    required: false,
    accept: null,
    autocomplete: 'off',
    onlyNumber: false,
    isShort: false,
    ...spec,
    id,
    // A password never comes back.
    value: spec.kind === 'password' ? '' : (all[0] ?? spec.value ?? ''),
    error,
    describedBy: [about ?? [], ...describedBy].flat().join(' ') || null,
    choices: (spec.choices ?? []).map((choice, at) => ({
      ...choice,
      id: spec.kind === 'check' ? id : `${id}-${at}`,
      name: spec.name,
      checked: refusal ? all.includes(choice.value) : choice.checked,
    })),
  }
}

export const choice = (value: string, label: string): Choice => ({ value, label, checked: false })
