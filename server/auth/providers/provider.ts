import type { Person } from '../../../db/directory.ts'
import type { Services } from '../../services.ts'

/** A way for people to sign in. */
export interface IdentityProvider {
  /** Whether the settings and the database allow it now. */
  isOpen(services: Services): Promise<boolean>
  /** Whether it can sign in this person; it must be open as well. Asked at every request, so it reads nothing. */
  knows(person: Pick<Person, 'id' | 'email'>): boolean
  /** Whether people are picked from a list, so that anyone who reaches the server may act as anyone that it knows. */
  picksFromList: boolean
}
