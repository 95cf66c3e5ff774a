import type { en } from './en/index.ts'

/** Keys and arguments, read from the English sentences themselves: a missing key or argument is a compile error. */

export type Key = keyof typeof en

/** What stands between two braces is an argument's name only if it is one word: the branches of a plural are sentences. */
type Name<S extends string> = S extends '' | `${string}${' ' | '#' | '{'}${string}` ? never : S
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

/** Checks another language while compiling: exactly the keys of English, and in each message exactly its arguments. */
export function catalogue<const C extends Catalogue>(
  messages: C & {
    [K in keyof C]: K extends Key
      ? Same<NamesIn<C[K]>, NamesIn<(typeof en)[K]>> extends true
        ? C[K]
        : { argumentsDifferFrom: (typeof en)[K] }
      : never
  },
): Catalogue {
  return messages
}
