import express, { type Request, type RequestHandler, type Response } from 'express'
import { mostEvidence, multipart, readInTurn } from '../evidence/uploads.ts'
import { languageOf } from '../language.ts'
import { Problem } from '../problems.ts'
import { words } from '../words/index.ts'

/** Bodies are read only after we know who asks and about what: 64 KB of JSON, or 10 MB of evidence. */

export const mostJson = 64 * 1024

const json = express.json({ limit: mostJson, type: 'application/json', strict: true })
const xml = express.raw({ limit: mostEvidence, type: ['application/xml', 'text/xml'] })
const readMultipart = multipart(0)

/** The parsed JSON body. What is not JSON, or does not say that it is, is invalid; what is too large, too large. */
export async function readBody(req: Request, res: Response): Promise<unknown> {
  if (!req.is('application/json')) throw notAccepted(req, 'api.not-json')
  await run(json, req, res)
  return req.body
}

export type Upload =
  | { kind: 'json'; value: unknown }
  | { kind: 'xml'; bytes: Buffer }
  | { kind: 'file'; name: string; bytes: Buffer }

/** What came to the evidence address: a multipart `file`, an XML body, or JSON. */
export async function readFile(req: Request, res: Response): Promise<Upload> {
  if (req.is('application/json')) return { kind: 'json', value: await readBody(req, res) }
  if (req.is(['application/xml', 'text/xml'])) {
    await readInTurn(req, () => run(xml, req, res))
    const bytes: unknown = req.body
    return { kind: 'xml', bytes: Buffer.isBuffer(bytes) ? bytes : Buffer.alloc(0) }
  }
  if (!req.is('multipart/form-data')) throw notAccepted(req, 'api.not-evidence')
  const read = await readMultipart(req, res)
  if (read.kind === 'too-large') throw tooLarge(req)
  if (read.kind === 'unreadable') throw notAccepted(req, 'api.not-evidence')
  if (!read.file) throw notAccepted(req, 'api.no-file')
  return { kind: 'file', ...read.file }
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
