import type { en } from './en/index.ts'

/** Keys and arguments, read from the English sentences themselves: a missing key or argument is a compile error. */

export type Key = keyof typeof en

/**
 * What stands between two braces is an argument's name only if it is one word with a small letter: the branches of a plural are
 * sentences, and Chinese and Korean have sentences without a space.
 */
type Name<S extends string> = S extends '' | Uppercase<S> | `${string}${' ' | '#' | '{'}${string}` ? never : S
type Head<S extends string> = S extends `${infer Inside}}${string}` ? Inside : never

/** The names of the arguments that a message takes. */
export type NamesIn<S extends string> = S extends `${string}{${infer Rest}`
  ? (Head<Rest> extends `${infer N},${string}` ? Name<N> : Name<Head<Rest>>) | NamesIn<Rest>
  : never
/** Those of them that must be numbers, because a plural or the grouping of digits asks for one. */
export type NumbersIn<S extends string> = S extends `${string}{${infer Rest}`
  ? (Head<Rest> extends `${infer N}, ${'plural' | 'number'}${string}` ? Name<N> : never) | NumbersIn<Rest>
  : never

/** The arguments of a key: strings that arrive finished, and numbers. */
export type ArgumentsOf<K extends Key> = {
  [N in NamesIn<(typeof en)[K]>]: N extends NumbersIn<(typeof en)[K]> ? number : string
}

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false

/** Any language's catalogue, once it has been checked. */
export type Catalogue = Readonly<Record<Key, string>>

/** Some sentences of English by their keys: those of one file. */
type Sentences = Readonly<Record<string, string>>

/** A translation of English sentences: exactly their keys, and in each message exactly the arguments and the numbers of English. */
type TranslationOf<C, English extends Sentences> = {
  [K in keyof C]: K extends keyof English
    ? C[K] extends string
      ? Same<NamesIn<C[K]>, NamesIn<English[K]>> extends true
        ? Same<NumbersIn<C[K]>, NumbersIn<English[K]>> extends true
          ? C[K]
          : { numbersDifferFrom: English[K] }
        : { argumentsDifferFrom: English[K] }
      : never
    : { isNoKeyOf: English }
}

/**
 * Checks a file of another language against the file of English that it translates, while compiling:
 * `translated<typeof enMail>()({ 'mail.greeting': … })`.
 */
export const translated =
  <English extends Sentences>() =>
  <const C extends Readonly<Record<keyof English, string>>>(
    messages: C & TranslationOf<C, English>,
  ): Readonly<Record<keyof English, string>> =>
    messages
