import { expect, test } from 'vitest'
import { nobody } from '../../../machines/installation/entry.ts'
import { secretsInLeaves } from '../../support/sealed-leaves.ts'
import { openShop } from '../../support/shop.ts'

/** Every shop of the suite is looked through when it is closed; this is what would be found. */

test('a name, an address or a hash in a leaf is found, and nothing in those that the product writes', async () => {
  const shop = await openShop()
  expect(await secretsInLeaves(shop.store)).toEqual([])
  const [token] = await shop.store.directory.tokens()
  const [joon, omar] = [await shop.store.directory.person('joon'), await shop.store.directory.person('omar')]
  for (const planted of [joon?.name, omar?.email, token?.secretHash]) {
    const data = { status: 401 as const, route: `GET /${planted}`, count: 1 }
    const entries = [{ action: 'access.deny' as const, actor: nobody, data }]
    const decide = () => ({ accepted: true as const, entries, changes: [] })
    await shop.store.installation.change({ at: shop.now, asked: {}, texts: [], decide })
    expect((await secretsInLeaves(shop.store)).at(-1)).toContain(`“${planted}” in`)
  }
  await expect(shop.close()).rejects.toThrow()
})
