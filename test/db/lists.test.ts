import { listsContract } from './contract-lists.ts'
import { delayed } from './delayed.ts'
import { sqlitePlace } from './sqlite-place.ts'

listsContract('SQLite', sqlitePlace)
listsContract('A store that answers late', async () => {
  const place = await sqlitePlace()
  return { ...place, open: async () => delayed(await place.open()) }
})
