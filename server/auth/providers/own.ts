import type { IdentityProvider } from './provider.ts'

/** Passwords and passkeys that the installation keeps itself; the first session of who was invited or set it up is of the same kind. */
export const ownProvider: IdentityProvider = {
  methods: ['password', 'passkey', 'invite', 'setup'],
  isOpen: async () => true,
  knows: () => true,
  picksFromList: false,
  link: null,
}
