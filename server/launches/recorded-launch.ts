import type { LogHead } from '../../db/store.ts'
import type { Services } from '../services.ts'
import { type LaunchView, readLaunch } from './read-launch.ts'

/** A launch with the head of its log at the same version, by which a page of it can be proved. */
export interface RecordedLaunch {
  view: LaunchView
  /** Null where it could not be read together with the launch. */
  head: LogHead | null
}

/** A commit that falls between the two reads is read too. More than one does only where something writes without a pause. */
const mostTries = 3

/** Null when there is no such launch. */
export async function readRecorded(services: Services, slug: string, now: number): Promise<RecordedLaunch | null> {
  for (let tries = 1; ; tries += 1) {
    const view = await readLaunch(services, slug, now)
    if (view === null) return null
    const head = await services.store.storedHead(slug)
    if (head?.version === view.version) return { view, head }
    if (tries === mostTries) return { view, head: null }
  }
}
