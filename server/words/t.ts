import { IntlMessageFormat } from 'intl-messageformat'
import { isolated } from '../text/bidi.ts'
import type { ArgumentsOf, Key, NamesIn } from './catalogue.ts'
import type { en } from './en/index.ts'
import { spacesOf } from './han-spaces.ts'

/** Arguments as they arrive when the key is known only while running; a missing one throws. */
export type Arguments = Record<string, string | number>

/** Says one of these sentences. A key whose message takes no argument needs none; every other needs exactly its own. */
export type TOf<Keys extends Key> = <K extends Keys>(
  key: K,
  ...args: [NamesIn<(typeof en)[K]>] extends [never] ? [] : [args: ArgumentsOf<K>]
) => string

export type T = TOf<Key>

/** Says one of these sentences in pieces, for values that are no strings. */
export type PiecesOf<Keys extends Key> = <K extends Keys, V extends object>(
  key: K,
  args: Record<NamesIn<(typeof en)[K]>, string | V>,
) => (string | V)[]

export type Pieces = PiecesOf<Key>

/** One language's sentences, or some of them. `t` is checked by the compiler, `format` while running: for keys that are put together from codes. */
export interface SpeechOf<Keys extends Key> {
  lang: string
  t: TOf<Keys>
  format: (key: Keys, args: Arguments) => string
  /** As `t`, in pieces: a value that is drawn with markup, such as a time or a link, stands where its argument does. */
  pieces: PiecesOf<Keys>
  /** Narrows a key that was put together from a code; false when the catalogue has no such sentence. */
  has: (key: string) => key is Keys
}

export type Speech = SpeechOf<Key>

/** Every sentence of the product is made here, so this is where names and typed texts are kept from reordering the rest of it. */
function isolatedIn<V>(args: Record<string, V>): Record<string, V | string> {
  const pairs = Object.entries(args)
  return Object.fromEntries(pairs.map(([name, value]) => [name, typeof value === 'string' ? isolated(value) : value]))
}

/** Messages are parsed once each, when they are first said. */
export function speech<Keys extends Key>(lang: string, messages: Readonly<Record<Keys, string>>): SpeechOf<Keys> {
  const parsed = new Map<Keys, IntlMessageFormat>()
  const { markSpaces, resolveSpaces } = spacesOf(lang)
  const message = (key: Keys): IntlMessageFormat => {
    const known = parsed.get(key)
    if (known) return known
    const fresh = new IntlMessageFormat(markSpaces(messages[key]), lang, undefined, { ignoreTag: true })
    parsed.set(key, fresh)
    return fresh
  }
  const format = (key: Keys, args: Arguments): string => resolveSpaces(String(message(key).format(isolatedIn(args))))
  return {
    lang,
    t: (key, ...[args]) => format(key, args ?? {}),
    format,
    pieces: <K extends Keys, V extends object>(key: K, args: Record<NamesIn<(typeof en)[K]>, string | V>) =>
      message(key)
        .formatToParts<V>(isolatedIn<string | V>(args))
        .map(({ value }) => (typeof value === 'string' ? resolveSpaces(value) : value)),
    has: (key): key is Keys => Object.hasOwn(messages, key),
  }
}
