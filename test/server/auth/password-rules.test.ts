import { expect, test } from 'vitest'
import { refusePassword } from '../../../server/auth/password-rules.ts'

const tom = { name: 'Tom Becker', email: 't.becker@example.com' }

test.each([
  ['twelve characters', 'lamptablesix'],
  ['a sentence', 'Lamps, tables and a sofa'],
  ['small letters only', 'correcthorsebatterystaple'],
  ['other scripts', '우리가게는오늘문을열어요좋아'],
  ['emoji, one character each', '🛋️💡🪑🚚📦🏬🧾🎁🔔🧺🪴'],
  ['any character', 'a\0b\tc d\u200De\u00A0fgh'],
  ['256 characters', `${'a lamp and '.repeat(24).slice(0, 246)}and a sofa`],
  ['a word that has his short first name in it', 'tomatoes on the lamp'],
])('%s are accepted', (_name, password) => expect(refusePassword(password, tom)).toBeNull())

test.each([
  ['eleven characters', 'lamptablesi', 'too-short'],
  ['eleven emoji of two UTF-16 units', '💡🪑🚚📦🏬🧾🎁🔔🧺🪴🧵', 'too-short'],
  ['nothing', '', 'too-short'],
  ['257 characters', `${'a lamp and '.repeat(24).slice(0, 247)}and a sofa`, 'too-long'],
  ['his last name', 'my-BECKER-lamps', 'contains-person'],
  ['his whole name in wide letters', 'ｔｏｍ ｂｅｃｋｅｒ sofa', 'contains-person'],
  ['his address', 'hello t.becker hello', 'contains-person'],
  ['the product', 'LaunchGate4lamps', 'contains-product'],
  ['one letter', 'a'.repeat(20), 'too-simple'],
  ['four letters again and again', 'lamplamplampla', 'too-simple'],
  ['digits in order', '123456789012', 'too-simple'],
  ['digits backwards', '098765432109', 'too-simple'],
  ['keys in order', 'qwertyuiopasdf', 'too-simple'],
  ['the alphabet', 'abcdefghijklmn', 'too-simple'],
  ['a common word and digits', 'password1234', 'too-simple'],
  ['a common word twice', 'Passwordpassword', 'too-simple'],
  ['common words', 'welcome-admin-2026', 'too-simple'],
])('%s are refused', (_name, password, reason) => expect(refusePassword(password, tom)).toBe(reason))

test('a name of two characters counts, because it is a whole name', () => {
  const joon = { name: '박준', email: 'j@example.com' }
  expect(refusePassword('lamps and 박준 and sofas', joon)).toBe('contains-person')
  expect(refusePassword('jumping lamps and sofas', joon)).toBeNull()
})
