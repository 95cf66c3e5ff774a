import type { Request, RequestHandler, Response } from 'express'
import multer from 'multer'
import { languageOf } from '../language.ts'
import { places } from '../places.ts'
import { Problem } from '../problems.ts'
import { words } from '../words/index.ts'

/** Large bodies: read only after we know who asks and about what, and only so many at once, since each is held in memory. */

export const mostEvidence = 10 * 1024 * 1024
const mostAtOnce = 8
const reading = places(mostAtOnce)

/** Reads one large body; throws a Problem (503) when too many are being read. */
export async function readInTurn<T>(req: Request, read: () => Promise<T>): Promise<T> {
  const leave = reading.take()
  if (!leave) throw new Problem('unavailable', { detail: words(languageOf(req)).t('api.busy-reading') })
  try {
    return await read()
  } finally {
    leave()
  }
}

/** Of a multipart body (RFC 7578): its one `file`, or null where there is none; and its fields as they were parsed. */
export type Multipart =
  | { kind: 'read'; file: { name: string; bytes: Buffer } | null; fields: unknown }
  | { kind: 'too-large' }
  | { kind: 'unreadable' }

const parser = (fields: number): RequestHandler =>
  multer({
    storage: multer.memoryStorage(),
    limits: { fileSize: mostEvidence, files: 1, fields, fieldSize: 4096, parts: fields + 2 },
    // Browsers and curl send names as UTF-8, whatever the header's own alphabet.
    defParamCharset: 'utf8',
  }).single('file')

/** A reader of multipart bodies with one file and at most so many fields. */
export function multipart(fields: number): (req: Request, res: Response) => Promise<Multipart> {
  const parse = parser(fields)
  return (req, res) =>
    readInTurn(
      req,
      () =>
        new Promise((resolve) => {
          parse(req, res, (error?: unknown) => {
            // Whatever the parser says against a body that is held in memory, it says against what was sent.
            if (error) resolve({ kind: isTooLarge(error) ? 'too-large' : 'unreadable' })
            else {
              const file = req.file ? { name: req.file.originalname, bytes: req.file.buffer } : null
              resolve({ kind: 'read', file, fields: req.body })
            }
          })
        }),
    )
}

const isTooLarge = (error: unknown) => error instanceof multer.MulterError && error.code === 'LIMIT_FILE_SIZE'
