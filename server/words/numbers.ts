import type { Asks } from '../../machines/pipeline/pipeline.ts'
import { isolated } from '../text/bidi.ts'
import type { Speech } from './t.ts'

export interface Numbers {
  /** `1,234.5`. */
  number: (n: number) => string
  /** `98 to 100`, `at least 98`, `at most 100`; empty for evidence that is not a number. */
  bounds: (asks: Asks) => string
  /** `A, B and C`. */
  list: (strings: readonly string[]) => string
  /** A list of at most four: of more the first three, and how many there are besides. Some languages count people and things with other words. */
  shortList: (strings: readonly string[], of?: 'things' | 'people') => string
}

export function numbers({ lang, t }: Speech): Numbers {
  const digits = new Intl.NumberFormat(lang, { maximumFractionDigits: 20 })
  // en-GB has no comma before the last part of a list.
  const lists = new Intl.ListFormat(lang === 'en' ? 'en-GB' : lang, { type: 'conjunction' })
  const onlyCommas = t('list.style') === 'commas'
  const number = (n: number) => digits.format(n)
  const list = (strings: readonly string[]) => {
    const parts = strings.map(isolated)
    return onlyCommas ? parts.join(', ') : lists.format(parts)
  }
  return {
    number,
    bounds: (asks) => {
      if (asks.kind !== 'number') return ''
      const { min, max } = asks
      if (min !== null && min === max) return t('bounds.exactly', { value: number(min) })
      if (min !== null && max !== null) return t('bounds.between', { min: number(min), max: number(max) })
      if (min !== null) return t('bounds.least', { min: number(min) })
      return max !== null ? t('bounds.most', { max: number(max) }) : t('bounds.any')
    },
    list,
    shortList: (strings, of = 'things') =>
      strings.length <= 4
        ? list(strings)
        : list([...strings.slice(0, 3), t(`more-${of}`, { count: strings.length - 3 })]),
  }
}
