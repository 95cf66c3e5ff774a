import type { Store } from '../../db/store.ts'

/**
 * While a launch is seeded with a story of past weeks, the clock worker must not write to it: by today's clock the story's fresh evidence
 * would be out of date at once, and the story could not go on. The lock is a setting in the database, since another process may be seeding.
 */

const name = (launch: string) => `seeding ${launch}`
/** A seeding that broke off is not waited for longer than this, in ms. */
const longest = 10 * 60_000

/** Seeds with the lock held. `now`: of today. */
export async function whileSeeding(
  store: Store,
  launch: string,
  now: number,
  seed: () => Promise<void>,
): Promise<void> {
  await store.directory.setSetting(name(launch), String(now))
  await seed()
  await store.directory.setSetting(name(launch), '')
}

export async function isBeingSeeded(store: Store, launch: string, now: number): Promise<boolean> {
  const since = await store.directory.setting(name(launch))
  return since !== null && since !== '' && now - Number(since) < longest
}
