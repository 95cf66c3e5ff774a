import type { Person } from '../../db/directory.ts'
import type { SignInMethod } from '../../machines/installation/records.ts'
import type { Services } from '../services.ts'
import { demoProvider } from './providers/demo.ts'
import { oidcProvider } from './providers/oidc.ts'
import { ownProvider } from './providers/own.ts'
import type { IdentityProvider } from './providers/provider.ts'

/** Those by which people can sign in. */
const providers: readonly IdentityProvider[] = [demoProvider, ownProvider, oidcProvider]

/** Whether this person may be signed in by this method. A session counts only as long as this holds. */
export async function maySignIn(services: Services, person: Person, method: SignInMethod): Promise<boolean> {
  if (!person.active) return false
  for (const provider of providers)
    if (provider.methods.includes(method) && provider.knows(person) && (await provider.isOpen(services))) return true
  return false
}

/** The open provider by which people are picked from a list; null where each has to prove who they are. */
export async function listProvider(services: Services): Promise<IdentityProvider | null> {
  for (const provider of providers) if (provider.picksFromList && (await provider.isOpen(services))) return provider
  return null
}

/** The open providers whose sign-in begins on a page of their own. */
export async function linkedProviders(services: Services): Promise<NonNullable<IdentityProvider['link']>[]> {
  const open = await Promise.all(providers.map((each) => each.isOpen(services)))
  return providers.flatMap(({ link }, at) => (open[at] && link !== null ? [link] : []))
}
