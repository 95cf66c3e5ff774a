import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { z } from 'zod'
import { type Operation, operations } from '../../server/api/operations.ts'
import { responses } from '../../server/api/responses/index.ts'
import { type App, type AppOptions, createApp } from '../../server/app.ts'
import { type ProblemCode, statusOfCode } from '../../server/http/problem-codes.ts'
import type { Services } from '../../server/services.ts'
import { reportResponse } from './response-errors.ts'

/** Compares every JSON response of the API with the schema of its route, method and status. */

/** The whole product; tests make it here, so that its responses are compared. */
export function createCheckedApp(services: Services, options?: AppOptions): App {
  const app = createApp(services, options)
  return { ...app, handler: checkResponses(app.handler) }
}

export interface SentResponse {
  method: string
  /** With its query. */
  url: string
  status: number
  type: string
  text: string
}

/** The same handler, which reports each response that doesn't match. */
export function checkResponses(handler: RequestListener): RequestListener {
  return new Proxy(handler, {
    apply(target, self, args: [IncomingMessage, ServerResponse]) {
      const [{ method = 'GET', url = '' }, res] = args
      if (url.startsWith('/api/v1/'))
        onEnd(res, (text, field) => {
          const type = field('Content-Type') ?? ''
          // A downloaded file may be JSON of any kind.
          if (field('Content-Disposition') !== null) return
          const error = responseError({ method, url, status: res.statusCode, type, text })
          if (error !== null) reportResponse(error)
        })
      return Reflect.apply(target, self, args)
    },
  })
}

/** Calls `told` with the whole text of a response, and with what finds a header field of it, when its sender ends it. */
function onEnd(res: ServerResponse, told: (text: string, field: (name: string) => string | null) => void): void {
  const chunks: Buffer[] = []
  const keep = (chunk: unknown, encoding: unknown) => {
    if (chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk))
    if (typeof chunk === 'string') chunks.push(Buffer.from(chunk, encoding === 'latin1' ? encoding : 'utf8'))
  }
  // Fields that are given to writeHead as a list are found nowhere else.
  let listed: unknown[] = []
  const field = (name: string): string | null => {
    const value = listed[listed.indexOf(name) + 1]
    return listed.includes(name) ? String(value) : res.hasHeader(name) ? String(res.getHeader(name)) : null
  }
  const { write, end, writeHead } = res
  res.writeHead = ((...args: unknown[]) => {
    listed = args.find(Array.isArray) ?? []
    return Reflect.apply(writeHead, res, args)
  }) as typeof res.writeHead
  // Both have overloads, which one function of any arguments cannot be typed as; hence the casts.
  res.write = ((...args: unknown[]) => {
    keep(args[0], args[1])
    return Reflect.apply(write, res, args)
  }) as typeof res.write
  res.end = ((...args: unknown[]) => {
    keep(args[0], args[1])
    told(Buffer.concat(chunks).toString(), field)
    return Reflect.apply(end, res, args)
  }) as typeof res.end
}

/** Why a response breaks the promise of the API, or null. What is not JSON is not compared. */
export function responseError({ method, url, status, type, text }: SentResponse): string | null {
  const isProblem = type.startsWith('application/problem+json')
  if (text === '' || !(isProblem || /^application\/json\b/.test(type))) return null
  const say = (what: string) => `${method} ${url.slice(0, 200)} ${status}: ${what}`
  const operation = operationOf(method, url)
  const schema = schemaOf(operation, status, isProblem)
  if (schema === null) return say(`${type} has no schema`)
  const parsed = schema.safeParse(JSON.parse(text))
  if (!parsed.success) return say(z.prettifyError(parsed.error))
  if (!isProblem) return null
  const { code } = codeSchema.parse(parsed.data)
  if (statusOfCode[code] !== status) return say(`the code ${code} has another status`)
  return (operation?.problems ?? unrouted).includes(code) || code === 'locked' ? null : say(`${code} is not listed`)
}

const codeSchema = z.object({ code: responses.Problem.shape.code })

/** What can be said where there is no such address or method. */
const unrouted: readonly ProblemCode[] = ['unknown', 'method-not-allowed', 'invalid', 'too-large', 'forbidden']

function schemaOf(operation: Operation | undefined, status: number, isProblem: boolean): z.ZodType | null {
  const name = operation?.json[status]
  if (name !== undefined) return status < 400 === !isProblem ? responses[name] : null
  return isProblem ? responses.Problem : null
}

const routes = Object.entries<Record<string, Operation>>(operations).map(([path, methods]) => ({
  pattern: new RegExp(`^/api/v1${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}/?$`, 'i'),
  methods,
}))

/** Express answers HEAD by the GET handler. */
function operationOf(method: string, url: string): Operation | undefined {
  const [path = ''] = url.split('?')
  const name = method === 'HEAD' ? 'get' : method.toLowerCase()
  return routes.find(({ pattern }) => pattern.test(path))?.methods[name]
}
