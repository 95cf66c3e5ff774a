/** The first of the wishes, tags of BCP 47, that is among the known languages; `en-GB` is a wish for `en`. */
export function chooseLanguage(wishes: readonly unknown[], known: readonly string[]): string {
  for (const wish of wishes) {
    const language = typeof wish === 'string' ? matching(wish, known) : undefined
    if (language !== undefined) return language
  }
  return 'en'
}

/** Taiwan, Hong Kong and Macao write Traditional Chinese. */
function matching(tag: string, known: readonly string[]): string | undefined {
  const lower = tag.trim().toLowerCase()
  const named = ['zh-tw', 'zh-hk', 'zh-mo'].includes(lower) ? 'zh-hant' : lower
  return known.find((each) => named === each.toLowerCase() || named.startsWith(`${each.toLowerCase()}-`))
}
