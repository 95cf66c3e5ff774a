import type { ProblemCode } from '../http/problem-codes.ts'
import type { ResponseName } from './responses/index.ts'

/** What each operation of the API can answer. Its description is generated from this, and tests compare every answer with it. */
export interface Operation {
  /** Bodies in JSON, by status. */
  json: Readonly<Record<number, ResponseName>>
  problems: readonly ProblemCode[]
}

export type Method = 'get' | 'post' | 'put'

const read = [
  'unauthenticated',
  'unknown',
  'method-not-allowed',
  'invalid',
  'too-large',
  'forbidden',
  'unavailable',
  'fault',
] satisfies ProblemCode[]
const write = [...read, 'version-required', 'stale', 'refused', 'too-slow', 'too-many'] satisfies ProblemCode[]

const status = { json: { 200: 'Status' }, problems: read } as const
const deploy = { json: { 200: 'Status', 423: 'Locked' }, problems: read } as const
const command = { json: { 200: 'Accepted' }, problems: write } as const
const get = <Name extends ResponseName>(name: Name) => ({ get: { json: { 200: name }, problems: read } })
/** Bodies of other media types. */
const other: Operation = { json: {}, problems: read }

/** By path and method. */
export const operations = {
  '/people': get('People'),
  '/launches': { ...get('Launches'), post: { json: { 201: 'Accepted' }, problems: write } },
  '/launches/{launch}': get('Launch'),
  '/launches/{launch}/status': { get: status, post: status },
  '/launches/{launch}/deploy': { get: deploy, post: deploy },
  '/launches/{launch}/entries': get('Entries'),
  '/launches/{launch}/events': { get: { json: {}, problems: [...read, 'too-many'] } },
  '/launches/{launch}/commands': { post: command },
  '/launches/{launch}/candidate': { put: command },
  '/launches/{launch}/gates/{gate}/items/{item}/evidence': {
    post: { json: { 200: 'EvidenceAccepted' }, problems: write },
  },
  '/launches/{launch}/evidence/{sha256}': { get: other },
  '/launches/{launch}/log/entries.jsonl': { get: other },
  '/launches/{launch}/log/entries/{seq}': get('Leaf'),
  '/log/entries.jsonl': { get: other },
  '/log/entries/{seq}': get('InstallationLeaf'),
} as const satisfies Record<string, Partial<Record<Method, Operation>>>
export type Path = keyof typeof operations
