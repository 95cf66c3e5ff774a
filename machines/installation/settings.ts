import type { Commitment } from '../commitment.ts'
import { mayAdminister } from './directory.ts'
import type { Author, InstallationData } from './entry.ts'
import type { Change, InstallationRuling, Known } from './known.ts'

/** The settings of the installation that are kept in the database, and the rule about changing them. */

/** By what each is kept. */
export const settingNames = { organization: 'organization', language: 'language', timeZone: 'time-zone' } as const

export interface InstallationSettings {
  organization: string
  language: string
  timeZone: string
}

/** What holds before anybody has chosen. */
export const usualSettings: InstallationSettings = { organization: '', language: 'en', timeZone: 'UTC' }

export function settingsOf(settings: ReadonlyMap<string, string>): InstallationSettings {
  return {
    organization: settings.get(settingNames.organization) ?? usualSettings.organization,
    language: settings.get(settingNames.language) ?? usualSettings.language,
    timeZone: settings.get(settingNames.timeZone) ?? usualSettings.timeZone,
  }
}

/** Only what differs is written; `organization` is its new name as the log holds it. */
export function changeSettings(
  known: Known,
  wish: InstallationSettings,
  organization: Commitment,
  by: Author,
): InstallationRuling {
  if (!mayAdminister(known, by)) return { accepted: false, reason: 'not-admin' }
  const before = settingsOf(known.settings)
  const differs = (name: keyof InstallationSettings) => wish[name] !== before[name]
  const data: InstallationData<'settings.change'> = {
    ...(differs('organization') ? { organization } : {}),
    ...(differs('language') ? { language: wish.language } : {}),
    ...(differs('timeZone') ? { timeZone: wish.timeZone } : {}),
  }
  const changed = (['organization', 'language', 'timeZone'] as const).filter(differs)
  if (changed.length === 0) return { accepted: true, entries: [], changes: [] }
  return {
    accepted: true,
    entries: [{ action: 'settings.change', actor: by, data }],
    changes: changed.map((name): Change => ({ put: 'settings', row: { name: settingNames[name], value: wish[name] } })),
  }
}
