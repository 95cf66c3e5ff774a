import type { Store } from '../../db/store.ts'
import { hashPassword } from '../../server/auth/password-hash.ts'

/** The password that people of a test have. */
export const password = 'nine lanterns over a quiet harbor'
let hash: Promise<string> | undefined

/** Gives somebody the password above, which is hashed once in this process. */
export async function givePassword(store: Store, person: string): Promise<void> {
  hash ??= hashPassword(password)
  const row = { person, hash: await hash, changedAt: 0 }
  await store.installation.change({
    at: 0,
    asked: {},
    texts: [],
    decide: () => ({ accepted: true, entries: [], changes: [{ put: 'passwords', row }] }),
  })
}
