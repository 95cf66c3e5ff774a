import type { RequestHandler } from 'express'
import { words } from '../words/index.ts'
import { parseFormEncoding } from './form-encoding.ts'
import { languageOf } from './language.ts'
import { Problem } from './problems.ts'

const longestUrl = 2048

export const shortAddress: RequestHandler = (req, _res, next) => {
  if (req.originalUrl.length <= longestUrl) return next()
  throw new Problem('too-large', { detail: words('en').t('api.too-long') })
}

/** The parser of query strings would replace what is not UTF-8 without a word: another build would be asked about than was named. */
export const readableQuery: RequestHandler = (req, _res, next) => {
  const at = req.originalUrl.indexOf('?')
  if (at === -1 || parseFormEncoding(req.originalUrl.slice(at + 1)) !== null) return next()
  throw new Problem('invalid', { detail: words(languageOf(req)).t('api.not-utf8') })
}
