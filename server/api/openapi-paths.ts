import { launchValue } from '../../machines/state.ts'
import { type ProblemCode, statusOfCode } from '../http/problem-codes.ts'
import { languages } from '../words/index.ts'
import { numberBody } from './commands.ts'
import { commandFields, type Json, ref, requestSchema } from './openapi-schemas.ts'
import { type Operation, operations } from './operations.ts'
import { decision } from './responses/common.ts'

/** Every path of the API as OpenAPI describes it. Bodies are generated from schemas; operations.ts lists the responses. */

const text = { type: 'string' }
const whole = { type: 'integer' }
const inPath = (name: string): Json => ({ name, in: 'path', required: true, schema: text })
const inQuery = (name: string, schema: Json = text): Json => ({ name, in: 'query', required: false, schema })
const language = inQuery('lang', { type: 'string', enum: languages })
const key: Json = { name: 'Idempotency-Key', in: 'header', required: false, schema: { type: 'string', maxLength: 200 } }
const page = [inQuery('after'), inQuery('limit', { type: 'integer', minimum: 1, maximum: 500 })]
const deployQuery = [inQuery('candidate'), inQuery('wait', { type: 'integer', minimum: 0, maximum: 300 }), language]
const decided: Json = {
  'Launchgate-Decision': { description: 'The decision in one word.', schema: requestSchema(decision) },
}
const seconds: Json = { 'Retry-After': { description: 'Seconds to wait before retrying.', schema: whole } }
const publicToo = [{ token: [] }, { basic: [] }, {}]

/** The headers of a problem. */
function headersOf(code: ProblemCode): Json {
  const header = (name: string) => ({ headers: { [name]: { schema: text } } })
  if (code === 'unauthenticated') return header('WWW-Authenticate')
  if (code === 'method-not-allowed') return header('Allow')
  return code === 'unavailable' || code === 'too-many' ? { headers: seconds } : {}
}
/** The responses of an operation: its JSON and its problems. `more` joins those by status: other media types, headers, a description. */
function responsesOf({ json, problems }: Operation, more: Readonly<Record<number, Json>> = {}): Json {
  const all: Record<number, Json> = {}
  for (const code of problems)
    all[statusOfCode[code]] = { description: code, ...problemContent('Problem'), ...headersOf(code) }
  for (const [status, name] of Object.entries(json))
    all[Number(status)] = Number(status) < 300 ? { description: 'OK', ...jsonContent(name) } : problemContent(name)
  for (const [status, response] of Object.entries(more)) all[Number(status)] = { ...all[Number(status)], ...response }
  return all
}
const jsonContent = (name: string): Json => ({ content: { 'application/json': { schema: ref(name) } } })
const problemContent = (name: string): Json => ({ content: { 'application/problem+json': { schema: ref(name) } } })

const body = (content: Json): Json => ({ required: true, content })
const json = (schema: Json): Json => body({ 'application/json': { schema } })

const get = (summary: string, operation: Operation, parameters: Json[] = []): Json => ({
  get: { summary, parameters: [...parameters, language], responses: responsesOf(operation) },
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
  responses: responsesOf(operations['/launches/{launch}/status'].get, {
    200: { headers: decided },
    304: { description: 'Not modified', headers: decided },
  }),
})
const deploy = (summary: string): Json => ({
  summary,
  security: publicToo,
  parameters: [launchPath, ...deployQuery, inQuery('format', { type: 'string', enum: ['json', 'text'] })],
  responses: responsesOf(operations['/launches/{launch}/deploy'].get, {
    200: { ...orText('application/json', 'Status'), description: 'Deploy allowed', headers: decided },
    423: {
      ...orText('application/problem+json', 'Locked'),
      description: 'Deploy not allowed',
      headers: { ...decided, ...seconds },
    },
  }),
})
/** With `format=text` every response is text, including errors. */
const orText = (type: string, name: string): Json => ({
  content: { [type]: { schema: ref(name) }, 'text/plain': { schema: text } },
})

const listPaths = (): Json => ({
  '/people': get('List people.', operations['/people'].get, page),
  '/launches': {
    ...get('List launches, sorted by slug.', operations['/launches'].get, [
      ...page,
      inQuery('state', requestSchema(launchValue)),
      inQuery('role'),
      inQuery('person'),
    ]),
    post: {
      summary: 'Create a draft launch.',
      parameters: [key, language],
      requestBody: json(ref('CreateLaunch')),
      responses: responsesOf(operations['/launches'].post),
    },
  },
})

