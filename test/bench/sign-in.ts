import supertest from 'supertest'
import { givePassword } from '../support/passwords.ts'
import { openShop, type Shop } from '../support/shop.ts'
import { atLeast, atMost, type Figure } from './figure.ts'
import { fewer } from './quick.ts'

/** How long signing in takes for an address that somebody has, and for one that nobody has: nobody must learn which it is. */

const tries = fewer(200, 5)

export async function measureSignIn(): Promise<Figure[]> {
  const shop = await openShop({ TRUST_PROXY: '1' })
  try {
    await givePassword(shop.store, 'priya')
    const times: Record<'known' | 'unknown', number[]> = { known: [], unknown: [] }
    for (let each = 0; each < tries; each += 1) {
      // Beyond every limit of an account and an address.
      shop.now += 3_600_000
      times.known.push(await timeOf(shop, 'priya@example.com', each))
      times.unknown.push(await timeOf(shop, 'nobody@example.com', each))
    }
    const [known, unknown] = [median(times.known), median(times.unknown)]
    const against = 'a wrong password of somebody known, median of 200'
    return [
      atMost('sign-in of somebody unknown, median of 200', [unknown, 'ms'], [known, against], 1.1),
      atLeast('the same, at least', [unknown, 'ms'], [known, against], 0.9),
    ]
  } finally {
    await shop.close()
  }
}

async function timeOf(shop: Shop, email: string, each: number): Promise<number> {
  const started = performance.now()
  const answer = await supertest(shop.app.handler)
    .post('/sign-in')
    .set({ 'Sec-Fetch-Site': 'same-origin', 'X-Forwarded-For': `198.51.100.${each}` })
    .type('form')
    .send({ email, password: 'not the password' })
  if (answer.status !== 422) throw new Error(`answered with ${answer.status}`)
  return performance.now() - started
}

const median = (times: number[]): number => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0
