import type { Store } from '../../db/store.ts'

/**
 * What must not be read in a leaf of the installation's log: names, addresses and texts of people, and what proves who they are. Returns
 * a sentence for each that is there. Every test that closes a shop asks, so each action that a story of the suite writes is looked at.
 */
export async function secretsInLeaves(store: Store): Promise<string[]> {
  const { installation, directory } = store
  const { size } = await installation.head()
  const leaves = await installation.leaves(0, size)
  const texts = (await installation.privateTexts()).map(({ value }) => value)
  const people = (await directory.people()).flatMap(({ name, email }) => [name, email])
  const hashes = (await directory.tokens()).map(({ secretHash }) => secretHash)
  const secrets = [...texts, ...people, ...hashes].filter(isTelling)
  return leaves.flatMap((leaf) =>
    secrets
      .filter((secret) => leaf.includes(JSON.stringify(secret).slice(1, -1)))
      .map((secret) => `“${secret}” in ${leaf}`),
  )
}

/** A short word such as “ci” is a part of many others, and a hash may hold any of them. */
const isTelling = (value: unknown): value is string => typeof value === 'string' && /^.{6,}$|[^a-z0-9]/i.test(value)
