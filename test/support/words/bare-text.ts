/** Runs in a page in the pseudo-language: what stands outside its brackets, what is cut, and how wide the page is. */

export interface PageText {
  /** Texts outside ⟦…⟧, each without what stands inside. */
  outside: string[]
  /** Texts that do not fit their boxes, with the box. */
  cut: string[]
  width: number
}

/** As a script, because this project has no types of the browser. */
export const readPage = `(() => {
  let depth = 0
  /** The part of a text at depth 0; a sentence may go on in the next text. */
  const outsideOf = (text) => {
    let rest = ''
    for (const letter of text) {
      if (letter === '⟦') depth += 1
      else if (letter === '⟧') depth -= 1
      else if (depth === 0) rest += letter
    }
    return rest.replaceAll(/\\s+/g, ' ').trim()
  }
  const outside = []
  const texts = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT)
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const rest = outsideOf(node.nodeValue)
    // What people typed, what programs read, and names, which are drawn as such.
    const isTheirs = node.parentElement.closest('script, style, noscript, q, code, pre, bdi, textarea, .avatar')
    if (!isTheirs && rest !== '') outside.push(rest)
  }
  for (const element of document.querySelectorAll('[aria-label], [title], [placeholder], [alt]'))
    for (const name of ['aria-label', 'title', 'placeholder', 'alt']) {
      depth = 0
      const rest = outsideOf(element.getAttribute(name) ?? '')
      if (rest !== '') outside.push(rest)
    }

  const describe = (element) =>
    element.tagName.toLowerCase() + '.' + element.getAttribute('class') + ' “' + element.textContent.replaceAll(/\\s+/g, ' ').trim() + '”'
  const isClipped = (element) => element !== null && (getComputedStyle(element).clipPath !== 'none' || isClipped(element.parentElement))
  const cut = []
  for (const element of document.querySelectorAll('body *')) {
    const style = getComputedStyle(element)
    const isHidden = !element.checkVisibility({ visibilityProperty: true }) || isClipped(element)
    if (isHidden || !element.textContent.includes('⟦') || element.closest('svg')) continue
    const clips = ['hidden', 'clip'].includes(style.overflowX)
    if (clips && element.scrollWidth > element.clientWidth + 1) cut.push(describe(element))
    if (clips && element.scrollHeight > element.clientHeight + 2) cut.push(describe(element))
    const scrolls = element.closest('.graph, pre')
    if (!scrolls && element.getBoundingClientRect().right > innerWidth + 1) cut.push('beside the page: ' + describe(element))
  }
  return { outside, cut, width: document.documentElement.scrollWidth }
})()`

/** Values that every language leaves as they are: ids of items and tokens, scopes, actions of the log, addresses and time zones. */
export const codes = [
  /\b[A-Z]{3}-\d+\b/g,
  /\blg_[\w-]+…?/g,
  /\b[a-z]+:(read|write)\b/g,
  /\S+@\S+/g,
  /\b[a-z-]+\.[a-z-]+\b/g,
  /\b[A-Z]\w+(\/[\w+ -]+)+/g,
  /\bUTC\b|\bGMT\S*/g,
]

/** What Intl writes for a tag that it does not know: it writes English. */
const writtenByIntl =
  /\b(in )?\d+ (day|hour|minute|second)s?( ago)?\b|\b(yesterday|tomorrow|now|and|Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b/g

/** What the catalogue writes between the names of a list; a mark stands outside the brackets. */
const betweenNames = /ààñd/g

/** The texts in which words come from no catalogue. `names` are of people and launches. */
export function bareTexts(outside: readonly string[], names: readonly string[]): string[] {
  const longestFirst = [...names].sort((a, b) => b.length - a.length)
  return outside.filter((text) => {
    let rest = longestFirst.reduce((left, name) => left.replaceAll(name, ''), text)
    for (const known of [...codes, writtenByIntl, betweenNames]) rest = rest.replaceAll(known, '')
    return /\p{L}/u.test(rest)
  })
}
