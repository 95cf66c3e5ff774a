import type { Text } from '../../machines/pipeline/pipeline.ts'
import type { LaunchView } from '../launches/read-launch.ts'
import { ownProperty } from '../own-property.ts'
import { shortTitle } from './short-title.ts'
import type { Speech } from './t.ts'

/** Titles and sentences of a launch's own pipeline, in the reader's language or else in the pipeline's first; an unknown id stands for itself. */
export interface Titles {
  role: (view: LaunchView | null, id: string) => string
  gate: (view: LaunchView | null, id: string) => string
  phase: (view: LaunchView, id: string) => string
  why: (view: LaunchView, gate: string) => string
  item: (view: LaunchView | null, gate: string, item: string) => string
  /** The item as a name inside a sentence: `p95 response time`; where it has none, the beginning of its sentence in quotes. */
  short: (view: LaunchView, gate: string, item: string) => string
  /** Null when the item has none. */
  unit: (view: LaunchView, gate: string, item: string) => string | null
  hint: (view: LaunchView, gate: string, item: string) => string | null
  question: (view: LaunchView, id: string) => string
  /** The name of a person or a service; of one who was erased: deleted person; of one who is not known: someone. */
  person: (view: Pick<LaunchView, 'names'>, pseudonym: string) => string
}

export function titles({ lang, t, format, has }: Speech): Titles {
  const say = (view: LaunchView, text: Text | null | undefined): string | null => {
    const first = view.launch.definition.languages[0]
    return text?.[lang] ?? (first === undefined ? null : (text?.[first] ?? null))
  }
  const itemTexts = (view: LaunchView, gate: string, item: string) =>
    ownProperty(ownProperty(view.texts.gates, gate)?.items ?? {}, item)
  const added = (view: LaunchView, gate: string, item: string) =>
    ownProperty(view.launch.gates, gate)?.context.added.find(({ id }) => id === item)
  const knownRole = (id: string): string | null => {
    const key = `role.${id}`
    return has(key) ? format(key, {}) : null
  }
  const item: Titles['item'] = (view, gate, id) =>
    (view && (say(view, itemTexts(view, gate, id)?.text) ?? view.text(added(view, gate, id)?.title ?? null))) ?? id
  return {
    role: (view, id) => {
      // Before there is a launch only one role of its pipeline can be named: the one that may create it.
      if (view === null) return knownRole(id) ?? t('role.lead')
      return say(view, ownProperty(view.texts.roles, id)) ?? knownRole(id) ?? id
    },
    gate: (view, id) => (view && say(view, ownProperty(view.texts.gates, id)?.title)) ?? id,
    phase: (view, id) => say(view, ownProperty(view.texts.phases, id)) ?? id,
    why: (view, gate) => say(view, ownProperty(view.texts.gates, gate)?.why) ?? '',
    item,
    short: (view, gate, id) =>
      say(view, itemTexts(view, gate, id)?.short) ?? t('mark.item', { item: shortTitle(item(view, gate, id)) }),
    unit: (view, gate, item) =>
      say(view, itemTexts(view, gate, item)?.unit) ?? view.text(added(view, gate, item)?.unit ?? null),
    hint: (view, gate, item) => say(view, itemTexts(view, gate, item)?.hint),
    question: (view, id) => say(view, ownProperty(view.texts.questions, id)) ?? id,
    person: (view, pseudonym) => {
      const person = view.names.person(pseudonym)
      if (person?.name === '') return t('deleted-person')
      return person?.name ?? view.names.service(pseudonym) ?? t('someone')
    },
  }
}
