import type { Commitment } from '../commitment.ts'
import { personBy } from './directory.ts'
import { type InstallationDraft, personAuthor } from './entry.ts'
import type { Change, InstallationRuling, Known } from './known.ts'
import { newProfile } from './people.ts'
import type { Person, Profile } from './records.ts'

/** What people change about themselves. */
export interface ProfileWish extends Pick<Profile, 'language' | 'timeZone' | 'theme'> {
  name: string
  /** The name as the log holds it. */
  sealedName: Commitment
}

/** The language alone, chosen at the foot of a page. Like every preference it is no entry. */
export function changeLanguage(known: Known, id: string, language: string): InstallationRuling {
  const person = activePerson(known, id)
  if ('accepted' in person) return person
  const row = { ...(known.profiles.get(id) ?? newProfile(id)), language }
  return { accepted: true, entries: [], changes: [{ put: 'profiles', row }] }
}

/** Who changes something about themselves, or why they can't. */
function activePerson(known: Known, id: string): Person | (InstallationRuling & { accepted: false }) {
  const person = personBy(known, id)
  if (person === undefined) return { accepted: false, reason: 'unknown-person' }
  return person.active ? person : { accepted: false, reason: 'inactive-person' }
}

/** Only a new name is an entry: language, time zone and theme are nobody else’s business. */
export function changeProfile(known: Known, id: string, wish: ProfileWish): InstallationRuling {
  const person = activePerson(known, id)
  if ('accepted' in person) return person
  const { name, sealedName, language, timeZone, theme } = wish
  const profile = { ...(known.profiles.get(id) ?? newProfile(id)), language, timeZone, theme }
  const { pseudonym, roles, admin, auditor } = person
  const renamed: InstallationDraft = {
    action: 'person.change',
    actor: personAuthor(person),
    data: { person: pseudonym, roles: [...roles], admin, auditor, name: sealedName },
  }
  const rename: Change = { put: 'people', row: { ...person, name } }
  const isRenamed = name !== person.name
  return {
    accepted: true,
    entries: isRenamed ? [renamed] : [],
    changes: [{ put: 'profiles', row: profile }, ...(isRenamed ? [rename] : [])],
  }
}
