import { describe, expect, test } from 'vitest'
import { spacesOf } from '../../../server/words/han-spaces.ts'
import { languages, words } from '../../../server/words/index.ts'
import { speech } from '../../../server/words/t.ts'

/** Chinese stands beside Chinese without a space, and beside every other script with one. */

const { t, pieces } = words('zh-Hant')
const did = (person: string, line = '將「庫存」標示為完成') => t('log.by-person', { person, line })

describe('a name in a Chinese sentence', () => {
  test.each([
    ['陳偉', '陳偉將「庫存」標示為完成'],
    ['Priya Nair', 'Priya Nair 將「庫存」標示為完成'],
    ['김유나', '김유나 將「庫存」標示為完成'],
    ['陳偉 Wei', '陳偉 Wei 將「庫存」標示為完成'],
    ['Wei 陳偉', 'Wei 陳偉將「庫存」標示為完成'],
    ['𠮷田', '𠮷田將「庫存」標示為完成'],
    ['示範（測試）', '示範（測試）將「庫存」標示為完成'],
  ])('%s', (person, sentence) => {
    expect(did(person)).toBe(sentence)
  })

  test('has its space dropped on each side by itself', () => {
    expect(t('gate.waits-for', { people: '陳偉、Sam Okafor' })).toBe('待陳偉、Sam Okafor 處理。')
    expect(t('gate.waits-for', { people: 'Sam Okafor、陳偉' })).toBe('待 Sam Okafor、陳偉處理。')
  })

  test('keeps the spaces that are its own, and those of what somebody wrote', () => {
    expect(did('陳 偉')).toBe('陳 偉將「庫存」標示為完成')
    expect(t('gate.waits-for', { people: ' 陳偉 ' })).toBe('待  陳偉  處理。')
  })

  test('is dropped beside the marks that isolate a name, and the marks stay', () => {
    expect(did('陳偉 \u05d0')).toBe('\u2068陳偉 \u05d0\u2069 將「庫存」標示為完成')
    expect(did('\u05d0 陳偉')).toBe('\u2068\u05d0 陳偉\u2069將「庫存」標示為完成')
    expect(t('gate.waits-for', { people: '陳偉\u202e偉' })).toBe('待\u2068陳偉\u202e偉\u202c\u2069處理。')
  })
})

test('a number keeps its space, and a value that is drawn with markup does too', () => {
  expect(t('gate.waits-for', { people: '3' })).toBe('待 3 處理。')
  const name = { text: '陳偉' }
  expect(pieces('gate.waits-for', { people: name })).toEqual(['待 ', name, ' 處理。'])
})

test('a plural is chosen as ever', () => {
  const { t } = speech('zh-Hant', { 'tasks.gates': '共 {count, plural, other {# 個}} 關卡' })
  expect(t('tasks.gates', { count: 3 })).toBe('共 3 個關卡')
})

test('in every other language all stands as it is written', () => {
  for (const lang of languages.filter((each) => each !== 'zh-Hant')) {
    const { markSpaces, resolveSpaces } = spacesOf(lang)
    expect(resolveSpaces(markSpaces('陳偉 {line} 將'))).toBe('陳偉 {line} 將')
  }
})
