import { openSqlite } from '../../../db/sqlite/store.ts'

/** Opens the file, says so, and ends. */
const store = await openSqlite(process.argv[2] ?? '')
console.log('open')
await store.close()
