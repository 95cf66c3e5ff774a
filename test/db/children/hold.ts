import { lockFile } from '../../../db/sqlite/lock.ts'

/** Holds the file as its server would, until it is killed. */
lockFile(process.argv[2] ?? '')
console.log('held')
setInterval(() => {}, 1000)
