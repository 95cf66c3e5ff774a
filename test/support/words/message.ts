import { IntlMessageFormat } from 'intl-messageformat'

/** ICU messages taken apart, for rules that compare sentences of two languages. */

export type Elements = ReturnType<IntlMessageFormat['getAst']>

/** How @formatjs numbers the kinds of elements. */
export const kind = { literal: 0, argument: 1, number: 2, select: 5, plural: 6, pound: 7 }

/** The elements of a message. Throws where it is not ICU. */
export const elementsOf = (message: string, lang: string): Elements =>
  new IntlMessageFormat(message, lang, undefined, { ignoreTag: true }).getAst()

/** What an argument must be: text that arrives finished, a number, a date, or a code that chooses one of these branches. */
export type Kind = 'text' | 'number' | 'date' | `one of ${string}`

/** Each argument of a message and what it must be. A plural and a grouped number both take a number. */
export function argumentsOf(message: string, lang: string): Map<string, Kind> {
  const found = new Map<string, Kind>()
  const read = (elements: Elements): void => {
    for (const each of elements) {
      if (each.type === kind.literal || each.type === kind.pound || !('value' in each)) continue
      if (each.type === kind.argument) found.set(each.value, found.get(each.value) ?? 'text')
      else if (each.type === kind.number || each.type === kind.plural) found.set(each.value, 'number')
      else if (each.type === kind.select && 'options' in each)
        found.set(each.value, `one of ${Object.keys(each.options).sort().join(', ')}`)
      else found.set(each.value, 'date')
      if ('options' in each) for (const { value } of Object.values(each.options)) read(value)
    }
  }
  read(elementsOf(message, lang))
  return found
}

/** The branches of each plural: `count` → one, other, =0. */
export function pluralsOf(message: string, lang: string): Map<string, string[]> {
  const found = new Map<string, string[]>()
  const read = (elements: Elements): void => {
    for (const each of elements) {
      if (!('options' in each)) continue
      if (each.type === kind.plural) found.set(each.value, Object.keys(each.options))
      for (const { value } of Object.values(each.options)) read(value)
    }
  }
  read(elementsOf(message, lang))
  return found
}

/**
 * Every way in which a message can be read, one for each choice of branches. A placeholder stays in it as `{gate}`, one that holds a
 * number as `{#count}`.
 */
export function readings(message: string, lang: string): string[] {
  const read = (elements: Elements, counted: string): string[] =>
    elements.reduce<string[]>((before, each) => join(before, ways(each, counted)), [''])
  const ways = (each: Elements[number], counted: string): string[] => {
    if (each.type === kind.pound) return [`{#${counted}}`]
    if (!('value' in each)) return ['']
    if ('options' in each) {
      const inner = each.type === kind.plural ? each.value : counted
      return Object.values(each.options).flatMap(({ value }) => read(value, inner))
    }
    if (each.type === kind.literal) return [each.value]
    return [each.type === kind.number ? `{#${each.value}}` : `{${each.value}}`]
  }
  return [...new Set(read(elementsOf(message, lang), ''))]
}

const join = (before: readonly string[], after: readonly string[]): string[] =>
  before.flatMap((start) => after.map((end) => start + end))

/** What a message says without its placeholders, all branches after one another. */
export const literalOf = (message: string, lang: string): string =>
  readings(message, lang).join('\n').replaceAll(placeholder, ' ')

/** A placeholder in a reading. */
export const placeholder = /\{#?\w+\}/g

/** The message with each count and each code that it can be given; every text is the word `Aurora`. */
export function formatted(message: string, lang: string): string[] {
  const format = new IntlMessageFormat(message, lang, undefined, { ignoreTag: true })
  const each = [...argumentsOf(message, lang)].map(([name, of]) => samples(of).map((value) => [name, value] as const))
  const choices = each.reduce<(readonly [string, string | number])[][]>(
    (before, options) => before.flatMap((chosen) => options.map((option) => [...chosen, option])),
    [[]],
  )
  return choices.map((chosen) => String(format.format(Object.fromEntries(chosen))))
}

function samples(of: Kind): readonly (string | number)[] {
  if (of === 'number') return [0, 1, 2, 1000]
  if (of === 'date') return [0]
  return of === 'text' ? ['Aurora'] : of.slice('one of '.length).split(', ')
}

/** The message of these elements, what it says in words rewritten. */
export function asMessage(elements: Elements, rewrite: (text: string) => string): string {
  const written = (each: Elements[number]): string => {
    if (each.type === kind.pound) return '#'
    if (!('value' in each)) throw new Error(`A message of a kind that is not known: ${each.type}`)
    if (each.type === kind.literal) return rewrite(each.value)
    if (each.type === kind.argument) return `{${each.value}}`
    if (each.type === kind.number) return `{${each.value}, number}`
    if (!('options' in each)) throw new Error(`An argument of a kind that is not known: ${each.value}`)
    const branches = Object.entries(each.options).map(([name, { value }]) => `${name} {${asMessage(value, rewrite)}}`)
    return `{${each.value}, ${each.type === kind.plural ? 'plural' : 'select'}, ${branches.join(' ')}}`
  }
  return elements.map(written).join('')
}
