import { storeContract } from './contract.ts'
import { forgeryContract } from './forgery-contract.ts'
import { sqlitePlace } from './sqlite-place.ts'

storeContract('SQLite', sqlitePlace)
forgeryContract('SQLite', sqlitePlace)
