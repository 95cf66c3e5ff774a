import type { Words } from '../../words/index.ts'
import type { Action } from '../forms/action.ts'
import type { GateActions } from './actions.ts'

/** The bar at the bottom of a gate's page, with all its actions. Each is a button, a link to a confirmation page, or opens a panel with a form. */
export interface ActionBar {
  label: string
  /** What the main action leads to, or why it cannot be done now. */
  why: string
  /** Whether there is a main action, possible now or later. The bar then stays in view. */
  hasMain: boolean
  /** The label of a main action that cannot be done now. */
  blocked: string | null
  /** The main action comes last, if there is one. */
  buttons: BarButton[]
  menu: Menu | null
}

interface BarButton {
  action: Action
  /** Short in the bar. The button in the panel and on the confirmation page has the full label. */
  label: string
  isMain: boolean
  isPressed: boolean
}

interface Menu {
  label: string
  actions: MenuEntry[]
  unavailable: { label: string; reason: string }[]
  /** Whether one of its forms was refused. */
  open: boolean
}

interface MenuEntry {
  action: Action
  isPressed: boolean
}

/** Without a main action, the first other action is shown in the bar itself: the likeliest one in this state. */
const mostOthers = 1

/** Null for people who can do nothing here, now or later. */
export function actionBar(
  w: Words,
  { main, blocked, alternatives, others, unavailable }: GateActions,
): ActionBar | null {
  const shown = main || blocked ? alternatives : others.slice(0, mostOthers)
  const inMenu = main || blocked ? others : others.slice(mostOthers)
  if (main === null && blocked === null && shown.length + unavailable.length === 0) return null
  const button = (action: Action, label: string, isMain: boolean): BarButton => ({
    action,
    label,
    isMain,
    isPressed: isPressed(action),
  })
  return {
    label: w.t('gate.actions'),
    why: main?.follows ?? blocked?.reason ?? '',
    hasMain: main !== null || blocked !== null,
    blocked: main === null && blocked ? blocked.label : null,
    buttons: [
      ...shown.map((action) => button(action, action.label, false)),
      ...(main ? [button(main.action, main.short, true)] : []),
    ],
    menu:
      inMenu.length + unavailable.length === 0
        ? null
        : {
            label: w.t('ui.more'),
            actions: inMenu.map((action) => ({ action, isPressed: isPressed(action) })),
            unavailable,
            open: inMenu.some(({ open }) => open),
          },
  }
}

/** A form without fields is shown as its button alone. */
const isPressed = ({ form }: Action): boolean => form !== null && form.fields.length === 0
