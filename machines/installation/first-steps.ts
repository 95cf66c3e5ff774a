import type { InstallationRuling, Known } from './known.ts'
import { newProfile } from './people.ts'

/** The rule about the list of first steps on an administrator's first page. */

/** Not an entry: it changes nothing but what one person is shown. */
export function hideFirstSteps(known: Known, id: string): InstallationRuling {
  const profile = known.profiles.get(id) ?? newProfile(id)
  return { accepted: true, entries: [], changes: [{ put: 'profiles', row: { ...profile, firstSteps: false } }] }
}
