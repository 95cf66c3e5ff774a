import { expect, test } from 'vitest'
import { readConfig } from '../../../server/config.ts'

test('LAUNCHGATE_SECRET has 32 characters or more', () => {
  expect(readConfig({}).secret).toBeNull()
  expect(readConfig({ LAUNCHGATE_SECRET: 'k'.repeat(32) }).secret).toBe('k'.repeat(32))
})

test.each(['k'.repeat(31), '🔑'.repeat(31)])('%s stops the start and is not shown', (secret) => {
  expect(() => readConfig({ LAUNCHGATE_SECRET: secret })).toThrow(
    /^Invalid LAUNCHGATE_SECRET: expected at least 32 characters\.$/,
  )
})

test('the password of a database is not shown', () => {
  expect(() => readConfig({ DATABASE_URL: 'mysql://tom:hunt@er2@db.example.com/shop' })).toThrow(
    /^Invalid DATABASE_URL "mysql:\/\/\*\*\*@db\.example\.com\/shop"/,
  )
})

test.each(['launchgate', 'http://', 'https://shop.example.com/path'])('the address %s stops the start', (url) => {
  expect(() => readConfig({ BASE_URL: url })).toThrow(`Invalid BASE_URL "${url}": expected an http or https URL`)
})
