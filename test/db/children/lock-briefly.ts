import Database from 'better-sqlite3'

/** Holds the write lock of the file for the milliseconds given, and says when it has it. */
const client = new Database(process.argv[2] ?? '')
client.exec('BEGIN IMMEDIATE')
console.log('locked')
setTimeout(() => client.close(), Number(process.argv[3]))
