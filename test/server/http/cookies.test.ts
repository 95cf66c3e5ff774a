import { describe, expect, test } from 'vitest'
import { ownCookie } from '../../../server/http/cookies.ts'

/** The cookies of the application go only where they should. */

describe('a cookie of the application', () => {
  test('goes only over https, to its host alone, where the address is https', () => {
    const { name, options } = ownCookie('saved', 'https://launchgate.example')
    expect(name).toBe('__Host-saved')
    expect(options).toEqual({ httpOnly: true, sameSite: 'lax', path: '/', secure: true })
  })

  test('goes over http where that is the address', () => {
    const { name, options } = ownCookie('saved', 'http://localhost:3000')
    expect(name).toBe('saved')
    expect(options).toMatchObject({ httpOnly: true, secure: false })
  })
})
