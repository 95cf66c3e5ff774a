/**
 * Text of unknown direction inside a line of ours (Unicode UAX 9). A name in Arabic, or a comment with an override such as U+202E,
 * must not change the order in which the rest of the line is drawn.
 */

/** Embeddings and overrides: U+202C ends them. */
const embeddings = '\u202a\u202b\u202d\u202e'
const endOfEmbedding = '\u202c'
/** Isolates: U+2069 ends them, and every embedding inside. */
const isolates = '\u2066\u2067\u2068'
const firstStrongIsolate = '\u2068'
const endOfIsolate = '\u2069'

const scopes = /[\u202a-\u202e\u2066-\u2069]/
/** Blocks of scripts that are written from right to left, and the marks that count as such a letter. */
const rightToLeft = /[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u

/** The same text with every scope that it opens closed at its end, and without ends of scopes that it did not open. */
export function balanced(text: string): string {
  if (!scopes.test(text)) return text
  const open: string[] = []
  let result = ''
  for (const each of text) {
    if (embeddings.includes(each) || isolates.includes(each)) open.push(each)
    else if (each === endOfEmbedding) {
      const last = open.at(-1)
      if (last === undefined || !embeddings.includes(last)) continue
      open.pop()
    } else if (each === endOfIsolate) {
      const begin = open.findLastIndex((opened) => isolates.includes(opened))
      if (begin === -1) continue
      open.length = begin
    }
    result += each
  }
  const ends = open.reverse().map((opened) => (isolates.includes(opened) ? endOfIsolate : endOfEmbedding))
  return result + ends.join('')
}

/**
 * Balanced, and between U+2068 and U+2069 where it could reorder what stands around it. Most texts come back unchanged, and so does
 * what is isolated already.
 */
export function isolated(text: string): string {
  if (!scopes.test(text) && !rightToLeft.test(text)) return text
  const safe = balanced(text)
  const outside = withoutIsolates(safe)
  return scopes.test(outside) || rightToLeft.test(outside) ? firstStrongIsolate + safe + endOfIsolate : safe
}

/** True if every isolate of the text ends in it, and none ends that did not begin. */
export function hasBalancedIsolates(text: string): boolean {
  const only = [...text].filter((each) => isolates.includes(each) || each === endOfIsolate).join('')
  return balanced(only) === only
}

/** What stands outside of every isolate of a balanced text. */
function withoutIsolates(text: string): string {
  let depth = 0
  let outside = ''
  for (const each of text) {
    if (isolates.includes(each)) depth += 1
    else if (each === endOfIsolate) depth -= 1
    else if (depth === 0) outside += each
  }
  return outside
}
