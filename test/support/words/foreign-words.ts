import { codes } from './bare-text.ts'
import { staysLatin } from './language-rules.ts'

/** Runs in a page: the texts of this HTML, but for what is marked as another language's, what people typed and what programs read. */
export const readForeign = (html: string): string => `(() => {
  const page = new DOMParser().parseFromString(${JSON.stringify(html)}, 'text/html')
  const found = []
  const theirs = 'script, style, noscript, q, code, pre, bdi, textarea, select[name=zone], datalist, .avatar, body [lang]:not([lang="' + page.documentElement.lang + '"])'
  const texts = page.createTreeWalker(page.body, NodeFilter.SHOW_TEXT)
  for (let node = texts.nextNode(); node; node = texts.nextNode())
    if (!node.parentElement.closest(theirs) && node.nodeValue.trim() !== '') found.push(node.nodeValue)
  for (const element of page.querySelectorAll('[aria-label], [title], [placeholder], [alt]'))
    for (const name of ['aria-label', 'title', 'placeholder', 'alt'])
      if (element.hasAttribute(name)) found.push(element.getAttribute(name))
  return found
})()`

const foreignLetters: Readonly<Record<string, RegExp>> = {
  ko: /\p{sc=Han}+|[\p{sc=Latin}’]{2,}/gu,
  'zh-Hant': /\p{sc=Hangul}+|[\p{sc=Latin}’]{2,}/gu,
}

/** Hashes, builds, identifiers, names of files: a word with a digit or a sign inside. */
const codeWithDigits = /[\w./:=-]*[\d./:=_-][\w./:=-]*/g

/** The words of a page that are not its language's, and neither names nor codes, each with the text that they stand in. `names` are of people and launches. */
export function foreignWords(language: string, texts: readonly string[], names: readonly string[]): string[] {
  const letters = foreignLetters[language]
  if (letters === undefined) return []
  const longestFirst = [...names].sort((a, b) => b.length - a.length)
  return texts.flatMap((text) => {
    // What people typed stands in quotation marks inside a sentence.
    let rest = text.replaceAll(/“[^”]*”|「[^」]*」/g, (typed) => (/[가-힣一-鿿]/.test(typed) ? typed : ''))
    for (const name of longestFirst) rest = rest.replaceAll(name, '')
    for (const code of [...codes, codeWithDigits]) rest = rest.replaceAll(code, '')
    const words = [...rest.matchAll(letters)].map(([word]) => word).filter((word) => !staysLatin(word))
    return words.length === 0 ? [] : [`${words.join(', ')} in ${text.trim()}`]
  })
}
