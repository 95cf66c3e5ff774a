import { personByEmail } from '../../machines/installation/directory.ts'
import { passwordLinkLife } from '../../machines/installation/password-links.ts'
import { newPasswordLink, newSetupLink } from '../auth/one-time-links.ts'
import { Failed } from './failed.ts'
import { instant, print, say } from './print.ts'
import { withStore } from './services.ts'

/** Prints a one-time link, alone on stdout, by which a locked-out administrator chooses a new password. */
export async function reset(email: string): Promise<void> {
  await withStore(async (store, config) => {
    const people = await store.directory.people()
    const person = personByEmail({ people }, email.trim())
    if (person === undefined)
      throw new Failed(`No one has the email address "${email}". See \`launchgate person list\`.`)
    if (!person.admin)
      throw new Failed(`${person.name} isn’t an admin. An admin can make a link for them under People.`)
    const wish = { person: person.id, life: passwordLinkLife }
    const link = await newPasswordLink({ store, config }, wish, Date.now())
    if (typeof link === 'string') throw new Failed(`${person.name} is deactivated and can’t sign in.`)
    say(`${person.name} can choose a new password with this link, once, until ${instant(link.expiresAt)}.`)
    print(link.url)
  })
}

/** Prints a new link for the first run, alone on stdout; earlier ones stop working. */
export async function setupLink(): Promise<void> {
  await withStore(async (store, config) => {
    const link = await newSetupLink({ store, config }, Date.now())
    if (typeof link === 'string') throw new Failed('Launchgate is already set up: this database has people.')
    say(`Creates the first admin, once, until ${instant(link.expiresAt)}.`)
    print(link.url)
  })
}
