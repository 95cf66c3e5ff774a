/** What a thing is compared with is measured before and after it: a machine that becomes slower or faster meanwhile changes both. */

export interface Beside<T> {
  result: T
  /** The mean of what limits it, just before and just after. */
  limit: number
}

/** Measures the limit, then each thing followed by the limit again. */
export async function beside<K extends string, T>(
  limit: () => Promise<number>,
  things: Record<K, () => Promise<T>>,
): Promise<Record<K, Beside<T>>> {
  const results: Partial<Record<K, Beside<T>>> = {}
  let before = await limit()
  for (const [name, thing] of Object.entries(things) as [K, () => Promise<T>][]) {
    const result = await thing()
    const after = await limit()
    results[name] = { result, limit: (before + after) / 2 }
    before = after
  }
  // Each name of `things` has its result now.
  return results as Record<K, Beside<T>>
}
