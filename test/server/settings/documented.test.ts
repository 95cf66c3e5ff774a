import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readConfig } from '../../../server/config.ts'

/** The README's table, .env.example and the program know the same settings. */

const read = (name: string) => readFileSync(new URL(`../../../${name}`, import.meta.url), 'utf8')

/** The names that readConfig looks up; NODE_ENV belongs to Node. */
function namesRead(): string[] {
  const names = new Set<string>()
  const get = (_env: object, name: string) => {
    names.add(name)
    return undefined
  }
  readConfig(new Proxy({}, { get }))
  return [...names].filter((name) => name !== 'NODE_ENV').sort()
}

const namesInReadme = () =>
  [...read('README.md').matchAll(/^\| (`[A-Z_]+`(?:, `[A-Z_]+`)*) \|/gm)]
    .flatMap(([, names = '']) => names.replaceAll('`', '').split(', '))
    .sort()

const examples = (): [string, string][] =>
  [...read('.env.example').matchAll(/^# ([A-Z_]+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value])

test('the README lists every setting once', () => expect(namesInReadme()).toEqual(namesRead()))

test('.env.example lists every setting once', () => {
  const names = examples().map(([name]) => name)
  expect(names.sort()).toEqual(namesRead())
})

test('the values in .env.example are the defaults', () => {
  expect(readConfig(Object.fromEntries(examples()))).toEqual(readConfig({}))
  expect(examples()).toContainEqual(['PORT', '3000'])
})
