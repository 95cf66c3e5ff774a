import { personByEmail } from '../../machines/installation/directory.ts'
import { passwordLinkLife } from '../../machines/installation/password-links.ts'
import { newPasswordLink, newSetupLink } from '../auth/one-time-links.ts'
import { Failed } from './failed.ts'
import { t } from './language.ts'
import { instant, print, say } from './print.ts'
import { withStore } from './services.ts'

/** Prints a one-time link, alone on stdout, by which a locked-out administrator chooses a new password. */
export async function reset(email: string): Promise<void> {
  await withStore(async (store, config) => {
    const people = await store.directory.people()
    const person = personByEmail({ people }, email.trim())
    if (person === undefined) throw new Failed(t('cli.no-such-email', { email }))
    if (!person.admin) throw new Failed(t('cli.not-an-admin', { person: person.name }))
    const wish = { person: person.id, life: passwordLinkLife }
    const link = await newPasswordLink({ store, config }, wish, Date.now())
    if (typeof link === 'string') throw new Failed(t('cli.deactivated', { person: person.name }))
    say(t('cli.password-link', { person: person.name, until: instant(link.expiresAt) }))
    print(link.url)
  })
}

/** Prints a new link for the first run, alone on stdout; earlier ones stop working. */
export async function setupLink(): Promise<void> {
  await withStore(async (store, config) => {
    const link = await newSetupLink({ store, config }, Date.now())
    if (typeof link === 'string') throw new Failed(t('cli.already-set-up'))
    say(t('cli.setup-link', { until: instant(link.expiresAt) }))
    print(link.url)
  })
}
