import { countRequired, gateOf } from '../../../machines/reading/queries.ts'
import type { LaunchView } from '../../launches/read-launch.ts'
import type { PageRequest } from '../request/page-request.ts'
import type { ShownItem, ShownItems } from './items.ts'

/** The items of a gate as lists: open items first (the reader's own before the others), then the folded lists. */
export interface ItemLists {
  sections: ItemSection[]
  folds: ItemFold[]
}

interface ItemSection {
  id: string
  title: string
  /** How many required items are done, shown in the first section only. */
  count: string | null
  kind: 'mine' | 'open' | 'done'
  items: ShownItem[]
}

interface ItemFold {
  id: string
  title: string
  isDone: boolean
  open: boolean
  items: ShownItem[]
}

/** Done items are folded only while other items are open. */
export function itemLists({ w }: PageRequest, view: LaunchView, id: string, items: ShownItems): ItemLists {
  const { definition, gate } = gateOf(view.launch, id)
  const { done, total } = countRequired(definition, gate.context)
  const count = w.t('gate.done-of', { done: w.number(done), total: w.number(total) })
  const hasOpen = items.mine.length + items.others.length > 0
  const others = w.t(items.mine.length > 0 ? 'gate.others-title' : 'page.items-title')
  const sections: ItemSection[] = [
    { id: 'h-mine', title: w.t('gate.your-items'), count: null, kind: 'mine', items: items.mine },
    { id: 'h-others', title: others, count: null, kind: 'open', items: items.others },
    ...(hasOpen
      ? []
      : [{ id: 'h-items', title: w.t('page.items-title'), count: null, kind: 'done' as const, items: items.done }]),
  ]
  const folds: ItemFold[] = [
    {
      id: 'fold-done',
      title: w.t('page.done-count', { count: items.done.length }),
      isDone: true,
      open: items.doneOpen,
      items: hasOpen ? items.done : [],
    },
    {
      id: 'fold-advice',
      title: w.t('page.recommended-count', { count: items.advice.length }),
      isDone: false,
      open: items.adviceOpen,
      items: items.advice,
    },
    {
      id: 'fold-left-out',
      title: w.t('gate.not-applicable'),
      isDone: false,
      open: items.leftOutOpen,
      items: items.leftOut,
    },
  ]
  return {
    sections: sections
      .filter((section) => section.items.length > 0)
      .map((section, at) => ({ ...section, count: at === 0 ? count : null })),
    folds: folds.filter((fold) => fold.items.length > 0),
  }
}
