import { describe, expect, test } from 'vitest'
import { shortTitle } from '../../../server/words/short-title.ts'

/** What an item without a short name of its own is called in a list or on a button. */

describe('a sentence as a name', () => {
  test.each([
    ['Every page that goes live has final copy.', 'Every page that goes live has final copy'],
    ['p95 response time at the agreed multiple (error rate within limit)', 'p95 response time at the agreed multiple'],
    ['PCI DSS scope is documented: SAQ type', 'PCI DSS scope is documented'],
    ['Version 1.2 or newer; no mixed content', 'Version 1.2 or newer'],
    ['(EU) The function is there', '(EU) The function is there'],
    ['結帳頁面：總金額與明細', '結帳頁面'],
    ['x', 'x'],
  ])('%s', (text, name) => expect(shortTitle(text)).toBe(name))

  test('a long one ends between two words', () => {
    const text = 'A real low-value order was authorized, captured and refunded with each live payment method'
    expect(shortTitle(text)).toBe('A real low-value order was authorized, captured…')
  })
  test('200 letters without a space are cut all the same', () => expect(shortTitle('W'.repeat(200))).toHaveLength(49))
})
