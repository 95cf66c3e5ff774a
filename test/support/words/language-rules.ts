import { bannedTerms } from './banned-terms.ts'
import { argumentsOf, formatted, literalOf, pluralsOf, readings } from './message.ts'
import { han, hangul, places, type Rule } from './sentence.ts'
import { withoutTyped } from './terminal-codes.ts'
import { unitFaults } from './units.ts'

/** Rules for a sentence of any language beside its English. */

/** The script that a language is written in. */
const scripts: Readonly<Record<string, string>> = { 'zh-Hant': han, ko: hangul }

/** Codes for the program. */
const codes = /^(date\.(weekday|month)|list)[.-]style$/

/** Words between two values, for which another language may write a mark: `98 to 100`, 98~100. */
const between = new Set(['and', 'on', 'to', 'of', 'by', 'in', 'at'])

/** Names, protocols, formats and codes that every language leaves as they are, beside abbreviations. */
const sameEverywhere = new Set(
  `Launchgate Aurora Hello English JavaScript OpenID Connect JUnit Merkle Code Go No Web Asia Taipei Adobe Secure name example com https http
  Webhook nonce issuer Commit Idempotency Key Content Encoding gzip deflate br testsuites testsuite cookie canonical robots hreflang diff ms
  Largest Contentful Paint Node js`.split(/\s+/),
)
/** Whether every language writes this word as English does. */
export const staysLatin = (word: string) => sameEverywhere.has(word) || /^[A-Z]{2,}s?$/.test(word)

/** Nothing is left in English, and nothing is in the script of another language. */
export const isTranslated: Rule = ({ key, english, text, lang }) => {
  const script = scripts[lang]
  const says = literalOf(text, lang)
  if (script === undefined || codes.test(key)) return []
  const foreign = lang === 'ko' ? han : hangul
  const faults = places([says], new RegExp(`${foreign}+`, 'gu'), 'another language')
  const words = wordsOf(literalOf(english, 'en'))
  if (words.every((word) => staysLatin(word) || between.has(word))) return faults
  if (!new RegExp(script, 'u').test(says)) return [...faults, `not translated: “${text}”`]
  const left = wordsOf(withoutTyped(key, says)).filter((word) => !staysLatin(word) && words.includes(word))
  return [...faults, ...left.map((word) => `left in English: “${word}”`)]
}

/** Addresses, settings, commands, examples of names and what HTTP says: read by programs. */
const code = /[\w.]+@[\w.]+|https?:\/\/\S*|\b\w+\/[\w/]+|\b\w+_\w+|npx [a-z -]+|deploy-ci|spring-sale|423 Locked/g

/** Latin words of two letters or more. */
const wordsOf = (text: string): string[] => text.replaceAll(code, ' ').match(/[A-Za-z][A-Za-z’]+/g) ?? []

/** No word that the language does not use. */
export const avoidsBannedTerms: Rule = ({ text, lang }) =>
  (bannedTerms[lang] ?? [])
    .filter(({ term, except = [] }) => {
      const left = except.reduce((rest, cut) => rest.replaceAll(new RegExp(cut, 'giu'), ''), text)
      return new RegExp(lang === 'en' ? `\\b${term}\\b` : term, 'iu').test(left)
    })
    .map(({ term, instead }) => `banned: “${term}”${instead === undefined ? '' : `, write ${instead}`}`)

/** Exactly the arguments of English, each of its kind. */
export const takesSameArguments: Rule = ({ english, text, lang }) => {
  const [theirs, ours] = [argumentsOf(english, 'en'), argumentsOf(text, lang)]
  const names = [...new Set([...theirs.keys(), ...ours.keys()])]
  const different = names.filter((name) => theirs.get(name) !== ours.get(name))
  return different.map(
    (name) => `{${name}} is ${ours.get(name) ?? 'missing'}, in English ${theirs.get(name) ?? 'missing'}`,
  )
}

