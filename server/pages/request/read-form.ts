import type { Writable } from 'node:stream'
import type { Request, RequestHandler, Response } from 'express'
import multer from 'multer'
import { parseFormEncoding } from '../../http/form-encoding.ts'
import { languageOf } from '../../http/language.ts'
import { Problem } from '../../http/problems.ts'
import { readTextBody } from '../../http/text-body.ts'
import { words } from '../../words/index.ts'
import type { Typed } from '../forms/form.ts'

/** What pages take in: the fields of a form and the parameters of an address. Whatever is not known is refused by its name. */

const longest = 64 * 1024
const mostFields = 300
const escaped = 'application/x-www-form-urlencoded'
/** Where somebody may write long texts: a letter of Hangul or Han is three bytes here (RFC 7578), and nine where it is escaped. */
const inParts = 'multipart/form-data'
/** The body was read and checked before; busboy would replace what is not UTF-8 without a word. */
const partsOptions = {
  limits: { files: 0, fields: mostFields, fieldSize: longest, parts: mostFields },
  streamHandler: (req: Request, parser: Writable) => parser.end(bytesOf.get(req)),
}
const parseParts = multer(partsOptions).none()
const bytesOf = new WeakMap<Request, Buffer>()

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
  // A browser says the length; what is too large is not even begun to be read.
  if (Number(req.headers['content-length'] ?? 0) > longest) throw tooLarge()
  const body = await readTextBody(req, longest)
  switch (body.kind) {
    case 'read': {
      const fields = type === inParts ? await partsIn(req, res, body.bytes) : fieldsIn(body.text)
      if (fields === 'malformed') throw notAForm()
      if (fields === 'too-many') throw tooLarge()
      // An error page reads what was typed from here.
      req.body = fields
      return typedIn(fields)
    }
    case 'too-large':
      throw tooLarge()
    case 'not-utf8':
      throw new Problem('invalid', { detail: w.t('form.not-utf8') })
    case 'corrupt':
      throw notAForm()
  }
}

function fieldsIn(text: string): object | 'malformed' | 'too-many' {
  const pairs = parseFormEncoding(text)
  if (pairs === null) return 'malformed'
  if (pairs.length > mostFields) return 'too-many'
  const fields = new Map<string, string[]>()
  for (const [name, value] of pairs) fields.set(name, [...(fields.get(name) ?? []), value])
  return Object.fromEntries([...fields].map(([name, values]) => [name, values.length === 1 ? values[0] : values]))
}

/** RFC 7578. What busboy says against a body that is held in memory, it says against what was sent. */
async function partsIn(req: Request, res: Response, bytes: Buffer): Promise<unknown> {
  bytesOf.set(req, bytes)
  const error = await new Promise((resolve) => parseParts(req, res, resolve))
  return error === undefined ? req.body : 'malformed'
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
export const fieldText = (value: string | string[] | undefined): string | undefined =>
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
