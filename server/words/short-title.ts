/** A longer one would not be a name any more. */
const longest = 48

/** What a sentence can be called in a line: its words up to the first pause, and not too many of them. */
export function shortTitle(text: string): string {
  const [first = text] = text.split(/[:;(：；（。]|[.](?:\s|$)/u, 1)
  const name = first.trim() === '' ? text : first.trim()
  if (name.length <= longest) return name
  const cut = name.slice(0, longest)
  const end = cut.lastIndexOf(' ')
  return `${cut.slice(0, end > longest / 2 ? end : longest).trimEnd()}…`
}
