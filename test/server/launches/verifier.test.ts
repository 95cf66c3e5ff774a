import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { StoreUnavailable } from '../../../db/store.ts'
import { type Verifier, verifierInThread } from '../../../server/launches/verifier.ts'
import { createLaunch, openShop, type Shop } from '../../support/shop.ts'
import { fileOf, tamperWith } from '../../support/tamper.ts'

/** The thread that verifies launches beside the server. */

let shop: Shop
let verifier: Verifier
beforeAll(async () => {
  shop = await openShop()
  for (const launch of ['corner', 'attic', 'cellar', 'garage', 'garden', 'terrace'])
    await createLaunch(shop, launch, 'pop-up')
  verifier = verifierInThread(shop.services.config)
})
afterAll(async () => {
  await verifier.close()
  await shop.close()
})

const forge = (statement: string): void => tamperWith(fileOf(shop.services.config.databaseUrl), statement)
const start = (launch: string) => shop.send('priya', launch, { type: 'launch.start' }).expect(200)

describe('a thread that verifies launches', () => {
  test('finds them whole, each as it is now, also when it goes on from there', async () => {
    const both = await Promise.all(['corner', 'attic'].map((launch) => verifier.verify(launch, true)))
    expect(both).toMatchObject([
      { matches: true, entries: 1 },
      { matches: true, entries: 1 },
    ])
    await start('corner')
    const root = (await shop.store.storedHead('corner'))?.root
    expect(await verifier.verify('corner', false)).toMatchObject({ matches: true, entries: 2, root })
    expect(await verifier.verify('attic', false)).toEqual(both[1])
    expect(await verifier.verify('nowhere', false)).toEqual({
      matches: false,
      difference: 'there is no launch nowhere',
    })
  })

  test('finds an entry that was altered, and nothing wrong with other launches', async () => {
    await start('cellar')
    await verifier.verify('cellar', true)
    forge(`update entries set leaf = replace(leaf, 'launch.start', 'launch.hold') where launch = 'cellar' and seq = 1`)
    expect(await verifier.verify('cellar', true)).toMatchObject({ matches: false, seq: 1 })
    // What differed is not gone on from.
    expect(await verifier.verify('cellar', false)).toMatchObject({ matches: false, seq: 1 })
    expect(await verifier.verify('attic', true)).toMatchObject({ matches: true })
  })

  test('compares new commits, every row and every number when it goes on', async () => {
    for (const launch of ['garage', 'garden', 'terrace']) await verifier.verify(launch, true)
    await start('garage')
    forge(`update commits set at = 0 where launch = 'garage' and version = 2`)
    forge(`update launch_contents set context = replace(context, target_at, target_at + 1)
      from launches where slug = 'garden' and launch = slug`)
    forge(`update launches set target_at = target_at + 1 where slug = 'garden'`)
    forge(`insert into evidence values ('terrace', '${'ab'.repeat(32)}', 'text/csv', 3)`)
    const differences = {
      garage: /the commits differ: commits\.0\.at is 0/,
      garden: /targetAt/,
      terrace: /1 files are/,
    }
    for (const [launch, difference] of Object.entries(differences))
      expect(await verifier.verify(launch, false)).toMatchObject({
        matches: false,
        difference: expect.stringMatching(difference),
      })
  })

  test('misses a private text of an entry that it has verified', async () => {
    await verifier.verify('attic', true)
    forge(`delete from private_texts where rowid = (select max(rowid) from private_texts where launch = 'attic')`)
    expect(await verifier.verify('attic', false)).toMatchObject({
      difference: expect.stringMatching(/private texts are kept, the entries name/),
    })
  })

  test('says that the database cannot be read, and ends when it is told to: the next check gets another thread', async () => {
    const lost = verifierInThread({ ...shop.services.config, databaseUrl: `${shop.services.config.databaseUrl}.lost` })
    await expect(lost.verify('corner', true)).rejects.toThrow(StoreUnavailable)
    const ended = expect(lost.verify('corner', true)).rejects.toThrow('has ended')
    await lost.close()
    await ended
    await expect(lost.verify('corner', true)).rejects.toThrow(StoreUnavailable)
    await lost.close()
  })
})
