import type { Store } from '../../db/store.ts'

/**
 * While a launch's past is being told, the clock of today must not write into it: what was fresh three weeks ago would be too old at once,
 * and the story could not go on. A mark in the database, since the teller may be another process than the clock.
 */

const name = (launch: string) => `telling ${launch}`
/** A teller that broke off is not waited for longer than this, in ms. */
const longest = 10 * 60_000

/** Tells, with the mark set from before the first step until after the last. `now`: of today. */
export async function whileSeeding(
  store: Store,
  launch: string,
  now: number,
  tell: () => Promise<void>,
): Promise<void> {
  await store.directory.setSetting(name(launch), String(now))
  await tell()
  await store.directory.setSetting(name(launch), '')
}

export async function isBeingSeeded(store: Store, launch: string, now: number): Promise<boolean> {
  const since = await store.directory.setting(name(launch))
  return since !== null && since !== '' && now - Number(since) < longest
}
