import { STATUS_CODES } from 'node:http'
import type { Request, Response } from 'express'
import type { z } from 'zod'
import type { ProblemBody } from '../api/responses/problem.ts'
import { escapedControls } from '../text/control-characters.ts'
import { type ProblemCode, statusOfCode } from './problem-codes.ts'
import { sendBody } from './send-body.ts'

/** Errors for programs: application/problem+json (RFC 9457), one code for each kind of no. */

export type ProblemFields = Omit<ProblemBody, 'type' | 'title' | 'status' | 'code' | 'request'>
export type FieldError = NonNullable<ProblemBody['errors']>[number]

/** A refusal of the HTTP layer, thrown by handlers and answered in one place. */
export class Problem extends Error {
  override name = 'Problem'
  readonly code: ProblemCode
  readonly fields: ProblemFields
  constructor(code: ProblemCode, fields: ProblemFields) {
    super(fields.detail)
    this.code = code
    this.fields = fields
  }
}

/** Kept on the request itself: a WeakMap costs each request more, and the garbage collector too. */
const idOfRequest = Symbol('request id')
interface WithId {
  [idOfRequest]?: string
}
export const setRequestId = (req: Request & WithId, id: string): void => {
  req[idOfRequest] = id
}
export const requestIdOf = (req: Request & WithId): string => req[idOfRequest] ?? ''

/** Both ways to send a token. Some clients send what their URL carries only after they were asked for Basic. */
const challenges = ['Bearer realm="launchgate"', 'Basic realm="launchgate", charset="UTF-8"']

/** Answers with a problem; every one carries the id under which the server's log knows the request. */
export function sendProblem(req: Request, res: Response, code: ProblemCode, fields: ProblemFields): void {
  const status = statusOfCode[code]
  if (code === 'unauthenticated') res.set('WWW-Authenticate', challenges)
  if ((code === 'unavailable' || code === 'too-many') && !res.get('Retry-After')) res.set('Retry-After', '5')
  if (wantsText(req)) sendBody(res, status, 'text', `${escapedControls(fields.detail)}\n`)
  else {
    const body: ProblemBody = problemBody(code, fields, requestIdOf(req))
    sendBody(res, status, 'problem', JSON.stringify(body))
  }
}

/** RFC 9457; `request` is the id of the request. */
export function problemBody<Code extends ProblemCode, Fields extends ProblemFields>(
  code: Code,
  { detail, ...rest }: Fields,
  request: string,
) {
  const status = statusOfCode[code]
  return { type: 'about:blank' as const, title: STATUS_CODES[status] ?? code, status, detail, code, request, ...rest }
}

/** Whether this is the deploy address with `format=text`: then its errors are text as well, also those before its handler. */
function wantsText(req: Request): boolean {
  const [path = ''] = req.originalUrl.split('?')
  return /^\/api\/v1\/launches\/[^/]+\/deploy\/?$/i.test(path) && [req.query.format].flat().includes('text')
}

/** Each issue of a schema with the RFC 6901 pointer of its field; fields that are not known are named one by one. */
export function fieldErrors(error: z.ZodError): FieldError[] {
  return error.issues.flatMap((issue): FieldError[] => {
    const pointer = pointerOf(issue.path)
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({ pointer: pointerOf([...issue.path, key]), detail: 'unknown-field' }))
    if (issue.code === 'too_big') return [{ pointer, detail: 'too-long' }]
    if (issue.code === 'invalid_type' || issue.code === 'too_small') return [{ pointer, detail: 'missing-or-wrong' }]
    return [{ pointer, detail: 'not-accepted' }]
  })
}

function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}
