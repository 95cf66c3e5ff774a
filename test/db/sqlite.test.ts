import { storeContract } from './contract.ts'
import { searchContract } from './contract-search.ts'
import { forgeryContract } from './forgery-contract.ts'
import { sqlitePlace } from './sqlite-place.ts'

storeContract('SQLite', sqlitePlace)
searchContract('SQLite', sqlitePlace)
forgeryContract('SQLite', sqlitePlace)
