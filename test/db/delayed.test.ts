import { storeContract } from './contract/store-contract.ts'
import { delayed } from './delayed.ts'
import { placeWithTables } from './sqlite-place.ts'

storeContract('A store that answers late', async () => {
  const place = await placeWithTables()
  return { ...place, open: async (steady) => delayed(await place.open(steady)) }
})
