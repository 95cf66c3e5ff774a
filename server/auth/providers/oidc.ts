import type { IdentityProvider } from './provider.ts'

/** Single sign-on at the OpenID provider of the settings. */
export const oidcProvider: IdentityProvider = {
  methods: ['oidc'],
  isOpen: async ({ config }) => config.oidc !== null,
  knows: () => true,
  picksFromList: false,
  link: { path: '/sign-in/oidc', label: 'sign-in.oidc' },
}
