import { z } from 'zod'
import { title } from '../../machines/commands.ts'
import { operator } from '../../machines/installation/entry.ts'
import { slug } from '../../machines/pipeline/pipeline.ts'
import { deactivatePerson } from '../auth/change-people.ts'
import { newPasswordLink, welcomeLife } from '../auth/one-time-links.ts'
import { addPerson } from '../auth/people.ts'
import { isDemoDatabase } from '../demo/seed.ts'
import { Failed } from './failed.ts'
import { t } from './language.ts'
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
  if (!title.safeParse(name).success) throw new Failed(t('cli.wrong-name'))
  if (!z.email().max(254).safeParse(email).success) throw new Failed(t('cli.wrong-email', { email }))
  if (id !== undefined && !slug.max(60).safeParse(id).success) throw new Failed(t('cli.wrong-id', { id }))
  const wrong = roles.find((role) => !slug.safeParse(role).success)
  if (wrong !== undefined) throw new Failed(t('cli.wrong-role', { role: wrong }))
  await withServices(async ({ store, config, pipelines }) => {
    const known = new Set((await pipelines.all()).flatMap(({ definition }) => definition.roles))
    const person = await addPerson(
      store,
      { name: name.trim(), email, id, roles: [...new Set(roles)], admin, auditor },
      Date.now(),
    )
    for (const role of person.roles) if (!known.has(role)) say(t('cli.unused-role', { role }))
    if (await isDemoDatabase(store)) say(t('cli.not-in-demo', { person: person.name }))
    print(person.id)
    const link = await newPasswordLink({ store, config }, { person: person.id, life: welcomeLife }, Date.now())
    if (typeof link === 'string') throw new Failed(t('cli.no-password-link', { person: person.name }))
    say(t('cli.welcome-link', { person: person.name, until: instant(link.expiresAt) }))
    say(link.url)
  })
}

export async function list(): Promise<void> {
  await withStore(async (store) => {
    const people = await store.directory.people()
    if (people.length === 0) say(t('cli.no-people'))
    const rows = people.map(({ id, name, email, roles, admin, auditor, active }) => {
      const may = [...roles, ...(admin ? [t('cli.admin')] : []), ...(auditor ? [t('cli.auditor')] : [])]
      return [id, name, email, active ? t('cli.active') : t('cli.inactive'), may.join(', ')]
    })
    const heads = [t('cli.head.id'), t('cli.head.name'), t('cli.head.email'), t('cli.head.state'), t('cli.head.roles')]
    print(table(heads, rows))
  })
}

/** Ends their sessions and tokens at once; a running server notices at their next request. */
export async function deactivate(id: string): Promise<void> {
  await withStore(async (store) => {
    const reason = await deactivatePerson(store, id, operator, Date.now())
    if (reason === 'unknown-person') throw new Failed(t('cli.no-such-person', { id }))
    if (reason === 'last-admin') throw new Failed(t('cli.last-admin', { id }))
    say(reason === null ? t('cli.person-ended', { id }) : t('cli.already-inactive', { id }))
  })
}
