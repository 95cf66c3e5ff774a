import type { Response } from 'express'

/** Types as Express would write them. */
export const types = {
  json: 'application/json; charset=utf-8',
  problem: 'application/problem+json; charset=utf-8',
  text: 'text/plain; charset=utf-8',
} as const

/**
 * Ends an answer with a finished text: what Express's `send` does for one, without looking up its type, parsing that, and comparing
 * validators. A Buffer is UTF-8. Node leaves out the text itself where the method is HEAD.
 */
export function sendBody(res: Response, status: number, type: keyof typeof types, text: string | Buffer): void {
  res.statusCode = status
  res.setHeader('Content-Type', types[type])
  res.setHeader('Content-Length', Buffer.byteLength(text))
  res.end(text)
}
