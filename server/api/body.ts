import express, { type Request, type RequestHandler, type Response } from 'express'
import { readBytes } from '../evidence/read-bytes.ts'
import { mostEvidence, multipart } from '../evidence/uploads.ts'
import { languageOf } from '../language.ts'
import { Problem } from '../problems.ts'
import { words } from '../words/index.ts'

/** Bodies are read only after we know who asks and about what: 64 KB of JSON, or 10 MB of evidence. */

export const mostJson = 64 * 1024

const json = express.json({ limit: mostJson, type: 'application/json', strict: true })
const readMultipart = multipart(0)

/** The parsed JSON body. What is not JSON, or does not say that it is, is invalid; what is too large, too large. */
export async function readBody(req: Request, res: Response): Promise<unknown> {
  if (!req.is('application/json')) throw notAccepted(req, 'api.not-json')
  await run(json, req, res)
  return req.body
}

/** What comes to the evidence address, by its media type; any other is invalid, whatever is in it. */
export function uploadType(req: Request): 'json' | 'xml' | 'multipart' {
  if (req.is('application/json')) return 'json'
  if (req.is(['application/xml', 'text/xml'])) return 'xml'
  if (req.is('multipart/form-data')) return 'multipart'
  throw notAccepted(req, 'api.not-evidence')
}

export async function readXml(req: Request): Promise<Buffer> {
  const read = await readBytes(req, mostEvidence)
  if (read.kind === 'too-large') throw tooLarge(req)
  if (read.kind === 'unreadable') throw notAccepted(req, 'api.not-evidence')
  return read.bytes
}

/** The one `file` of a multipart body. */
export async function readFile(req: Request, res: Response): Promise<{ name: string; bytes: Buffer }> {
  const read = await readMultipart(req, res)
  if (read.kind === 'too-large') throw tooLarge(req)
  if (read.kind === 'unreadable') throw notAccepted(req, 'api.not-evidence')
  if (!read.file) throw notAccepted(req, 'api.no-file')
  return read.file
}

function run(handler: RequestHandler, req: Request, res: Response): Promise<void> {
  return new Promise((resolve, reject) => {
    handler(req, res, (error?: unknown) => (error === undefined ? resolve() : reject(bodyProblem(req, error))))
  })
}

/** The parsers' own errors in our words; anything else stays what it is. */
function bodyProblem(req: Request, error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const type = 'type' in error ? error.type : undefined
  if (type === 'entity.too.large') return tooLarge(req)
  return typeof type === 'string' ? notAccepted(req, 'api.not-json') : error
}

const tooLarge = (req: Request) =>
  new Problem('too-large', { detail: words(languageOf(req)).t('problem.too-large.detail') })

function notAccepted(req: Request, key: 'api.not-json' | 'api.not-evidence' | 'api.no-file'): Problem {
  const detail = words(languageOf(req)).t(key)
  return new Problem('invalid', { detail, errors: [{ pointer: '', detail }] })
}
