import type { Request, RequestHandler, Response } from 'express'
import multer from 'multer'
import { actorOf, type Caller } from '../auth/caller.ts'
import { languageOf } from '../http/language.ts'
import { Problem } from '../http/problems.ts'
import { words } from '../words/index.ts'
import { releaseBodies, SharedBytes } from './shared-bytes.ts'

/** Large bodies: read only after we know who asks and about what, and only so many at once, since each is held in memory. */

export const mostEvidence = 10 * 1024 * 1024
const mostAtOnce = 8
const mostOfOneCaller = 2

/** Who holds a place, once for each. */
const holders: string[] = []

/**
 * Does this while holding one of eight places, of which a caller gets two at most; a place is held until the body was read and what
 * it says was judged; then its memory is given to another. Throws a Problem: 429 where the caller's places are taken, 503 where all are.
 */
export async function inTurn<T>(req: Request, caller: Caller, work: () => Promise<T>): Promise<T> {
  const who = actorOf(caller).id
  const { t } = words(languageOf(req))
  if (holders.filter((each) => each === who).length >= mostOfOneCaller)
    throw new Problem('too-many', { detail: t('api.too-many-uploads') })
  if (holders.length >= mostAtOnce) throw new Problem('unavailable', { detail: t('api.busy-reading') })
  holders.push(who)
  try {
    return await work()
  } finally {
    holders.splice(holders.indexOf(who), 1)
    releaseBodies(req)
  }
}

/** Of a multipart body (RFC 7578): its one `file`, or null where there is none; and its fields as they were parsed. */
export type Multipart =
  | { kind: 'read'; file: { name: string; bytes: Buffer } | null; fields: unknown }
  | { kind: 'too-large' }
  | { kind: 'unreadable' }

const inSharedMemory: multer.StorageEngine = {
  _handleFile(req, { stream }, done) {
    const body = new SharedBytes(req, mostEvidence)
    stream.on('data', (part: Buffer) => body.append(part))
    stream.on('error', done)
    stream.on('end', () => done(null, { buffer: body.bytes }))
  },
  _removeFile: (_req, _file, done) => done(null),
}

const parser = (fields: number): RequestHandler =>
  multer({
    storage: inSharedMemory,
    limits: { fileSize: mostEvidence, files: 1, fields, fieldSize: 4096, parts: fields + 2 },
    // Browsers and curl send names as UTF-8, whatever the header's own alphabet.
    defParamCharset: 'utf8',
  }).single('file')

/** A reader of multipart bodies with one file and at most so many fields. Call it inTurn. */
export function multipart(fields: number): (req: Request, res: Response) => Promise<Multipart> {
  const parse = parser(fields)
  return (req, res) =>
    new Promise((resolve) => {
      parse(req, res, (error?: unknown) => {
        // Whatever the parser says against a body that is held in memory, it says against what was sent.
        if (error) resolve({ kind: isTooLarge(error) ? 'too-large' : 'unreadable' })
        else {
          const file = req.file ? { name: req.file.originalname, bytes: req.file.buffer } : null
          resolve({ kind: 'read', file, fields: req.body })
        }
      })
    })
}

const isTooLarge = (error: unknown) => error instanceof multer.MulterError && error.code === 'LIMIT_FILE_SIZE'
