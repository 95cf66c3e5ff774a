/** How a person's name is shown: `lang` of its script where that is not Latin, and up to two letters for the round mark. */
export interface PersonName {
  text: string
  lang: string | null
  initials: string
}

export function personName(text: string): PersonName {
  const lang = /\p{Script=Hangul}/u.test(text) ? 'ko' : /\p{Script=Han}/u.test(text) ? 'zh-Hant' : null
  const words = text.split(/\s+/).filter((word) => word !== '')
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => [...(word ?? '')][0] ?? '')
  return { text, lang, initials: lang === null ? letters.join('') : [...text].slice(-2).join('') }
}
