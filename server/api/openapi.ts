import { z } from 'zod'
import { createCommand, personCommand } from '../../machines/commands.ts'
import { launchValue } from '../../machines/state.ts'
import { languageParameter } from '../http/language.ts'
import { type ProblemCode, statusOfCode } from '../http/problem-codes.ts'

/** The API described for programs: OpenAPI 3.1. Request bodies are generated from the schemas that validate them. */

type Json = Record<string, unknown>

const schemaOf = (schema: z.ZodType): Json => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Json
  return rest
}

const text = { type: 'string' }
const whole = { type: 'integer' }
const time = { type: 'string', format: 'date-time' }
const list = (items: Json): Json => ({ type: 'array', items })
const object = <P extends Json>(properties: P, required = Object.keys(properties)) => ({
  type: 'object',
  properties,
  required,
})
const ref = (name: string): Json => ({ $ref: `#/components/schemas/${name}` })
const orNull = (schema: Json): Json => ({ anyOf: [schema, { type: 'null' }] })

const person = object({ id: text, name: orNull(text) })
const decision = { type: 'string', enum: ['go', 'wait', 'hold', 'no-go'] }
const candidate = object({ version: text, commit: orNull(text), url: orNull(text) })

const blocker = object({
  kind: { type: 'string', enum: ['state', 'gate', 'candidate', 'hold', 'window', 'people'] },
  word: { type: 'string', enum: ['wait', 'hold', 'no-go'] },
  gate: orNull(text),
  title: orNull(text),
  status: orNull(text),
  reason: text,
  role: orNull(text),
  roles: list(text),
  waitingFor: list(person),
  since: orNull(time),
})
const status = object({
  launch: text,
  url: { type: 'string', format: 'uri' },
  title: orNull(text),
  state: schemaOf(launchValue),
  decision,
  unlocked: { type: 'boolean' },
  summary: text,
  version: whole,
  asOf: time,
  nextChangeAt: orNull(time),
  targetAt: time,
  candidate: orNull(candidate),
  gates: object({ total: whole, ready: whole, waived: whole, blocked: whole }),
  blockers: list(ref('Blocker')),
})
/** Every field of the status except `title`, because a problem has its own. */
const { title: _title, ...withoutTitle } = status.properties
const lockedStatus = object(withoutTitle)
const entry = object(
  {
    id: text,
    seq: whole,
    at: time,
    action: text,
    actor: object({
      id: text,
      name: orNull(text),
      kind: { type: 'string', enum: ['person', 'service', 'engine'] },
      roles: list(text),
    }),
    gate: orNull(text),
    item: orNull(text),
    data: { type: 'object' },
    from: orNull(text),
    to: text,
    cause: orNull({ type: 'object' }),
    as: text,
    via: text,
    due: time,
  },
  ['id', 'seq', 'at', 'action', 'actor', 'gate', 'item', 'data', 'from', 'to', 'cause'],
)
const accepted = object({
  accepted: { const: true },
  version: whole,
  entries: list(ref('Entry')),
  decision,
  unlocked: { type: 'boolean' },
})
const problem = object(
  {
    type: text,
    title: text,
    status: whole,
    detail: text,
    code: { type: 'string', enum: Object.keys(statusOfCode) },
    reason: object({ code: text, params: { type: 'object' } }),
    errors: list(object({ pointer: text, detail: text })),
    blockers: list(ref('Blocker')),
  },
  ['type', 'title', 'status', 'detail', 'code'],
)

const inPath = (name: string): Json => ({ name, in: 'path', required: true, schema: text })
const inQuery = (name: string, schema: Json = text): Json => ({ name, in: 'query', required: false, schema })
const language = inQuery('lang', { type: 'string', enum: languageParameter })
const key: Json = { name: 'Idempotency-Key', in: 'header', required: false, schema: { type: 'string', maxLength: 200 } }
const page = [inQuery('after'), inQuery('limit', { type: 'integer', minimum: 1, maximum: 500 })]
const deployQuery = [inQuery('candidate'), inQuery('wait', { type: 'integer', minimum: 0, maximum: 300 }), language]
const decided: Json = { 'Launchgate-Decision': { description: 'The decision in one word.', schema: decision } }
const seconds: Json = { 'Retry-After': { description: 'Seconds to wait before retrying.', schema: whole } }
const publicToo = [{ token: [] }, { basic: [] }, {}]

const answers = (schema: Json, description = 'OK'): Json => ({
  description,
  content: { 'application/json': { schema } },
})
/** The headers of a problem. */
function headersOf(code: ProblemCode): Json {
  const header = (name: string) => ({ headers: { [name]: { schema: text } } })
  if (code === 'unauthenticated') return header('WWW-Authenticate')
  if (code === 'method-not-allowed') return header('Allow')
  return code === 'unavailable' || code === 'too-many' ? { headers: seconds } : {}
}
const problems = (...codes: ProblemCode[]): Json =>
  Object.fromEntries(
    codes.map((code) => [
      String(statusOfCode[code]),
      {
        description: code,
        content: { 'application/problem+json': { schema: ref('Problem') } },
        ...headersOf(code),
      },
    ]),
  )
const body = (content: Json): Json => ({ required: true, content })
const json = (schema: Json): Json => body({ 'application/json': { schema } })

const read = problems(
  'unauthenticated',
  'unknown',
  'method-not-allowed',
  'invalid',
  'forbidden',
  'unavailable',
  'fault',
)
const write = {
  ...read,
  ...problems('version-required', 'stale', 'refused', 'too-large', 'too-slow', 'too-many'),
}
const get = (summary: string, schema: Json, parameters: Json[] = []): Json => ({
  get: { summary, parameters: [...parameters, language], responses: { 200: answers(schema), ...read } },
})

