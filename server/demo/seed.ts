import type { Person } from '../../db/directory.ts'
import { type Store, Taken } from '../../db/store.ts'
import { addPerson } from '../auth/people.ts'
import { mayBeDemo } from '../config.ts'
import { whileSeeding } from '../launches/seeding-lock.ts'
import type { Services } from '../services.ts'
import { aurora } from './aurora.ts'
import { borealis } from './borealis.ts'
import { hello } from './hello.ts'
import { play, type Story } from './script.ts'

/** The demo: its people, and launches that they made through the one door, so that their logs are real ones. */

interface Member {
  id: string
  name: string
  roles: string[]
  admin?: true
  auditor?: true
}

const cast: readonly Member[] = [
  { id: 'priya', name: 'Priya Nair', roles: ['ecommerce-sme'] },
  { id: 'helen', name: 'Helen Cho', roles: ['head-of-digital'] },
  { id: 'tom', name: 'Tom Becker', roles: ['backend-developer'] },
  { id: 'ana', name: 'Ana Ruiz', roles: ['technical-sme'] },
  { id: 'lin', name: '林雅婷', roles: ['frontend-developer'] },
  { id: 'sam', name: 'Sam Okafor', roles: ['tester'] },
  { id: 'joon', name: '박준', roles: ['inventory-manager'] },
  { id: 'wei', name: '陳偉', roles: ['logistics-manager'] },
  { id: 'marta', name: 'Marta Silva', roles: ['marketing-manager'] },
  { id: 'ben', name: 'Ben Ito', roles: ['business-analyst'] },
  { id: 'chloe', name: 'Chloe Martin', roles: ['content-team'] },
  { id: 'yuna', name: '김유나', roles: ['customer-service'] },
  { id: 'fay', name: 'Fay Stone', roles: ['full-stack-developer'] },
  { id: 'omar', name: 'Omar Haddad', roles: [], auditor: true },
  { id: 'ada', name: 'Ada Byrne', roles: [], admin: true },
]

const mark = 'demo'

/** The demo's launches by their first names. */
export const stories = { aurora, borealis, hello } as const satisfies Record<string, Story>

/** Whether people may be picked at sign-in: asked for or marked, and never where others than this machine reach it nor in production. */
export async function demoMode({ config, store }: Services): Promise<boolean> {
  return mayBeDemo(config) && (config.demo || (await isDemoDatabase(store)))
}

const begun = 'begun'
const complete = 'yes'

/** Whether the making of the demo broke off, or is still going on. */
export async function isDemoBegun(store: Store): Promise<boolean> {
  return (await store.directory.setting(mark)) === begun
}

/** Whether the demo was put into this database. */
export async function isDemoDatabase(store: Store): Promise<boolean> {
  return (await store.directory.setting(mark)) === complete
}

/** Whether anybody may take this person's place in the demo: the cast and nobody else. */
export function isOfCast({ id, email }: Pick<Person, 'id' | 'email'>): boolean {
  return cast.some((each) => each.id === id && emailOf(each) === email)
}

/**
 * The people of the demo and its launches, complete when this resolves; the database is marked, so that the demo
 * stays after a restart. When nothing was to be done, `why`: it was there, the database has people of its own (who could
 * then be picked by anybody), or the settings are not those of a demo. May run twice at once, and after a run that broke off.
 */
export async function seedDemo(
  services: Services,
): Promise<{ seeded: boolean; why: 'there' | 'not-empty' | 'not-here' | null }> {
  const { config, store } = services
  if (!mayBeDemo(config)) return { seeded: false, why: 'not-here' }
  if (await isDemoDatabase(store)) return { seeded: false, why: 'there' }
  if (!(await store.directory.people()).every(isOfCast)) return { seeded: false, why: 'not-empty' }
  await store.directory.setSetting(mark, begun)
  await addCast(store, services.clock())
  for (const [slug, story] of Object.entries(stories)) await seedStory(services, story, slug)
  await store.directory.setSetting(mark, complete)
  return { seeded: true, why: null }
}

/** Those of the cast who are missing. */
export async function addCast(store: Store, at: number): Promise<void> {
  const there = new Set((await store.directory.people()).map(({ id }) => id))
  for (const member of cast.filter(({ id }) => !there.has(id))) {
    const { id, name, roles, admin = false, auditor = false } = member
    try {
      await addPerson(store, { id, name, email: emailOf(member), roles, admin, auditor }, at)
    } catch (error) {
      // Another process seeds at the same time.
      if (!(error instanceof Taken && (await store.directory.person(id)))) throw error
    }
  }
}

const emailOf = ({ id }: Member): string => `${id}@example.com`

/** Makes a launch of the demo, or what is missing of it, with the cast in its roles. */
export async function seedStory(services: Services, story: Story, slug: string): Promise<void> {
  const people: Record<string, string[]> = {}
  for (const { id, roles } of cast) for (const role of roles) people[role] = [...(people[role] ?? []), id]
  await whileSeeding(services.store, slug, services.clock(), () => play(services, story, { slug, people }))
}
