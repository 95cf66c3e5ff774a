import type { Form } from './form.ts'

/** Something that can be done on a page: a form that its label opens, or a link to the page that asks first. */
export type Action =
  | { label: string; form: Form; open: boolean; href: null }
  | { label: string; form: null; open: false; href: string }

/** A form behind its label; it stands open when it was refused. */
export const formAction = (label: string, form: Form): Action => ({
  label,
  form,
  open: form.refusal !== null,
  href: null,
})

/** A link of this label to the page that asks first. */
export const linkAction = (label: string, href: string): Action => ({ label, form: null, open: false, href })
