import type { Request, Response } from 'express'
import { readBytes } from '../evidence/read-bytes.ts'
import { mostEvidence, multipart } from '../evidence/uploads.ts'
import { languageOf } from '../http/language.ts'
import { Problem } from '../http/problems.ts'
import { readTextBody } from '../http/text-body.ts'
import { words } from '../words/index.ts'

/** Bodies are read only after we know who asks and about what: 64 KB of JSON, or 10 MB of evidence. */

export const mostJson = 64 * 1024

const readMultipart = multipart(0)

/** The parsed JSON body (RFC 8259). What is not JSON, or does not say that it is, is invalid; what is too large, too large. */
export async function readBody(req: Request): Promise<unknown> {
  if (!req.is('application/json')) throw notAccepted(req, 'api.not-json')
  const body = await readTextBody(req, mostJson)
  switch (body.kind) {
    case 'read':
      return parseJson(req, body.text)
    case 'too-large':
      throw tooLarge(req)
    case 'not-utf8':
      throw notAccepted(req, 'api.not-utf8')
    case 'corrupt':
      throw notAccepted(req, 'api.corrupt')
  }
}

/** An object or a list: every body of the API is one. */
function parseJson(req: Request, text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return value
  } catch {
    // The sentence is the same for both.
  }
  throw notAccepted(req, 'api.not-json')
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
  if (read.kind === 'unreadable') throw notAccepted(req, 'api.corrupt')
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

const tooLarge = (req: Request) =>
  new Problem('too-large', { detail: words(languageOf(req)).t('problem.too-large.detail') })

function notAccepted(
  req: Request,
  key: 'api.not-json' | 'api.not-utf8' | 'api.corrupt' | 'api.not-evidence' | 'api.no-file',
): Problem {
  const detail = words(languageOf(req)).t(key)
  return new Problem('invalid', { detail, errors: [{ pointer: '', detail }] })
}
