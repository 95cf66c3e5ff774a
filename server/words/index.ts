import type { Entry, Reason } from '../../machines/entry.ts'
import type { InstallationEntry } from '../../machines/installation/entry.ts'
import type { EvidenceKind } from '../../machines/pipeline/pipeline.ts'
import type { GateStatus } from '../../machines/reading/queries.ts'
import type { Blocker, Verdict } from '../../machines/reading/verdict.ts'
import type { LaunchValue, StaleCause } from '../../machines/state.ts'
import type { LaunchView } from '../launches/read-launch.ts'
import { blockerSentence, causeSentence, itemCause, type SentenceOptions, summarySentence } from './blockers.ts'
import type { Catalogue, Key } from './catalogue.ts'
import { type Dates, dates } from './dates.ts'
import { type InstallationTexts, installationSentence } from './installation-log.ts'
import * as languagesInFolders from './languages.ts'
import { logSentence, type TextOf } from './log.ts'
import { type Marks, marks } from './marks.ts'
import { type Titles, titles } from './names.ts'
import { type Numbers, numbers } from './numbers.ts'
import type { Parts } from './params.ts'
import { reasonSentence } from './reasons.ts'
import { type Pieces, speech, type T } from './t.ts'

/** Everything that people read, in one language. The rules name a sentence by its code; here it becomes the sentence. */
export interface Words extends Dates, Numbers, Titles {
  lang: string
  /** Orders two strings for a reader of this language: Hangul by its letters, Han by strokes. */
  compare: (a: string, b: string) => number
  /** A sentence of the catalogue with exactly its arguments. */
  t: T
  /** The same in pieces, for values that are drawn with markup. */
  pieces: Pieces
  /** What stands between parts that are drawn by themselves. */
  marks: Marks
  /** Sentences, one after the other. */
  sentences: (sentences: readonly string[]) => string
  status: (status: GateStatus) => string
  launchState: (state: LaunchValue) => string
  /** The label of the command's button. */
  command: (type: ButtonCommand) => string
  kind: (kind: EvidenceKind) => string
  /** The sentence of a refusal; the launch is null where there is none. */
  reason: (reason: Reason, view: LaunchView | null) => string
  /** Why this is in the way, in one sentence; `people: false` leaves out what people wrote. */
  blocker: (blocker: Blocker, view: LaunchView, telling?: SentenceOptions) => string
  /** Why the tick of an item no longer counts. */
  stale: (view: LaunchView, gate: string, item: string, cause: StaleCause) => string
  /** The same with the item's sentence before it. */
  staleItem: (view: LaunchView, gate: string, item: string, cause: StaleCause) => string
  /** "Are we ready?" in one sentence; `people: false` leaves out what people wrote. */
  summary: (verdict: Verdict, view: LaunchView, telling?: SentenceOptions) => string
  /** Who did what, without a full stop. */
  logLine: (entry: Entry, view: LaunchView, textOf: TextOf) => string
  /** The same of an entry of the installation's log. */
  installationLine: (entry: InstallationEntry, texts: InstallationTexts) => string
}

/** Every command that has a button: those that people may ask for, now or later, and creating. */
export type ButtonCommand = Extract<Key, `command.${string}`> extends `command.${infer C}` ? C : never

const { en } = languagesInFolders
const messagesOf = new Map<string, Catalogue>()
const made = new Map<string, Words>()
const tags: string[] = []

/** The languages that there are words in, by tag: English, which a reader of any other gets, and the others by their tags. */
export const languages: readonly string[] = tags

/**
 * Adds a language by its tag of BCP 47; from then on pages offer it, and dates, numbers and plurals follow the tag. The languages of
 * languages.ts are there from the start. Gives what takes it away again.
 */
export function addLanguage(tag: string, messages: Catalogue): () => void {
  messagesOf.set(tag, messages)
  tags.push(tag)
  return () => {
    messagesOf.delete(tag)
    made.delete(tag)
    tags.splice(tags.indexOf(tag), 1)
  }
}

addLanguage('en', en)
for (const [tag, messages] of Object.entries(languagesInFolders)) if (tag !== 'en') addLanguage(tag, messages)

/** The words of this language, made once; of a language that there is none of, English. */
export function words(lang: string): Words {
  const tag = messagesOf.has(lang) ? lang : 'en'
  const known = made.get(tag)
  if (known) return known
  const fresh = wordsOf(tag, messagesOf.get(tag) ?? en)
  made.set(tag, fresh)
  return fresh
}

/** The words of a catalogue. */
export function wordsOf(lang: string, messages: Catalogue): Words {
  const said = speech(lang, messages)
  const between = marks(said)
  const parts: Parts = {
    speech: said,
    dates: dates(said),
    marks: between,
    numbers: numbers(said, between),
    titles: titles(said),
  }
  const { t, pieces } = said
  const everything = { people: true }
  const { compare } = new Intl.Collator(lang, { numeric: true })
  return {
    lang,
    compare,
    t,
    pieces,
    marks: between,
    sentences: (sentences) => sentences.join(between.sentence),
    ...parts.dates,
    ...parts.numbers,
    ...parts.titles,
    status: (status) => t(`status.${status}`),
    launchState: (state) => t(`launch-state.${state}`),
    command: (type) => t(`command.${type}`),
    kind: (kind) => t(`kind.${kind}`),
    reason: (reason, view) => reasonSentence(parts, reason, view),
    blocker: (blocker, view, telling = everything) => blockerSentence(parts, blocker, view, telling),
    stale: (view, gate, item, cause) => causeSentence(parts, gate, item, cause, view),
    staleItem: (view, gate, item, cause) => itemCause(parts, gate, item, cause, view),
    summary: (verdict, view, telling = everything) => summarySentence(parts, verdict, view, telling),
    logLine: (entry, view, textOf) => logSentence(parts, entry, view, textOf),
    installationLine: (entry, texts) => installationSentence(parts, entry, texts),
  }
}

export type { Arguments } from './t.ts'
export type { InstallationTexts, Key, SentenceOptions, T, TextOf }
