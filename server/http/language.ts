import type { Request } from 'express'
import { languages } from '../words/index.ts'

/** What `?lang=` accepts: a promise to programs, kept also before there are words in each language. */
export const languageParameter = ['en', 'zh-Hant', 'ko'] as const

/** The language of the catalogue for a tag of BCP 47, such as `en` for `en-GB`; Taiwan and Hong Kong write Traditional Chinese. */
function known(tag: string): string | undefined {
  const lower = tag.trim().toLowerCase()
  const named = lower === 'zh-tw' || lower === 'zh-hk' ? 'zh-hant' : lower
  return languages.find((each) => named === each.toLowerCase() || named.startsWith(`${each.toLowerCase()}-`))
}

/** `?lang=`, else the first known language of Accept-Language (RFC 9110 section 12.5.4) by weight, else English. */
export function languageOf(req: Request): string {
  const asked = typeof req.query.lang === 'string' ? known(req.query.lang) : undefined
  if (asked) return asked
  const accepted = (req.get('Accept-Language') ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', weight] = part.split(';q=')
      return { tag, weight: weight === undefined ? 1 : Number.parseFloat(weight) || 0 }
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
  for (const { tag } of accepted) {
    const language = known(tag)
    if (language) return language
  }
  return 'en'
}