const deployPaths = (): Json => ({
  '/launches/{launch}/status': {
    get: statusOf('Get launch status.'),
    post: statusOf('Get launch status, for clients that can only POST. The body is ignored.'),
  },
  '/launches/{launch}/deploy': {
    get: deploy('Check whether a deploy is allowed. 200 means yes; any other status means no.'),
    post: deploy('Check whether a deploy is allowed, for clients that can only POST. The body is ignored.'),
  },
  '/launches/{launch}/events': {
    get: {
      summary: 'Stream changes (server-sent events).',
      parameters: [launchPath, { name: 'Last-Event-ID', in: 'header', required: false, schema: whole }],
      responses: responsesOf(operations['/launches/{launch}/events'].get, {
        200: { description: 'Event stream', content: { 'text/event-stream': { schema: text } } },
      }),
    },
  },
})

const commandPaths = (): Json => ({
  '/launches/{launch}/commands': {
    post: {
      summary: 'Run a command on a launch.',
      parameters: [launchPath, key, language],
      requestBody: json(ref('Command')),
      responses: responsesOf(operations['/launches/{launch}/commands'].post),
    },
  },
  '/launches/{launch}/candidate': {
    put: {
      summary: 'Set the build.',
      parameters: [launchPath, key, language],
      requestBody: json(commandFields('launch.setCandidate')),
      responses: responsesOf(operations['/launches/{launch}/candidate'].put),
    },
  },
  '/launches/{launch}/gates/{gate}/items/{item}/evidence': {
    post: {
      summary: 'Submit a file, JUnit report or number: ticks the item, or records a failed check.',
      parameters: [launchPath, inPath('gate'), inPath('item'), inQuery('candidate'), key, language],
      requestBody: body({
        'multipart/form-data': {
          schema: {
            type: 'object',
            properties: { file: { type: 'string', contentMediaType: 'application/octet-stream' } },
            required: ['file'],
          },
        },
        'application/xml': { schema: text },
        'text/xml': { schema: text },
        'application/json': { schema: requestSchema(numberBody) },
      }),
      responses: responsesOf(operations['/launches/{launch}/gates/{gate}/items/{item}/evidence'].post),
    },
  },
})

const launchPaths = (): Json => ({
  '/launches/{launch}': get(
    'Get a launch, including the actions available to the caller.',
    operations['/launches/{launch}'].get,
    [launchPath],
  ),
  '/launches/{launch}/entries': get(
    'List audit log entries, oldest first.',
    operations['/launches/{launch}/entries'].get,
    [launchPath, ...page],
  ),
  '/launches/{launch}/evidence/{sha256}': {
    get: {
      summary: 'Download a stored file or report.',
      parameters: [launchPath, inPath('sha256')],
      responses: responsesOf(operations['/launches/{launch}/evidence/{sha256}'].get, {
        200: { description: 'File content' },
      }),
    },
  },
  '/launches/{launch}/log/entries.jsonl': {
    get: {
      summary: 'Export log leaves (JSON Lines).',
      parameters: [launchPath, inQuery('from', whole), inQuery('to', whole)],
      responses: responsesOf(operations['/launches/{launch}/log/entries.jsonl'].get, {
        200: { description: 'Log leaves', content: { 'application/jsonl': { schema: text } } },
      }),
    },
  },
  '/launches/{launch}/log/entries/{seq}': get(
    'Get a stored log leaf.',
    operations['/launches/{launch}/log/entries/{seq}'].get,
    [launchPath, inPath('seq')],
  ),
})

const installationPaths = (): Json => ({
  '/log/entries.jsonl': {
    get: {
      summary: 'Export leaves of the installation’s log (JSON Lines).',
      parameters: [inQuery('from', whole), inQuery('to', whole)],
      responses: responsesOf(operations['/log/entries.jsonl'].get, {
        200: { description: 'Log leaves', content: { 'application/jsonl': { schema: text } } },
      }),
    },
  },
  '/log/entries/{seq}': get('Get a stored leaf of the installation’s log.', operations['/log/entries/{seq}'].get, [
    inPath('seq'),
  ]),
})

/** By path. */
export const describePaths = (): Json => ({
  ...listPaths(),
  ...launchPaths(),
  ...deployPaths(),
  ...commandPaths(),
  ...installationPaths(),
})
