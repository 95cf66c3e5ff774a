import { describe, expect, test } from 'vitest'
import { isLoopback } from '../../../server/settings/loopback.ts'

describe('a name of this machine alone', () => {
  test.each(['localhost', 'LOCALHOST', 'shop.localhost', '127.0.0.1', '127.1.2.3', '::1', '[::1]'])('%s', (host) =>
    expect(isLoopback(host)).toBe(true),
  )
  test.each([
    '0.0.0.0',
    '::',
    '10.0.0.1',
    'launchgate.example',
    'localhost.example',
    '127.0.0.1.example',
    'notlocalhost',
    '.localhost.example',
    '',
  ])('%s is none', (host) => expect(isLoopback(host)).toBe(false))
})
