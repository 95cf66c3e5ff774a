import type { Person } from '../../../db/directory.ts'
import type { SignInMethod } from '../../../machines/installation/records.ts'
import type { Services } from '../../services.ts'

/** A way for people to sign in. */
export interface IdentityProvider {
  /** How its sessions begin. */
  methods: readonly SignInMethod[]
  /** Whether the settings and the database allow it now. */
  isOpen(services: Services): Promise<boolean>
  /** Whether it can sign in this person; it must be open as well. Asked at every request, so it reads nothing. */
  knows(person: Pick<Person, 'id' | 'email'>): boolean
  /** Whether people are picked from a list, so that anyone who reaches the server may act as anyone that it knows. */
  picksFromList: boolean
  /** Where its sign-in begins, a page of ours, with the sentence of the link to it; null where the sign-in page itself asks. */
  link: { path: string; label: 'sign-in.oidc' } | null
}
