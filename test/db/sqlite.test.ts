import { storeContract } from './contract/store-contract.ts'
import { placeWithTables } from './sqlite-place.ts'

storeContract('SQLite', placeWithTables)
