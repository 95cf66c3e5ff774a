/** What docs/performance.md says beside its figures. */

export const pageStart = `# Performance

Made by \`npm run bench -- --write\` from [performance.json](performance.json); don’t edit it by hand. The clients run in a process of their
own on the same machine, over HTTP on loopback. Every figure stands beside what limits it: raw SQLite transactions, a web server with a
constant answer, compiled templates, raw hashing. That is measured just before and just after it, and the mean of both is used, so a
slow or busy machine changes both. Ratios are never rounded towards their limit.

A *tick* is one command of a person: it marks an item as done or not done, writes one entry of the log with all rows that follow from
it, and is answered when it is on disk. A *durable* transaction is one of SQLite with a write-ahead log and \`synchronous=FULL\`.`

/** By part of the bench, in the order in which the page shows them. */
export const introductions = {
  writes: {
    title: 'Durable commands',
    text: 'Ticks over HTTP. Each client sends its next tick when the last one is answered. Commands that arrive together share a transaction, so many clients may be faster than raw transactions of one row each.',
  },
  latency: {
    title: 'Latency of one client',
    text: 'One client that ticks, alone and beside 32 connections that ask for a status 1,000 times a second.',
  },
  reads: {
    title: 'Status and deploy',
    text: 'What pipelines ask for, beside Express and bare node:http with constant JSON of the same size. A deploy that is locked is answered in full, whatever `If-None-Match` says.',
  },
  held: {
    title: 'Requests that wait',
    text: '2,000 requests for the deploy of one launch of 21 gates that wait until its decision changes (`?wait=300`).',
  },
  events: {
    title: 'Event streams',
    text: '1,000 browsers that listen to one launch while somebody ticks. Beside it, a bare node:http server writes a constant event to as many streams.',
  },
  pages: {
    title: 'Pages',
    text: 'Whole pages of somebody who is signed in, beside drawing the same templates with the same values in a loop.',
  },
  verify: {
    title: 'Verification',
    text: 'Entries a second of a log of 20,000. Verifying reads each leaf, checks its form and hash, replays it, audits who acted, and compares the result with the rows.',
  },
  start: {
    title: 'Start',
    text: 'From the start of the process until the first page is answered, the fastest of five.',
  },
  memory: { title: 'Memory', text: 'Of the server’s process, with the demo, while 64 clients tick over 64 launches.' },
  growth: {
    title: 'Growth',
    text: 'What a request costs the server as one launch has more gates, as its log has more entries, and as there are more launches beside it.',
  },
  lists: {
    title: 'Lists and pages among many launches',
    text: 'CPU time of a page in a server that has just started. 250 of the launches have 21 gates and stand first in the lists.',
  },
  answers: { title: 'Single answers', text: 'One request after another, beside an answer of `/healthz`.' },
  log: { title: 'Pages of a long log', text: 'The page of a log of 4,000 entries, which is verified meanwhile.' },
  'sign-in': {
    title: 'Signing in',
    text: 'A wrong password takes as long whether or not the address is known, so that nobody learns which it is.',
  },
  engine: {
    title: 'The rules alone',
    text: 'One call of the engine without database or web, beside copying the gates of the launch.',
  },
  peers: {
    title: 'Peers',
    text: 'The same job for other programs, by their public interfaces: one durable step for each HTTP request, and reading a single item (bpmn-engine is a library and has no reading of its own). Each runs with its usual settings on a database of its own, Launchgate first and last. `npm run bench -- peers` installs them into a folder of their own.',
  },
}

export type PartName = keyof typeof introductions

/** In the order in which the page shows them. */
export const partNames = Object.keys(introductions) as PartName[]
