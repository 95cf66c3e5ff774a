import express, { type Request, type RequestHandler, type Response } from 'express'
import multer from 'multer'
import { languageOf } from '../language.ts'
import { Problem } from '../problems.ts'
import { words } from '../words/index.ts'
import type { Typed } from './forms.ts'

/** What pages take in: the fields of a form and the parameters of an address. Whatever is not known is refused by its name. */

const longest = 64 * 1024
const mostFields = 300
const escaped = 'application/x-www-form-urlencoded'
/** Where somebody may write long texts: a letter of Hangul or Han is three bytes here (RFC 7578), and nine where it is escaped. */
const inParts = 'multipart/form-data'
const parse = {
  [escaped]: express.urlencoded({ extended: false, limit: longest, parameterLimit: mostFields, type: escaped }),
  [inParts]: multer({ limits: { files: 0, fields: mostFields, fieldSize: longest, parts: mostFields } }).none(),
}

/**
 * The fields of the form that was posted, 64 KB at most; none where there is no body. Called only after we know who asks and
 * about what. Throws a Problem for any other kind of body.
 */
export async function readForm(req: Request, res: Response): Promise<Typed> {
  if (!hasBody(req)) return {}
  const w = words(languageOf(req))
  const notAForm = () => new Problem('invalid', { detail: w.t('form.not-a-form') })
  const tooLarge = () => new Problem('too-large', { detail: w.t('problem.too-large.detail') })
  const type = req.is(escaped) ? escaped : req.is(inParts) ? inParts : null
  if (type === null) throw notAForm()
  const length = req.headers['content-length']
  // The parser of parts counts no total, so one must be said; the other would first read to the end what it refuses.
  if (type === inParts && length === undefined) throw notAForm()
  if (Number(length ?? 0) > longest) throw tooLarge()
  const error = await new Promise((resolve) => parse[type](req, res, resolve))
  if (error === undefined) return typedIn(req.body)
  if (type === inParts) throw notAForm()
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : null
  if (status === 413) throw tooLarge()
  if (typeof status === 'number' && status < 500) throw notAForm()
  throw error
}

/** The same for a page that says what did not work: nothing of what cannot be read, or was begun to be read. */
export async function readSmallForm(req: Request, res: Response): Promise<Typed> {
  if (req.readableDidRead || !req.is([escaped, inParts])) return {}
  return readForm(req, res).catch((error: unknown) => {
    if (error instanceof Problem) return {}
    throw error
  })
}

/** RFC 9112 section 6.3. */
const hasBody = ({ headers }: Request): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0

/**
 * Fields as they were typed: every name with its value, or its values. What a parser made a tree of is a field `name[]`, which no form
 * has. A line ends as it does where it is typed and counted: forms send CRLF for it (HTML, constructing the entry list).
 */
export function typedIn(body: unknown): Typed {
  if (typeof body !== 'object' || body === null) return {}
  const fields = Object.entries(body).map(([name, value]): [string, string | string[]] =>
    isText(value)
      ? [name, lines(value)]
      : Array.isArray(value) && value.every(isText)
        ? [name, value.map(lines)]
        : [`${name}[]`, ''],
  )
  return Object.fromEntries(fields)
}

const isText = (value: unknown): value is string => typeof value === 'string'
const lines = (text: string): string => text.replaceAll('\r\n', '\n')

/** The one value of a field; undefined for a field that is empty, has several values, or was not sent. */
export const text = (value: string | string[] | undefined): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined

/** The sentence that names every field but these; null when there are no others. */
export function unknownFieldsIn(req: Request, typed: Typed, known: readonly string[]): string | null {
  const w = words(languageOf(req))
  const unknown = Object.keys(typed).filter((name) => !known.includes(name))
  return unknown.length === 0 ? null : w.t('form.unknown-fields', { names: w.list(unknown) })
}

/** Reads a form that has these fields and no others. Throws a Problem. */
export async function readFields(req: Request, res: Response, known: readonly string[]): Promise<Typed> {
  const typed = await readForm(req, res)
  refuseUnknown(req, typed, known)
  return typed
}

/** Throws a Problem that names every field but these. */
export function refuseUnknown(req: Request, typed: Typed, known: readonly string[]): void {
  const unknown = unknownFieldsIn(req, typed, known)
  if (unknown !== null) throw new Problem('invalid', { detail: unknown })
}

/** Lets through only addresses whose parameters are `lang` and these, each said once. */
export function parameters(...known: string[]): RequestHandler {
  return (req, _res, next) => {
    const wrong = Object.entries(req.query)
      .filter(([name, value]) => typeof value !== 'string' || !['lang', ...known].includes(name))
      .map(([name]) => name)
    if (wrong.length === 0) return next()
    const w = words(languageOf(req))
    throw new Problem('invalid', { detail: w.t('form.unknown-parameters', { names: w.list(wrong) }) })
  }
}
