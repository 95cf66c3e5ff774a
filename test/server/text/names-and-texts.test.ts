import { describe, expect, test } from 'vitest'
import { keptName } from '../../../server/evidence/file-name.ts'
import { fileType } from '../../../server/evidence/file-type.ts'
import { isRequestKey } from '../../../server/http/request-key.ts'
import { ownProperty } from '../../../server/own-property.ts'
import { escapedControls, withoutControls } from '../../../server/text/control-characters.ts'

/** Small judgements about what strangers write: names, keys, texts. */

describe('a file’s name', () => {
  test.each([
    ['plain.txt', 'plain.txt'],
    ['사진 1.txt', '사진 1.txt'],
    ['a\u0000b\r\nc\u0007.txt', 'abc.txt'],
    ['in\u202evoice\u2066.txt', 'invoice.txt'],
    ['a\ud83d.txt', 'a\ufffd.txt'],
    ['   ', 'file'],
    ['', 'file'],
    [`${'a'.repeat(199)}😀b`, `${'a'.repeat(199)}😀`],
  ])('%j is kept as %j', (said, kept) => expect(keptName(said)).toBe(kept))
})

describe('a text in one line', () => {
  test.each([
    ['a\nb', 'a\\nb'],
    ['a\r\tb\u001b[2J', 'a\\r\\tb\\u001b[2J'],
    ['\u2028\u202e\ufeff\u0085', '\\u2028\\u202e\\ufeff\\u0085'],
    ['“한국어” 👩‍🚀 – fine', '“한국어” 👩‍🚀 – fine'],
  ])('%j is shown as %j', (text, shown) => expect(escapedControls(text)).toBe(shown))
  test('or without them', () => expect(withoutControls('a\u0000\u202eb 👩‍🚀')).toBe('ab 👩‍🚀'))
})

test('a record gives what it holds, and nothing that it inherits', () => {
  expect(ownProperty({ tester: 'sam' }, 'tester')).toBe('sam')
  for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty'])
    expect(ownProperty<unknown>({}, name)).toBeUndefined()
  expect(fileType('a.constructor', Buffer.from('text'))).toBe('text/plain')
  expect(fileType('a.constructor', Buffer.from('%PDF-1.7'))).toBe('application/pdf')
})

describe('a request’s key', () => {
  test.each(['a', 'k-1', '~'.repeat(200)])('%s', (key) => expect(isRequestKey(key)).toBe(true))
  test.each(['', ' ', 'a b', 'ä', 'a\n', '~'.repeat(201), undefined, 1, ['a']])('%j is none', (key) =>
    expect(isRequestKey(key)).toBe(false),
  )
})
