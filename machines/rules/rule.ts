import type { Reason } from '../entry.ts'

/**
 * A rule returns the reason why it refuses, or null. A guard of a machine is an ordered list of rules turned into a boolean, so
 * the refusal, the hint beside a disabled button and the tests all come from the same place.
 */
export type Rule<C, E> = (context: C, event: E) => Reason | null

/**
 * - `who`: the actor's role may never do this (403);
 * - `when`: the state of the launch or gate, or the actor's own earlier acts, are in the way (409);
 * - `what`: the command's own fields are in the way (409). A probe, which has no fields yet, skips these.
 */
export interface Rules<C, E> {
  who: Rule<C, E>[]
  when: Rule<C, E>[]
  what: Rule<C, E>[]
}

/** A refusal. `code` has a sentence in the catalogue, which the parameters fill in. */
export const no = (code: string, params: Record<string, unknown> = {}): Reason => ({ code, params })

/** The first reason against, in the order who, when, what. */
export function reasonAgainst<C, E extends { probe?: true }>(rules: Rules<C, E>, context: C, event: E): Reason | null {
  return (
    firstReason(rules.who, context, event) ??
    firstReason(rules.when, context, event) ??
    (event.probe ? null : firstReason(rules.what, context, event))
  )
}

/** The first reason why the actor's role may never do this. */
export function reasonOfRole<C, E>(rules: Rules<C, E>, context: C, event: E): Reason | null {
  return firstReason(rules.who, context, event)
}

function firstReason<C, E>(rules: Rule<C, E>[], context: C, event: E): Reason | null {
  for (const rule of rules) {
    const reason = rule(context, event)
    if (reason) return reason
  }
  return null
}

/** One value for each name. Object.fromEntries forgets which names it was given, hence the cast. */
export const byName = <N extends string, V>(names: readonly N[], make: (name: N) => V): Record<N, V> =>
  Object.fromEntries(names.map((name) => [name, make(name)])) as Record<N, V>
