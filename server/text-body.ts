import express, { type Request, type RequestHandler, type Response } from 'express'

/** A body that is text. It must be UTF-8: decoding anything else leniently would store other characters than were sent. */
export type TextBody =
  | { kind: 'read'; text: string; bytes: Buffer }
  | { kind: 'too-large' }
  /** It is not UTF-8, or claims another charset. */
  | { kind: 'not-utf8' }
  /** It cannot be unpacked as its Content-Encoding says, or ended early. */
  | { kind: 'corrupt' }

/** A reader of bodies of at most `limit` bytes, counted after unpacking. Other faults than those of TextBody reject. */
export function textBody(limit: number): (req: Request, res: Response) => Promise<TextBody> {
  const parse = express.raw({ limit, type: () => true })
  return async (req, res) => {
    const charset = charsetOf(req)
    if (charset !== null && !/^utf-?8$/i.test(charset)) return { kind: 'not-utf8' }
    const fault = await run(parse, req, res)
    if (fault !== null) return fault
    const body: unknown = req.body
    // Express leaves it undefined where there is no body.
    const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0)
    req.body = undefined
    try {
      return { kind: 'read', text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), bytes }
    } catch {
      return { kind: 'not-utf8' }
    }
  }
}

/** The charset parameter of Content-Type (RFC 9110 section 8.3.2); null where there is none. */
function charsetOf(req: Request): string | null {
  const [, quoted, plain] = /;\s*charset\s*=\s*(?:"([^"]*)"|([^;\s]*))/i.exec(req.get('Content-Type') ?? '') ?? []
  return quoted ?? plain ?? null
}

function run(parse: RequestHandler, req: Request, res: Response): Promise<TextBody | null> {
  return new Promise((resolve, reject) => {
    parse(req, res, (error?: unknown) => {
      if (error === undefined) return resolve(null)
      const status = statusOfError(error)
      if (status === 413) resolve({ kind: 'too-large' })
      else if (status !== null && status < 500) resolve({ kind: 'corrupt' })
      else reject(error)
    })
  })
}

/** The parsers of bodies put a status on what the sender did wrong: also on the errors of zlib, which have no `type`. */
function statusOfError(error: unknown): number | null {
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : null
  return typeof status === 'number' ? status : null
}
