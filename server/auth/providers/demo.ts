import { demoMode, isOfCast } from '../../demo/seed.ts'
import type { IdentityProvider } from './provider.ts'

/** The people of the demo, whom everyone at this machine may act as. */
export const demoProvider: IdentityProvider = {
  methods: ['list'],
  isOpen: demoMode,
  knows: isOfCast,
  picksFromList: true,
  link: null,
}
