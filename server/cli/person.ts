import { z } from 'zod'
import { title } from '../../machines/commands.ts'
import { slug } from '../../machines/pipeline/pipeline.ts'
import { addPerson } from '../auth/people.ts'
import { isDemoDatabase } from '../demo/seed.ts'
import { Failed } from './failed.ts'
import { print, say, table } from './print.ts'
import { withServices, withStore } from './services.ts'

export interface PersonOptions {
  name: string
  email: string
  id?: string
  role?: string[]
  admin: boolean
  auditor: boolean
}

/** Prints the id. */
export async function add(options: PersonOptions): Promise<void> {
  const { name, email, id, role: roles = [], admin, auditor } = options
  if (!title.safeParse(name).success) throw new Failed('--name takes a name of 1 to 200 characters.')
  if (!z.email().max(254).safeParse(email).success) throw new Failed(`--email takes an e-mail address, not "${email}".`)
  if (id !== undefined && !slug.max(60).safeParse(id).success)
    throw new Failed(`--id takes lower-case letters, digits and hyphens, 60 at most, not "${id}".`)
  const wrong = roles.find((role) => !slug.safeParse(role).success)
  if (wrong !== undefined) throw new Failed(`--role takes the id of a role such as content-team, not "${wrong}".`)
  await withServices(async ({ store, pipelines }) => {
    const known = new Set((await pipelines.all()).flatMap(({ definition }) => definition.roles))
    const person = await addPerson(store, { name: name.trim(), email, id, roles: [...new Set(roles)], admin, auditor })
    for (const role of person.roles) if (!known.has(role)) say(`Mind: no pipeline has a role "${role}" yet.`)
    if (await isDemoDatabase(store))
      say(`Mind: this is the database of a demo, and ${person.name} cannot be picked on its sign-in page.`)
    print(person.id)
  })
}

export async function list(): Promise<void> {
  await withStore(async (store) => {
    const people = await store.directory.people()
    if (people.length === 0) say('There is nobody yet: `launchgate person add`, or `launchgate seed --demo`.')
    const rows = people.map(({ id, name, email, roles, admin, auditor, active }) => {
      const may = [...roles, ...(admin ? ['(admin)'] : []), ...(auditor ? ['(auditor)'] : [])]
      return [id, name, email, active ? 'active' : 'inactive', may.join(', ')]
    })
    print(table(['ID', 'NAME', 'E-MAIL', 'STATE', 'ROLES'], rows))
  })
}

/** Their sessions and tokens end at once; a server that runs sees it at their next request. */
export async function deactivate(id: string): Promise<void> {
  await withStore(async (store) => {
    const outcome = await store.directory.deactivatePerson(id, Date.now())
    if (outcome === 'unknown')
      throw new Failed(`There is no person "${id}". \`launchgate person list\` shows their ids.`)
    if (outcome === 'last-admin')
      throw new Failed(
        `${id} is the last active admin and stays: add another first (\`launchgate person add --admin\`).`,
      )
    say(
      outcome === 'was-inactive'
        ? `${id} is inactive already.`
        : `${id} is inactive now: their sessions and tokens ended. Roles that they have in launches stay until somebody else is assigned.`,
    )
  })
}
