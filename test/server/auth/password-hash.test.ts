import { argon2Sync } from 'node:crypto'
import express from 'express'
import supertest from 'supertest'
import { describe, expect, test } from 'vitest'
import { hashPassword, needsRehash, verifyPassword } from '../../../server/auth/password-hash.ts'
import { QueueFull } from '../../../server/auth/work-queue.ts'
import { apiErrors } from '../../../server/http/error-handlers.ts'
import { openShop } from '../../support/shop.ts'

const password = 'tables and lamps'

/** Made by another call of argon2 than the product's. */
function hashWith(memory: number, passes: number): string {
  const nonce = Buffer.from('0123456789abcdef')
  const tag = argon2Sync('argon2id', { message: password, nonce, memory, passes, parallelism: 1, tagLength: 32 })
  const text = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '')
  return `$argon2id$v=19$m=${memory},t=${passes},p=1$${text(nonce)}$${text(tag)}`
}

test('a password is right for its own hash only', async () => {
  const hash = await hashPassword(password)
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/)
  expect(await verifyPassword(password, hash)).toBe(true)
  expect(await verifyPassword(`${password} `, hash)).toBe(false)
  expect(await verifyPassword('', hash)).toBe(false)
})

test('the same password never has the same hash twice', async () => {
  expect(await hashPassword(password)).not.toBe(await hashPassword(password))
})

test('the same letters in another encoding are the same password (NFKC)', async () => {
  const hash = await hashPassword('Zoé bought ﬁve lamps')
  expect(await verifyPassword('Zoe\u0301 bought five lamps', hash)).toBe(true)
  expect(await verifyPassword('Zoe bought five lamps', hash)).toBe(false)
})

test('a hash with other parameters is verified with those, and asks for a new one', async () => {
  expect(await verifyPassword(password, hashWith(19_456, 2))).toBe(true)
  expect(await verifyPassword(password, hashWith(4096, 3))).toBe(true)
  expect(needsRehash(hashWith(4096, 3))).toBe(true)
  expect(needsRehash(hashWith(19_456, 2))).toBe(false)
  expect(needsRehash(await hashPassword(password))).toBe(false)
})

test('an unknown person takes as long as a wrong password', async () => {
  const hash = await hashPassword(password)
  const known: number[] = []
  const unknown: number[] = []
  for (let round = 0; round < 7; round += 1) {
    known.push(await timeOf(() => verifyPassword('lamps and tables', hash)))
    unknown.push(await timeOf(() => verifyPassword('lamps and tables', null)))
  }
  // A hash takes tens of milliseconds; without one it would be a thousandth.
  expect(median(unknown)).toBeGreaterThan(median(known) / 3)
  expect(await verifyPassword('', null)).toBe(false)
})

async function timeOf(work: () => Promise<boolean>): Promise<number> {
  const from = performance.now()
  expect(await work()).toBe(false)
  return performance.now() - from
}

const median = (times: number[]) => times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0

test.each([
  ['empty', ''],
  ['of another function', '$2b$12$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW'],
  ['of argon2i', hashWith(19_456, 2).replace('argon2id', 'argon2i')],
  ['cut off', hashWith(19_456, 2).slice(0, 40)],
  ['with too much memory', hashWith(19_456, 2).replace('m=19456', 'm=4194304')],
])('a stored hash that is %s is an error, never a match', async (_name, hash) => {
  await expect(verifyPassword(password, hash)).rejects.toThrow('A stored password hash is malformed.')
  expect(() => needsRehash(hash)).toThrow('A stored password hash is malformed.')
})

describe('many at once', () => {
  test('two run, 20 wait, one more is refused, and afterwards there is room again', async () => {
    const all = Array.from({ length: 23 }, () => verifyPassword(password, null))
    const results = await Promise.allSettled(all)
    expect(results.map(({ status }) => status)).toEqual([...Array<string>(22).fill('fulfilled'), 'rejected'])
    expect(results[22]).toEqual({ status: 'rejected', reason: expect.any(QueueFull) })
    expect(await verifyPassword(password, null)).toBe(false)
  })

  test('the event loop goes on meanwhile', async () => {
    let turns = 0
    const count = () => {
      turns += 1
      next = setImmediate(count)
    }
    let next = setImmediate(count)
    await Promise.all(Array.from({ length: 4 }, () => hashPassword(password)))
    clearImmediate(next)
    expect(turns).toBeGreaterThan(10)
  })

  test('a request that finds no room gets 503 with Retry-After', async () => {
    const shop = await openShop()
    const app = express()
    app.post('/sign-in', async () => {
      await Promise.all(Array.from({ length: 23 }, () => verifyPassword(password, null)))
    })
    app.use(apiErrors(shop.services))
    const answer = await supertest(app).post('/sign-in')
    expect(answer.status).toBe(503)
    expect(answer.get('Retry-After')).toBe('5')
    expect(answer.body).toMatchObject({ code: 'unavailable' })
    await shop.close()
  })
})
