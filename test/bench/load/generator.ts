import { text } from 'node:stream/consumers'
import { type Load, sendLoad } from './send-load.ts'

/** A process that sends the loads it reads as JSON from stdin, all at once, and writes their results to stdout. */

// The shape that load.ts writes.
const loads = JSON.parse(await text(process.stdin)) as Load[]
process.stdout.write(JSON.stringify(await Promise.all(loads.map(sendLoad))))
