/**
 * Which passwords are accepted: NIST SP 800-63B-4 section 3.1.1.2 and OWASP ASVS 5.0 section 6.2. Any character, no rules about
 * kinds of characters, no expiry. There is no list of leaked passwords; passwords that follow from the person, the product or
 * the keyboard are refused.
 */

export const shortest = 12
export const longest = 256

/** Why a password is refused; the sentence is chosen by this code. */
export type PasswordRefusal = 'too-short' | 'too-long' | 'contains-person' | 'contains-product' | 'too-simple'

/** Null if the password is accepted. Length counts code points after normalization, as the hash sees them. */
export function refusePassword(password: string, person: { name: string; email: string }): PasswordRefusal | null {
  const text = plain(password)
  const length = [...password.normalize('NFKC')].length
  if (length < shortest) return 'too-short'
  if (length > longest) return 'too-long'
  if (text.includes('launchgate')) return 'contains-product'
  if (wordsOf(person).some((word) => text.includes(word))) return 'contains-person'
  return isRepetition(text) || unpredictable(text).length < 4 ? 'too-simple' : null
}

const plain = (text: string) => text.normalize('NFKC').toLowerCase()

/**
 * The name, its parts and the local part of the email address. Short Latin words are part of too many others (Ana, banana);
 * a name in a script without spaces is short.
 */
function wordsOf({ name, email }: { name: string; email: string }): string[] {
  const local = plain(email).replace(/@[^@]*$/, '')
  const names = [plain(name).trim(), ...plain(name).split(/[\s.'’-]+/), local, ...local.split(/[._+-]+/)]
  const least = (word: string) =>
    /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(word) ? 2 : 4
  return names.filter((word) => [...word].length >= least(word))
}

/** The same one to seven characters over and over; the last round may be cut off. */
function isRepetition(text: string): boolean {
  const letters = [...text]
  return [1, 2, 3, 4, 5, 6, 7].some((period) =>
    letters.every((letter, at) => at < period || letter === letters[at - period]),
  )
}

const sequences = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'qwertyuiop',
  'qwertzuiop',
  'azertyuiop',
  'asdfghjkl',
  'zxcvbnm',
]
const backwards = sequences.map((sequence) => [...sequence].reverse().join(''))
const commonWords = [
  'password',
  'passwort',
  'passw0rd',
  'p@ssw0rd',
  'p@ssword',
  'letmein',
  'welcome',
  'iloveyou',
  'changeme',
  'administrator',
  'admin',
  'secret',
]

/** What is left without common words, runs of three or more neighbours, doubled letters, digits and punctuation at the ends. */
function unpredictable(text: string): string[] {
  const withoutWords = commonWords.reduce((rest, word) => rest.replaceAll(word, ' '), text)
  const rest = withoutRuns(withoutWords).replace(/(.)\1+/gsu, '$1')
  return [
    ...rest
      .replace(/^[\s\d\p{Punctuation}\p{Symbol}]{0,4}|[\s\d\p{Punctuation}\p{Symbol}]{0,4}$/gu, '')
      .replaceAll(' ', ''),
  ]
}

/** Each run of neighbours in a sequence, in either direction, becomes a space. */
function withoutRuns(text: string): string {
  let rest = ''
  for (let at = 0; at < text.length; ) {
    const length = runLength(text, at)
    rest += length >= 3 ? ' ' : text[at]
    at += length >= 3 ? length : 1
  }
  return rest
}

function runLength(text: string, at: number): number {
  let longestRun = 1
  for (const sequence of [...sequences, ...backwards]) {
    let length = 1
    while (at + length < text.length && sequence.includes(text.slice(at, at + length + 1))) length += 1
    longestRun = Math.max(longestRun, length)
  }
  return longestRun
}
