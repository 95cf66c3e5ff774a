import { hasBalancedIsolates } from './bidi.ts'

/** Characters that are not seen but steer: controls, ends of lines, and those that turn the direction of reading (Unicode TR 36 section 2.10). */
const steering = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu

export function withoutControls(text: string): string {
  return text.replace(steering, '')
}

const isolating = /[\u2066-\u2069]/

/** The text in one line, each such character as it is written in JSON: `\n`, `\u001b`. Isolates that end in the text stay: they protect the line. */
export function escapedControls(text: string): string {
  const staysInside = hasBalancedIsolates(text)
  return text.replace(steering, (each) => {
    if (staysInside && isolating.test(each)) return each
    const written = JSON.stringify(each).slice(1, -1)
    return written.length > 1 ? written : `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}
