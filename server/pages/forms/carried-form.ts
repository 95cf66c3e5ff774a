import type { Typed } from './form.ts'

/**
 * What somebody typed when their session had ended, or the server could not answer: the fields of that one form travel along, with the
 * sign-in or with a press, and come back in the form. The server keeps none of it. A field travels as `typed.` and its name, so that
 * no form with such fields is ever taken for one that was sent.
 */

const prefix = 'typed.'
/** Fields with a password, or with what a passkey answered, never stand in a page. */
const secret = /password|credential/i

/**
 * The fields of a posted form that travel; fields that are already travelling stay as they are. The request key travels too: the form
 * may have been saved although nobody could say so, and sent again with its key it is saved only once.
 */
export function carriedFields(fields: Typed): Typed {
  const { carried, others } = splitCarried(fields)
  const { requestKey, ...all } = isEmpty(carried) ? others : carried
  const typed = Object.fromEntries(Object.entries(all).filter(([name]) => !secret.test(name)))
  return isEmpty(typed) || requestKey === undefined ? typed : { ...typed, requestKey }
}

/** The fields as they travel, one for each value. */
export function hiddenFields(carried: Typed): [name: string, value: string][] {
  return Object.entries(carried).flatMap(([name, value]) =>
    [value].flat().map((each): [string, string] => [prefix + name, each]),
  )
}

/** The fields that travelled, under their own names, and apart from them the others. */
export function splitCarried(fields: Typed): { carried: Typed; others: Typed } {
  const isCarried = ([name]: [string, unknown]) => name.startsWith(prefix)
  const all = Object.entries(fields)
  return {
    carried: Object.fromEntries(all.filter(isCarried).map(([name, value]) => [name.slice(prefix.length), value])),
    others: Object.fromEntries(all.filter((each) => !isCarried(each))),
  }
}

/** Whether no field was sent at all; one that was left empty was sent. */
export const isEmpty = (fields: Typed): boolean => Object.keys(fields).length === 0

/** The page that a form stands on, by the address that it was sent to and its fields. */
export function pageOfForm(path: string, { gate }: Typed): string {
  if (path.startsWith('/me/')) return '/me'
  const [, administration] = /^(\/admin\/(?:people\/[^/]+|invites|tokens|settings))\/[^?#]+$/.exec(path) ?? []
  if (administration !== undefined) return administration
  const [, launch, named] = /^(\/launches\/[^/]+)\/(?:commands|gates\/([^/]+))/.exec(path) ?? []
  if (launch === undefined) return path
  const of = named ?? (typeof gate === 'string' ? encodeURIComponent(gate) : '')
  return of === '' ? launch : `${launch}/gates/${of}`
}

/** Whether the page at this address shows a form that travelled, filled in; any other is only gone to. */
export const showsCarriedForm = (path: string): boolean =>
  path === '/me' ||
  /^\/launches\/[^/?#]+(\/gates\/[^/?#]+)?\/?$/.test(path) ||
  /^\/admin\/(people\/[^/?#]+|invites|services|settings)$/.test(path)

/**
 * What travels of a form with a file: which one it was, and that there was a file; null for the address of any other form. Nobody makes
 * us read a file only to send it back.
 */
export function carriedUpload(path: string): Typed | null {
  const [, gate, item] = /\/gates\/([^/]+)\/items\/([^/]+)\/evidence\/?$/.exec(path) ?? []
  return gate === undefined || item === undefined ? null : { type: 'gate.tick', gate, item, file: '' }
}
