import type { Outcome } from '../../db/store.ts'
import { decideClock } from '../../machines/due.ts'
import { type ActionName, actionNames, type Entry } from '../../machines/entry.ts'
import { changesLaunchPage } from '../../machines/reading/outdated-launch-page.ts'
import { movesGateVersion } from '../../machines/step.ts'
import type { Services } from '../services.ts'
import type { CommandRequest } from './command-request.ts'

const mostChanges = 20
const launchChanges = actionNames.filter(changesLaunchPage)
const gateChanges = actionNames.filter(movesGateVersion)

/** What has changed about the launch as a whole, besides its plan and its people, since it had this version; the newest of it, in order. */
export function launchEntriesSince(
  services: Pick<Services, 'store'>,
  launch: string,
  version: number,
): Promise<Entry[]> {
  return changesOf(services, launch, '', launchChanges, version)
}

/** What has changed about a gate, besides comments and assignments, since it had this version; the newest of it, in order. */
export function gateEntriesSince(
  services: Pick<Services, 'store'>,
  launch: string,
  gate: string,
  version: number,
): Promise<Entry[]> {
  return changesOf(services, launch, gate, gateChanges, version)
}

async function changesOf(
  { store }: Pick<Services, 'store'>,
  launch: string,
  gate: string,
  actions: readonly ActionName[],
  version: number,
): Promise<Entry[]> {
  const newest = await store.entriesAbout(launch, gate, {
    actions,
    before: Number.MAX_SAFE_INTEGER,
    limit: mostChanges,
  })
  return newest.filter(({ seq }) => seq >= version)
}

/** The entries that made the sender’s page outdated, also those that are due and not written yet. */
export async function entriesSincePage(
  services: Services,
  { launch, command, seen }: CommandRequest,
  { refusal, state }: Extract<Outcome, { kind: 'refused' }>,
  now: number,
): Promise<Entry[]> {
  if (refusal.kind !== 'stale') return []
  const clock = state && decideClock(state, now, '')
  const due = clock?.accepted ? clock.entries : []
  if (seen !== undefined) {
    const written = await launchEntriesSince(services, launch, seen.version)
    return [...written, ...due.filter(({ action }) => changesLaunchPage(action))]
  }
  if (!('gate' in command) || command.ifVersion === undefined) return []
  const written = await gateEntriesSince(services, launch, command.gate, command.ifVersion)
  return [...written, ...due.filter(({ gate, action }) => gate === command.gate && movesGateVersion(action))]
}
