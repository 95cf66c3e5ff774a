import type { Response } from 'express'

/** Types as Express would write them. */
export const types = {
  json: 'application/json; charset=utf-8',
  problem: 'application/problem+json; charset=utf-8',
  text: 'text/plain; charset=utf-8',
} as const

/**
 * A text in UTF-8, each byte as one character: what is sent many times is encoded once. Node sends such a string together with the
 * headers in one write, without copying it into a buffer first.
 */
export type ByteString = string & { readonly bytes: unique symbol }

export const byteString = (text: string): ByteString => Buffer.from(text).toString('latin1') as ByteString

/**
 * Ends an answer with a finished text: what Express's `send` does for one, without looking up its type, parsing that, and comparing
 * validators. Node leaves out the text itself where the method is HEAD.
 */
export function sendBody(res: Response, status: number, type: keyof typeof types, text: string): void {
  send(res, status, type, text, Buffer.byteLength(text), 'utf8')
}

/** The same for a text that is encoded already. */
export function sendBytes(res: Response, status: number, type: keyof typeof types, text: ByteString): void {
  send(res, status, type, text, text.length, 'latin1')
}

function send(
  res: Response,
  status: number,
  type: keyof typeof types,
  text: string,
  length: number,
  encoding: 'utf8' | 'latin1',
): void {
  res.statusCode = status
  res.setHeader('Content-Type', types[type])
  res.setHeader('Content-Length', length)
  res.end(text, encoding)
}
