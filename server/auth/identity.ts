import type { Person } from '../../db/directory.ts'
import type { Services } from '../services.ts'
import { demoProvider } from './providers/demo.ts'
import type { IdentityProvider } from './providers/provider.ts'

/** Those by which people can sign in. */
const providers: readonly IdentityProvider[] = [demoProvider]

/** Whether this person may be signed in. A session counts only as long as this holds. */
export async function maySignIn(services: Services, person: Person): Promise<boolean> {
  if (!person.active) return false
  for (const provider of providers) if (provider.knows(person) && (await provider.isOpen(services))) return true
  return false
}

/** The open provider by which people are picked from a list; null where each has to prove who they are. */
export async function listProvider(services: Services): Promise<IdentityProvider | null> {
  for (const provider of providers) if (provider.picksFromList && (await provider.isOpen(services))) return provider
  return null
}