/** A plural has the branches of its own language, those for 0 and 1 that English has, and says its number where English does. */
export const countsLikeEnglish: Rule = ({ english, text, lang }) => {
  const categories = new Intl.PluralRules(lang).resolvedOptions().pluralCategories as string[]
  const ours = pluralsOf(text, lang)
  const dead = [...ours].flatMap(([name, branches]) =>
    branches
      .filter((branch) => !branch.startsWith('=') && !categories.includes(branch))
      .map((branch) => `{${name}} has a branch that ${lang} never takes: ${branch}`),
  )
  const lost = [...pluralsOf(english, 'en')].flatMap(([name, branches]) =>
    branches
      .filter((branch) => branch.startsWith('=') && !ours.get(name)?.includes(branch))
      .map((branch) => `{${name}} has no branch ${branch}`),
  )
  const says = (message: string, of: string) =>
    new Set(readings(message, of).flatMap((each) => each.match(/\{#\w+\}/g) ?? []))
  const unsaid = [...says(english, 'en')].filter((number) => !says(text, lang).has(number))
  return [...dead, ...lost, ...unsaid.map((number) => `the number is not said: ${number}`)]
}

/** Numbers that English may give as a word, a month among them. */
const spelledOut: Readonly<Record<string, RegExp>> = {
  '0': /\b(zero|no|none|not)\b/i,
  '1': /\b(one|an?|first|once|single|January)\b/i,
  '2': /\b(two|both|twice|second|more than one|February)\b/i,
  '3': /\b(three|March)\b/i,
  '4': /\b(four|April)\b/i,
  '5': /\b(five|May)\b/i,
  '6': /\b(six|June)\b/i,
}

/** The numbers that English gives, none more, and with their units. */
export const keepsNumbers: Rule = (sentence) => {
  const [theirs, ours] = [literalOf(sentence.english, 'en'), literalOf(sentence.text, sentence.lang)]
  const numbers = (text: string) => new Set(text.match(/\d+(?:[.,:/-]\d+)*/g) ?? [])
  // `one {1 more} other {# more}`: a language without this branch says the 1 as its number.
  const counts = readings(sentence.text, sentence.lang).some((each) => each.includes('{#'))
  const lost = [...numbers(theirs)].filter((number) => !numbers(ours).has(number) && !(counts && number === '1'))
  const made = [...numbers(ours)].filter((number) => !numbers(theirs).has(number) && !spelledOut[number]?.test(theirs))
  return [
    ...lost.map((number) => `English says ${number}`),
    ...made.map((number) => `English does not say ${number}`),
    ...unitFaults(sentence),
  ]
}

/** ICU accepts the message, and every count and code gives a sentence without a brace. */
export const isIcu: Rule = ({ english, text, lang }) => {
  try {
    const said = formatted(text, lang)
    const empty = said.filter((each) => each.trim() === '').length
    const emptyInEnglish = formatted(english, 'en').filter((each) => each.trim() === '').length
    const faults = said.filter((each) => /[{}]/.test(each)).map((each) => `a brace is left: “${each}”`)
    return empty > emptyInEnglish ? [...faults, 'says nothing'] : faults
  } catch (error) {
    return [`not ICU: ${error instanceof Error ? error.message : String(error)}`]
  }
}

/** Ends as English does: a sentence with a full stop, a label without one. A question may be asked as a label. */
export const endsLikeEnglish: Rule = ({ english, text, lang }) => {
  const ends = (message: string, of: string) =>
    new Set(readings(message, of).map((each) => closing.find(([, mark]) => mark.test(each))?.[0] ?? 'nothing'))
  const [theirs, ours] = [[...ends(english, 'en')], ends(text, lang)]
  // In Korean an example at the end has no full stop: 예: 98.5
  const isExample = lang === 'ko' && /예: .*[^.]$/u.test(text)
  if (isExample || theirs.some((mark) => mark === 'a question mark' || ours.has(mark))) return []
  return [`ends with ${[...ours].join(', ')}, in English ${theirs.join(', ')}`]
}

/** Marks at the end, also before a closing quotation mark or bracket. */
const closing: [name: string, mark: RegExp][] = [
  ['a full stop', /[.。][”’」』)）]*$/u],
  ['a question mark', /[?？][”’」』)）]*$/u],
  ['an ellipsis', /…$/u],
]

/** A terminal quotes what was typed on it as other commands do: "name". */
const onTerminal = /^(cli|deploy-check|setting|token-refused|person-refused)\./

/** No straight quotation mark (ICU’s escape character), no shouting, and no space too many. */
export const isTidy: Rule = ({ key, text }) =>
  places(
    [onTerminal.test(key) ? text.replaceAll('"', '') : text],
    /['"!！]|\.\.\.|\p{Zs}{2,}|^\p{Zs}|\p{Zs}$|[\u3000\u00a0]/gu,
    'untidy',
  )

const buttons =
  /^(command\.|form\.(save|cancel)$|ui\.(sign-in|sign-out|refresh|more|filter|try-again|reset-demo|open-demo)$)/
/** The state of a launch that is prepared says two things. */
const tags = /^(status|item|launch-state)\.(?!preparing\.locked$)(preparing\.)?[\w-]+$/
const longest: Readonly<Record<string, { button: number; tag: number }>> = {
  en: { button: 24, tag: 20 },
  'zh-Hant': { button: 8, tag: 7 },
  ko: { button: 12, tag: 9 },
}

/** Buttons and tags are short. */
export const isShort: Rule = ({ key, text, lang }) => {
  const limits = longest[lang]
  if (limits === undefined || text.includes('{')) return []
  const most = buttons.test(key) ? limits.button : tags.test(key) ? limits.tag : Number.POSITIVE_INFINITY
  const length = [...text].length
  return length > most ? [`${length} characters, at most ${most}: “${text}”`] : []
}
