import { execFile } from 'node:child_process'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { installationSecret, keyedHash } from '../../../server/auth/installation-secret.ts'
import { WrongSetting } from '../../../server/settings/setting.ts'

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'launchgate-secret-'))
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

const file = () => join(dataDir, 'secret')

test('the setting is used as it is, and no file is made', () => {
  const secret = 'correct horse battery staple, twice'
  expect(installationSecret({ secret, dataDir })).toBe(secret)
  expect(readdirSync(dataDir)).toEqual([])
})

test('the first start makes a secret that only its owner may read; later starts use the same', () => {
  const secret = installationSecret({ secret: null, dataDir })
  expect(secret).toMatch(/^[\w-]{43}$/)
  expect(statSync(file()).mode & 0o777).toBe(0o600)
  expect(readdirSync(dataDir)).toEqual(['secret'])
  expect(installationSecret({ secret: null, dataDir })).toBe(secret)
})

test('two installations have different secrets', () => {
  const first = installationSecret({ secret: null, dataDir })
  rmSync(file())
  expect(installationSecret({ secret: null, dataDir })).not.toBe(first)
})

test('six processes that start at once have one secret', async () => {
  const url = new URL('../../../server/auth/installation-secret.ts', import.meta.url)
  const script = `import { installationSecret, keyedHash } from '${url}'
    process.stdout.write(installationSecret({ secret: null, dataDir: process.argv[1] }))`
  const start = () => promisify(execFile)(process.execPath, ['--input-type=module', '-e', script, dataDir])
  const secrets = (await Promise.all(Array.from({ length: 6 }, start))).map(({ stdout }) => stdout)
  expect(new Set(secrets)).toEqual(new Set([readFileSync(file(), 'utf8').trimEnd()]))
  expect(readdirSync(dataDir)).toEqual(['secret'])
})

test.each([
  ['that the group may read', 'x'.repeat(43), 0o640, /chmod 600/],
  ['that everyone may read', 'x'.repeat(43), 0o604, /chmod 600/],
  ['that is empty', '', 0o600, /at least 32 characters/],
  ['that was cut off', 'keepthisprivate', 0o600, /at least 32 characters/],
  ['of several lines', `${'keepthisprivate'.repeat(3)}\nmore`, 0o600, /at least 32 characters/],
])('a file %s stops the start and stays as it is', (_name, text, mode, sentence) => {
  writeFileSync(file(), text)
  chmodSync(file(), mode)
  const start = () => installationSecret({ secret: null, dataDir })
  expect(start).toThrow(WrongSetting)
  expect(start).toThrow(sentence)
  expect(start).not.toThrow(/keepthisprivate/)
  expect(readFileSync(file(), 'utf8')).toBe(text)
})

test('a folder that is not there is an error, not a secret in memory', () => {
  expect(() => installationSecret({ secret: null, dataDir: join(dataDir, 'missing') })).toThrow('ENOENT')
})

test('an address is hashed with the secret, so that another installation has another hash', () => {
  const here = { secret: null, dataDir }
  expect(keyedHash(here, 'tom@example.com')).toMatch(/^[0-9a-f]{64}$/)
  expect(keyedHash(here, 'tom@example.com')).toBe(keyedHash({ secret: null, dataDir }, 'tom@example.com'))
  expect(keyedHash(here, 'tom@example.com')).not.toBe(keyedHash(here, 'ana@example.com'))
  const there = { secret: 'correct horse battery staple, twice', dataDir }
  expect(keyedHash(there, 'tom@example.com')).not.toBe(keyedHash(here, 'tom@example.com'))
})