const launchPath = inPath('launch')
const statusOf = (summary: string): Json => ({
  summary,
  security: publicToo,
  parameters: [
    launchPath,
    ...deployQuery,
    {
      name: 'If-None-Match',
      in: 'header',
      required: false,
      schema: text,
      description: 'With wait: holds the request until the ETag changes.',
    },
  ],
  responses: {
    200: { ...answers(ref('Status')), headers: decided },
    304: { description: 'Not modified', headers: decided },
    ...read,
  },
})
const deploy = (summary: string): Json => ({
  summary,
  security: publicToo,
  parameters: [launchPath, ...deployQuery, inQuery('format', { type: 'string', enum: ['json', 'text'] })],
  responses: {
    200: { ...jsonOrText('application/json', ref('Status')), description: 'Deploy allowed', headers: decided },
    423: {
      ...jsonOrText('application/problem+json', ref('Locked')),
      description: 'Deploy not allowed',
      headers: { ...decided, ...seconds },
    },
    ...read,
  },
})
/** With `format=text` every response is text, including errors. */
const jsonOrText = (type: string, schema: Json): Json => ({
  content: { [type]: { schema }, 'text/plain': { schema: text } },
})

/** The document; `server` is the public URL. */
export function openapi(server: string): Json {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Launchgate',
      version: '1',
      description: 'Check whether a deploy is allowed, who it’s waiting on, and what happened.',
    },
    servers: [{ url: `${server}/api/v1` }],
    security: [{ token: [] }, { basic: [] }],
    paths: {
      '/people': get('List people.', object({ people: list({ type: 'object' }), next: orNull(text) }), page),
      '/launches': {
        ...get('List launches, sorted by slug.', object({ launches: list({ type: 'object' }), next: orNull(text) }), [
          ...page,
          inQuery('state', schemaOf(launchValue)),
          inQuery('role'),
          inQuery('person'),
        ]),
        post: {
          summary: 'Create a draft launch.',
          parameters: [key],
          requestBody: json(schemaOf(createCommand.omit({ type: true }))),
          responses: { 201: answers(ref('Accepted')), ...write },
        },
      },
      '/launches/{launch}': get('Get a launch, including the actions available to the caller.', { type: 'object' }, [
        launchPath,
      ]),
      '/launches/{launch}/status': {
        get: statusOf('Get launch status.'),
        post: statusOf('Get launch status, for clients that can only POST. The body is ignored.'),
      },
      '/launches/{launch}/deploy': {
        get: deploy('Check whether a deploy is allowed. 200 means yes; any other status means no.'),
        post: deploy('Check whether a deploy is allowed, for clients that can only POST. The body is ignored.'),
      },
      '/launches/{launch}/entries': get(
        'List audit log entries, oldest first.',
        object({ entries: list(ref('Entry')), next: orNull(whole) }),
        [launchPath, ...page],
      ),
      '/launches/{launch}/events': {
        get: {
          summary: 'Stream changes (server-sent events).',
          parameters: [launchPath, { name: 'Last-Event-ID', in: 'header', required: false, schema: whole }],
          responses: {
            200: { description: 'Event stream', content: { 'text/event-stream': { schema: text } } },
            ...read,
            ...problems('too-many'),
          },
        },
      },
      '/launches/{launch}/commands': {
        post: {
          summary: 'Run a command on a launch.',
          parameters: [launchPath, key, language],
          requestBody: json(ref('Command')),
          responses: { 200: answers(ref('Accepted')), ...write },
        },
      },
      '/launches/{launch}/candidate': {
        put: {
          summary: 'Set the build.',
          parameters: [launchPath, key, language],
          requestBody: json(object({ version: text, commit: text, url: text }, ['version'])),
          responses: { 200: answers(ref('Accepted')), ...write },
        },
      },
      '/launches/{launch}/gates/{gate}/items/{item}/evidence': {
        post: {
          summary: 'Submit a file, JUnit report or number: ticks the item, or records a failed check.',
          parameters: [launchPath, inPath('gate'), inPath('item'), inQuery('candidate'), key, language],
          requestBody: body({
            'multipart/form-data': {
              schema: object({ file: { type: 'string', contentMediaType: 'application/octet-stream' } }),
            },
            'application/xml': { schema: text },
            'text/xml': { schema: text },
            'application/json': { schema: object({ value: { type: 'number' } }) },
          }),
          responses: {
            200: answers({ allOf: [ref('Accepted'), object({ ticked: { type: 'boolean' } })] }),
            ...write,
            ...problems('too-many'),
          },
        },
      },
      '/launches/{launch}/evidence/{sha256}': {
        get: {
          summary: 'Download a stored file or report.',
          parameters: [launchPath, inPath('sha256')],
          responses: { 200: { description: 'File content' }, ...read },
        },
      },
      '/launches/{launch}/log/entries.jsonl': {
        get: {
          summary: 'Export log leaves (JSON Lines).',
          parameters: [launchPath, inQuery('from', whole), inQuery('to', whole)],
          responses: {
            200: { description: 'Log leaves', content: { 'application/jsonl': { schema: text } } },
            ...read,
          },
        },
      },
      '/launches/{launch}/log/entries/{seq}': get('Get a stored log leaf.', { type: 'object' }, [
        launchPath,
        inPath('seq'),
      ]),
    },
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        basic: { type: 'http', scheme: 'basic', description: 'Token as the password, with any username.' },
      },
      schemas: {
        Command: schemaOf(personCommand),
        Status: status,
        Locked: { allOf: [ref('Problem'), lockedStatus] },
        Blocker: blocker,
        Entry: entry,
        Accepted: accepted,
        Problem: problem,
      },
    },
  }
}
