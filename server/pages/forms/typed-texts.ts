import type { Key } from '../../words/catalogue.ts'
import type { Words } from '../../words/index.ts'
import type { Refusal, Typed } from './form.ts'

/** What a person wrote themselves, for the pages that have no form to give it back in: every field that is typed into, by its label. */
export const labels = {
  title: 'page.title',
  reason: 'page.reason',
  until: 'waiver-form.until',
  mitigation: 'ui.mitigation',
  note: 'kind.note',
  statement: 'page.statement',
  text: 'page.comment',
  version: 'page.version',
  commit: 'page.commit',
  url: 'form.address-optional',
  targetAt: 'ui.target',
  timeZone: 'ui.time-zone',
  'window.opensAt': 'schedule.opens',
  'window.closesAt': 'schedule.closes',
  'evidence.text': 'kind.note',
  'evidence.url': 'kind.link',
  'evidence.title': 'form.link-title',
  'evidence.value': 'kind.number',
  'asks.min': 'add-item.minimum',
  'asks.max': 'add-item.maximum',
  'asks.unit': 'add-item.unit',
  slug: 'new.address',
  store: 'page.store',
  date: 'new.date',
  time: 'new.time',
  zone: 'ui.time-zone',
} as const satisfies Record<string, Key>

/** One of them, to be read and copied. */
export interface TypedText {
  label: string
  text: string
  /** How many lines of it are seen at once. */
  rows: number
}

const mostRows = 8
/** What fits on one line of a phone, or of a wider page: about. */
const lineLength = 60

/** Enough for all of a short text, with the line breaks that it has. */
function rowsOf(text: string): number {
  const rows = text.split('\n').reduce((sum, line) => sum + 1 + Math.floor(line.length / lineLength), 0)
  return Math.min(mostRows, rows)
}

/** In the order above; nothing of what was left empty. */
export function typedTexts(w: Words, typed: Typed): TypedText[] {
  return Object.entries(labels).flatMap(([name, label]) =>
    [typed[name] ?? []]
      .flat()
      .filter((text) => text.trim() !== '')
      .map((text) => ({ label: w.t(label), text, rows: rowsOf(text) })),
  )
}

/** A refusal that no form of the page concerns, as it stands at the top. */
export function refusedTop(w: Words, refusal: Refusal | null) {
  if (refusal === null) return null
  // It cannot be pressed again where there is no form.
  const sentence = refusal.isCarried ? w.t('form.not-sent-here') : refusal.sentence
  const texts = typedTexts(w, refusal.typed)
  return { refusal: { ...refusal, sentence }, invalidFields: [], texts, title: w.t('form.your-input') }
}
