import type { Words } from '../../words/index.ts'
import type { Action } from '../forms/action.ts'
import type { GateActions } from './actions.ts'

/** The bar at the foot of a gate's page: the one place of its actions. Each is pressed there, leads to the page that asks first, or opens a panel. */
export interface ActionBar {
  label: string
  /** What comes of the main action, or what is in its way. */
  why: string
  /** Whether there is a main action, now or later: the bar stays in sight for it. */
  hasMain: boolean
  /** The label of a main action that cannot be done now. */
  blocked: string | null
  /** The last is the main one, where there is a main one. */
  buttons: BarButton[]
  menu: Menu | null
}

interface BarButton {
  action: Action
  /** In the bar it is short; in the panel and on the page that asks first the button says all. */
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

/** Without a main action the first of the others stands in the bar itself: what is likeliest in this state. */
const mostOthers = 1

/** Null for who can do nothing here, now or later. */
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

/** A form without fields is only its button. */
const isPressed = ({ form }: Action): boolean => form !== null && form.fields.length === 0
