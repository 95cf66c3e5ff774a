import type { Response } from 'supertest'
import supertest from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { settingNames } from '../../machines/installation/settings.ts'
import { openServedShop, type ServedShop } from '../support/served-shop.ts'
import { createLaunch } from '../support/shop.ts'

/** In which language a reader gets a page, and how they choose another one. */

let shop: ServedShop
beforeAll(async () => {
  shop = await openServedShop()
  await createLaunch(shop, 'corner')
})
afterAll(() => shop.close())

const languageOf = ({ text }: Response) => /<html lang="([^"]+)"/.exec(text)?.[1]
const chosenAtFootOf = ({ text }: Response) =>
  [...text.matchAll(/<button[^>]*name="language"[^>]*aria-current="true"[^>]*>\s*([^<]*?)\s*</g)].map(
    ([, name]) => name,
  )
const signedIn = async (who: string) => {
  const window = supertest.agent(shop.url)
  await window.post('/sign-in').type('form').send({ person: who }).expect(303)
  return window
}
const choose = (window: ReturnType<typeof supertest.agent>, language: string, from: string) =>
  window
    .post('/language')
    .set('Referer', `${shop.url}${from}`)
    .set('Sec-Fetch-Site', 'same-origin')
    .type('form')
    .send({ language })

describe('a reader who is not signed in', () => {
  test.each([
    ['ko-KR,ko;q=0.9,en;q=0.8', 'ko', '한국어'],
    ['zh-TW,zh;q=0.9,en;q=0.8', 'zh-Hant', '繁體中文'],
    ['fr-FR, zh-HK ; q=0.5, ko;q=0.2', 'zh-Hant', '繁體中文'],
    ['de,en;q=0.5', 'en', 'English'],
    ['zh-CN', 'en', 'English'],
  ])('with the browser’s wish %s reads %s', async (wish, language, name) => {
    const answer = await supertest(shop.url).get('/sign-in').set('Accept-Language', wish).expect(200)
    expect(languageOf(answer)).toBe(language)
    expect(chosenAtFootOf(answer)).toEqual([name])
  })

  test('chooses at the foot of a page, comes back to it, and finds their choice on the next one', async () => {
    const window = supertest.agent(shop.url)
    const before = await shop.store.directory.people()
    const answer = await choose(window, 'ko', '/sign-in?next=%2Fme').expect(303)
    expect(answer.headers.location).toBe('/sign-in?next=%2Fme')
    expect(answer.headers['set-cookie']).toEqual([
      expect.stringMatching(/^launchgate-language=ko; Max-Age=31536000; Path=\/; .*HttpOnly; SameSite=Lax$/),
    ])
    expect(languageOf(await window.get('/forgot').set('Accept-Language', 'zh-TW'))).toBe('ko')
    expect(await shop.store.directory.people()).toEqual(before)
  })

  test.each([
    ['of another site', { 'Sec-Fetch-Site': 'cross-site' }, 'ko', 403],
    ['that there is none of', { 'Sec-Fetch-Site': 'same-origin' }, 'tlh', 422],
  ])('is refused a choice %s, and nothing is remembered', async (_, headers, language, status) => {
    const answer = await supertest(shop.url)
      .post('/language')
      .set(headers)
      .type('form')
      .send({ language })
      .expect(status)
    expect(answer.headers['set-cookie']).toBeUndefined()
  })

  test('is led nowhere else by the page that they say they come from', async () => {
    for (const from of [
      'https://elsewhere.example//evil.example/x',
      'no address',
      'https://elsewhere.example/sign-in?next=1',
    ]) {
      const answer = await supertest(shop.url)
        .post('/language')
        .set({ 'Sec-Fetch-Site': 'same-origin', Referer: from })
        .type('form')
        .send({ language: 'en' })
        .expect(303)
      expect(answer.headers.location).toMatch(/^\/(sign-in\?next=1)?$/)
    }
  })

  test('reads the installation’s language where their browser wishes for none that there are words in', async () => {
    await shop.store.installation.change({
      at: shop.now,
      asked: {},
      texts: [],
      decide: () => ({
        accepted: true,
        entries: [],
        changes: [{ put: 'settings', row: { name: settingNames.language, value: 'ko' } }],
      }),
    })
    expect(languageOf(await supertest(shop.url).get('/sign-in').set('Accept-Language', 'de'))).toBe('ko')
    expect(languageOf(await supertest(shop.url).get('/sign-in').set('Accept-Language', 'zh-TW'))).toBe('zh-Hant')
  })
})

describe('somebody who is signed in', () => {
  test('keeps their choice in the profile: it goes before the browser’s cookie, also elsewhere', async () => {
    const window = await signedIn('joon')
    const path = '/launches/corner'
    await choose(window, 'zh-Hant', path).expect(303).expect('Location', path)
    expect(await shop.store.directory.profile('joon')).toMatchObject({ language: 'zh-Hant' })
    const answer = await window.get(path).set('Accept-Language', 'en')
    expect(languageOf(answer)).toBe('zh-Hant')
    expect(answer.text).toContain('<h1')
    const phone = await signedIn('joon')
    expect(languageOf(await phone.get('/').set('Cookie', 'launchgate-language=ko'))).toBe('zh-Hant')
  })

  test('leaves everything else of their profile, and of the log, as it was', async () => {
    const window = await signedIn('priya')
    const profile = await shop.store.directory.profile('priya')
    const head = await shop.store.installation.head()
    await choose(window, 'ko', '/').expect(303)
    expect(await shop.store.directory.profile('priya')).toEqual({ ...profile, language: 'ko' })
    expect(await shop.store.installation.head()).toEqual(head)
  })
})

test('a program asks by ?lang=, and otherwise by its header', async () => {
  const detail = async (query: string, header: string) => {
    const answer = await supertest(shop.url).get(`/api/v1/launches/none${query}`).set('Accept-Language', header)
    return answer.body.detail
  }
  expect(await detail('?lang=ko', 'zh-TW')).toBe('로그인하거나 API 토큰을 보내 주세요.')
  expect(await detail('', 'zh-TW')).not.toBe(await detail('', 'en'))
})
