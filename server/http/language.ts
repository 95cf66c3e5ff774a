import type { IncomingMessage } from 'node:http'
import type { Request, Response } from 'express'
import { chooseLanguage } from '../words/choose-language.ts'
import { languages } from '../words/index.ts'
import { cookieIn, ownCookie } from './cookies.ts'

/** What is known of a reader besides their request. Null: nothing. */
export interface LanguagePreference {
  /** What the person who is signed in chose. */
  person: string | null
  /** The installation's own, for readers who asked for none that there are words in. */
  fallback: string | null
}

const preferenceOfReader = Symbol('language preference')
interface WithPreference {
  [preferenceOfReader]?: LanguagePreference
}
const nothing: LanguagePreference = { person: null, fallback: null }

/** Tells languageOf what the database knows of the reader of this request. */
export const preferLanguage = (req: Request & WithPreference, preference: LanguagePreference): void => {
  req[preferenceOfReader] = preference
}

/** `?lang=`, else the person's, else that of the cookie, else of the browser, else the installation's, else English. */
export function languageOf(req: Request & WithPreference): string {
  return languageFor(req, req.query.lang, req[preferenceOfReader] ?? nothing)
}

/** The same for a request of which `wish` is the `?lang=`, and of whose reader no more is known. */
export function languageFor(req: IncomingMessage, wish?: unknown, { person, fallback } = nothing): string {
  const { cookie, 'accept-language': tags } = req.headers
  const remembered = cookie === undefined ? null : cookieIn(req, languageCookie)
  const wished = [wish, person, remembered, ...(tags === undefined ? [] : accepted(tags)), fallback]
  return chooseLanguage(wished, languages)
}

/** Remembers what a reader chose at the foot of a page, also before they sign in. It steers nothing but the words. */
export const languageCookie = 'launchgate-language'

const rememberedFor = 365 * 86_400_000

export function rememberLanguage(res: Response, language: string, baseUrl: string): void {
  const { options } = ownCookie(languageCookie, baseUrl)
  res.cookie(languageCookie, language, { ...options, maxAge: rememberedFor })
}

/** The tags of Accept-Language (RFC 9110 section 12.5.4) by weight. */
function accepted(tags: string): string[] {
  return tags
    .split(',')
    .map((part) => {
      const [tag = '', weight] = part.split(/\s*;\s*q=/i)
      return { tag, weight: weight === undefined ? 1 : Number.parseFloat(weight) || 0 }
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ tag }) => tag)
}
