/**
 * The language of a name or a text by its letters, as a tag of BCP 47: Hangul is Korean, Han without it Chinese, Latin English.
 * Null when it has none of these letters.
 */
export function scriptLanguage(text: string): string | null {
  if (/\p{Script=Hangul}/u.test(text)) return 'ko'
  if (/\p{Script=Han}/u.test(text)) return 'zh-Hant'
  return /\p{Script=Latin}/u.test(text) ? 'en' : null
}
