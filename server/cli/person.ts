import { z } from 'zod'
import { title } from '../../machines/commands.ts'
import { operator } from '../../machines/installation/entry.ts'
import { slug } from '../../machines/pipeline/pipeline.ts'
import { deactivatePerson } from '../auth/change-people.ts'
import { newPasswordLink, welcomeLife } from '../auth/one-time-links.ts'
import { addPerson } from '../auth/people.ts'
import { isDemoDatabase } from '../demo/seed.ts'
import { Failed } from './failed.ts'
import { instant, print, say, table } from './print.ts'
import { withServices, withStore } from './services.ts'

export interface PersonOptions {
  name: string
  email: string
  id?: string
  role?: string[]
  admin: boolean
  auditor: boolean
}

/** Prints the id on stdout; on stderr a link by which the person chooses a password. */
export async function add(options: PersonOptions): Promise<void> {
  const { name, email, id, role: roles = [], admin, auditor } = options
  if (!title.safeParse(name).success) throw new Failed('--name takes 1 to 200 characters.')
  if (!z.email().max(254).safeParse(email).success)
    throw new Failed(`Invalid --email "${email}": expected an email address.`)
  if (id !== undefined && !slug.max(60).safeParse(id).success)
    throw new Failed(`Invalid --id "${id}": use lowercase letters, digits and hyphens, up to 60 characters.`)
  const wrong = roles.find((role) => !slug.safeParse(role).success)
  if (wrong !== undefined) throw new Failed(`Invalid --role "${wrong}": expected a role ID, e.g. content-team.`)
  await withServices(async ({ store, config, pipelines }) => {
    const known = new Set((await pipelines.all()).flatMap(({ definition }) => definition.roles))
    const person = await addPerson(
      store,
      { name: name.trim(), email, id, roles: [...new Set(roles)], admin, auditor },
      Date.now(),
    )
    for (const role of person.roles) if (!known.has(role)) say(`Warning: no pipeline uses the role "${role}" yet.`)
    if (await isDemoDatabase(store))
      say(`Warning: this is a demo database. ${person.name} won’t appear on the sign-in page.`)
    print(person.id)
    const link = await newPasswordLink({ store, config }, { person: person.id, life: welcomeLife }, Date.now())
    if (typeof link === 'string') throw new Failed(`${person.name} was added, but got no link to choose a password.`)
    say(`To sign in, ${person.name} chooses a password with this link, once, until ${instant(link.expiresAt)}:`)
    say(link.url)
  })
}

export async function list(): Promise<void> {
  await withStore(async (store) => {
    const people = await store.directory.people()
    if (people.length === 0) say('No people yet. Run `launchgate person add` or `launchgate seed --demo`.')
    const rows = people.map(({ id, name, email, roles, admin, auditor, active }) => {
      const may = [...roles, ...(admin ? ['(admin)'] : []), ...(auditor ? ['(auditor)'] : [])]
      return [id, name, email, active ? 'active' : 'inactive', may.join(', ')]
    })
    print(table(['ID', 'NAME', 'EMAIL', 'STATE', 'ROLES'], rows))
  })
}

/** Ends their sessions and tokens at once; a running server notices at their next request. */
export async function deactivate(id: string): Promise<void> {
  await withStore(async (store) => {
    const reason = await deactivatePerson(store, id, operator, Date.now())
    if (reason === 'unknown-person')
      throw new Failed(`Person "${id}" not found. Run \`launchgate person list\` to see all IDs.`)
    if (reason === 'last-admin')
      throw new Failed(`${id} is the last active admin. Add another admin first (\`launchgate person add --admin\`).`)
    say(
      reason === null
        ? `${id} is deactivated; sessions and tokens ended. Launch roles remain until reassigned.`
        : `${id} is already inactive.`,
    )
  })
}
