import type { Action } from '../forms/action.ts'
import type { Form } from '../forms/form.ts'
import type { GateActions } from './actions.ts'

/** The bar at the foot of a gate's page: the main action or what is in its way, and a menu of everything else. */
export interface ActionBar {
  main: GateActions['main']
  blocked: GateActions['blocked']
  menu: Menu | null
}

interface Menu {
  /** Each leads to its form in the page, or to its confirmation page. */
  links: { href: string; label: string }[]
  unavailable: { label: string; reason: string }[]
}

/** Null where this person has no main action, now or later. */
export function actionBar(actions: GateActions): ActionBar | null {
  const { main, blocked, others, more, notNow, otherState } = actions
  if (main === null && blocked === null) return null
  const links = [...others, ...more].map((action) => ({ href: hrefOf(action), label: action.label }))
  const unavailable = [...notNow, ...otherState]
  return { main, blocked, menu: links.length + unavailable.length > 0 ? { links, unavailable } : null }
}

const hrefOf = (action: Action): string => action.href ?? `#${action.form.id}`

/** The fields of the main action, whose button is in the bar; null where it has none. */
export function mainFields({ main }: GateActions): Form | null {
  if (main === null || main.inBar || main.action.form === null) return null
  return { ...main.action.form, intro: [], buttons: [] }
}
