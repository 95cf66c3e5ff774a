import type { Request } from 'express'

/** Languages that people may ask for; what has no catalogue yet is answered in English. */
export const languages = ['en', 'zh-Hant', 'ko'] as const
export type Language = (typeof languages)[number]

const known = (tag: string): Language | undefined => {
  const lower = tag.trim().toLowerCase()
  if (lower === 'zh-tw' || lower === 'zh-hk' || lower.startsWith('zh-hant')) return 'zh-Hant'
  return languages.find((each) => lower === each.toLowerCase() || lower.startsWith(`${each.toLowerCase()}-`))
}

/** `?lang=`, else the first known language of Accept-Language (RFC 9110 section 12.5.4) by weight, else English. */
export function languageOf(req: Request): Language {
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
