import { directoryContract } from './contract-directory.ts'
import { sqlitePlace } from './sqlite-place.ts'

directoryContract('SQLite', sqlitePlace)
