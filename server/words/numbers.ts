import type { Asks } from '../../machines/pipeline/pipeline.ts'
import { isolated } from '../text/bidi.ts'
import type { Marks } from './marks.ts'
import type { Speech } from './t.ts'

export interface Numbers {
  /** `1,234.5`. */
  number: (n: number) => string
  /** A number with its unit: `3 links`, `98.5%`. */
  measured: (n: number, unit: string | null) => string
  /** `98 to 100`, `at least 98`, `at most 100 links`; empty for evidence that is not a number. */
  bounds: (asks: Asks, unit?: string | null) => string
  /** `A, B and C`. */
  list: (strings: readonly string[]) => string
  /** A list of at most four: of more the first three, and how many there are besides. Some languages count people and things with other words. */
  shortList: (strings: readonly string[], of?: 'things' | 'gates' | 'people') => string
}

/** Percent, per mille and degrees stand at their number in every language; a unit that is a word has the language’s own space. */
const isSign = (unit: string): boolean => /^[%‰°]/.test(unit)

export function numbers({ lang, t }: Speech, marks: Marks): Numbers {
  const digits = new Intl.NumberFormat(lang, { maximumFractionDigits: 20 })
  const number = (n: number) => digits.format(n)
  const list = (strings: readonly string[]) => {
    const all = strings.map(isolated)
    const most = all.slice(0, -1).join(marks.list)
    return [...(all.length > 1 ? [most] : []), ...all.slice(-1)].join(marks.lastOfList)
  }
  const measured: Numbers['measured'] = (n, unit) => {
    if (unit === null) return number(n)
    return t(isSign(unit) ? 'number.with-sign' : 'number.with-unit', { value: number(n), unit })
  }
  return {
    number,
    measured,
    bounds: (asks, unit = null) => {
      if (asks.kind !== 'number') return ''
      const { min, max } = asks
      if (min !== null && min === max) return t('bounds.exactly', { value: measured(min, unit) })
      if (min !== null && max !== null) return t('bounds.between', { min: number(min), max: measured(max, unit) })
      if (min !== null) return t('bounds.least', { min: measured(min, unit) })
      if (max !== null) return t('bounds.most', { max: measured(max, unit) })
      return unit === null ? t('bounds.any') : t('bounds.any-in', { unit })
    },
    list,
    shortList: (strings, of = 'things') =>
      strings.length <= 4
        ? list(strings)
        : strings.slice(0, 3).map(isolated).join(marks.list) +
          marks.rest +
          t(`more-${of}`, { count: strings.length - 3 }),
  }
}
