import { type Store, StoreUnavailable } from '../../db/store.ts'
import type { Author } from '../../machines/installation/entry.ts'
import { ClockJumped } from '../clock.ts'
import type { Services } from '../services.ts'

/** Entries about those who read logs. `launch` null: the log of the installation. */

/** For so long after an entry, in ms, the same reader of the same log has no other. */
const quiet = { 'log.view': 3_600_000, 'log.export': 60_000 }
type ReadAction = keyof typeof quiet

/** When each reader last had an entry. */
const written = new WeakMap<Store, Map<string, number>>()
const mostRemembered = 10_000

/** Writes that somebody read a log, unless that was written lately. Best effort: a log can also be read while nothing can be written. */
export async function noteLogRead(
  { store, clock, log }: Pick<Services, 'store' | 'clock' | 'log'>,
  action: ReadAction,
  author: Author,
  launch: string | null,
): Promise<void> {
  const times = written.get(store) ?? new Map<string, number>()
  written.set(store, times)
  const key = JSON.stringify([action, author.id, launch])
  try {
    const at = clock()
    const last = times.get(key) ?? (await lastRead(store, action, author, launch, at))
    if (last !== null && at - last < quiet[action]) return
    times.delete(key)
    times.set(key, at)
    const [oldest] = times.keys()
    if (times.size > mostRemembered && oldest !== undefined) times.delete(oldest)
    const entries = [{ action, actor: author, data: { launch } }]
    await store.installation.change({
      at,
      asked: {},
      texts: [],
      decide: () => ({ accepted: true, entries, changes: [] }),
    })
  } catch (error) {
    if (!(error instanceof StoreUnavailable || error instanceof ClockJumped)) throw error
    times.delete(key)
    log.debug({ err: error }, 'a reader of a log was not logged')
  }
}

/** A server that was started again has forgotten its readers. */
async function lastRead(
  store: Store,
  action: ReadAction,
  author: Author,
  launch: string | null,
  at: number,
): Promise<number | null> {
  const filter = { person: author.id, actions: [action], from: at - quiet[action] }
  const found = await store.installation.find(filter, 0, 200)
  const same = found.find((entry) => entry.action === action && entry.data.launch === launch)
  return same === undefined ? null : Date.parse(same.at)
}
