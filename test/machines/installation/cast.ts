import type { Author } from '../../../machines/installation/entry.ts'
import type { Known } from '../../../machines/installation/known.ts'
import { newProfile } from '../../../machines/installation/people.ts'
import type { Person, Profile } from '../../../machines/installation/records.ts'

/** The people of an installation as its rules see them: one of each kind. */

export const person = (id: string, more: Partial<Person> = {}): Person => ({
  id,
  pseudonym: `p_${id}`,
  name: id,
  email: `${id}@example.com`,
  roles: [],
  admin: false,
  auditor: false,
  active: true,
  ...more,
})

export const cast: readonly Person[] = [
  person('ada', { admin: true }),
  person('bea', { admin: true }),
  person('priya', { roles: ['sme'] }),
  person('tom', { roles: ['developer'] }),
  person('omar', { auditor: true }),
  person('zoe', { admin: true, active: false }),
  person('gone', { name: '', active: false }),
]

const profiles = (people: readonly Person[]): Map<string, Profile> =>
  new Map(people.map(({ id }) => [id, { ...newProfile(id), erasedAt: id === 'gone' ? 1 : null }]))

export const knownOf = (people: readonly Person[] = cast): Known => ({
  people,
  profiles: profiles(people),
  services: [],
  settings: new Map(),
})

export const as = (id: string): Author => ({ id: `p_${id}`, kind: 'person' })

/** Everyone who asks, with what becomes of it where only administrators may. */
export const whoMay: [who: string, by: Author, isAdmin: boolean][] = [
  ['an admin', as('ada'), true],
  ['the command line', { id: 'operator', kind: 'operator' }, true],
  ['a lead', as('priya'), false],
  ['a member', as('tom'), false],
  ['an auditor', as('omar'), false],
  ['an admin who is deactivated', as('zoe'), false],
  ['nobody', { id: 'nobody', kind: 'nobody' }, false],
  ['a service', { id: 's_ci', kind: 'service' }, false],
]
