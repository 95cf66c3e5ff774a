import { readings } from './message.ts'
import type { Sentence } from './sentence.ts'

/** Units after a number, in English and in each language. */
const units: readonly [english: string, inLanguage: Readonly<Record<string, string>>][] = [
  ['(KB|MB|GB|px|ms|%)', { 'zh-Hant': '$1', ko: '$1' }],
  ['seconds?', { 'zh-Hant': '秒', ko: '초' }],
  ['minutes?', { 'zh-Hant': '分鐘?', ko: '분' }],
  ['hours?', { 'zh-Hant': '(個)?小時', ko: '시간' }],
  ['days?', { 'zh-Hant': '[天日]', ko: '일' }],
  ['weeks?', { 'zh-Hant': '[週周]', ko: '주' }],
  ['months?', { 'zh-Hant': '個月', ko: '개월' }],
  ['years?', { 'zh-Hant': '年', ko: '년' }],
  ['characters?', { 'zh-Hant': '(個)?(字元|字)', ko: '(글자|자)' }],
]

/** Each number with a unit in English has that unit in the other language, whichever branch says it. */
export function unitFaults({ english, text, lang }: Sentence): string[] {
  const ours = readings(text, lang).join('\n')
  const faults = readings(english, 'en').flatMap((reading) =>
    units.flatMap(([unit, inLanguage]) => {
      const here = inLanguage[lang]
      if (here === undefined) return []
      return [...reading.matchAll(new RegExp(`(\\d[\\d.,]*|\\{#?\\w+\\}) ?(?:${unit})(?!\\w)`, 'g'))]
        .filter(([, number = '', symbol = '']) => {
          const escaped = number.replaceAll(/[{}.]/g, '\\$&')
          return !new RegExp(`${escaped} ?${here.replace('$1', symbol)}`, 'u').test(ours)
        })
        .map(([place]) => `English says “${place}”`)
    }),
  )
  return [...new Set(faults)]
}
