import supertest from 'supertest'
import { expect } from 'vitest'
import type { Shop } from '../support/shop.ts'
import { askingIn, formOf, hasForm } from './read.ts'

/** Somebody of the cast in a browser without JavaScript: a cookie, pages, and forms that send what stands in them. */
export interface Visitor {
  /** Of the session, as the header sends it; empty for nobody. */
  readonly cookie: string
  get(path: string): supertest.Test
  /** The page with this form for somebody who starts at `path`: that one, or the one that asks first; `path` itself where there is none. */
  find(path: string, form: string): Promise<supertest.Response>
  /** Fills in a form of a page that was just read, and sends it. */
  send(page: supertest.Response, form: string, fields?: Record<string, string | string[]>): supertest.Test
  post(path: string, fields: Record<string, string | string[]>): supertest.Test
  attach(page: supertest.Response, form: string, file: { name: string; body: Buffer | string }): supertest.Test
}

const ours = { 'Sec-Fetch-Site': 'same-origin' }

export async function visitor(shop: Shop, who: string | null, scripted = false): Promise<Visitor> {
  const { handler } = shop.app
  const headers: Record<string, string> = { ...ours, ...(scripted ? { 'HX-Request': 'true' } : {}) }
  if (who !== null) {
    const answer = await supertest(handler).post('/sign-in').set(ours).type('form').send({ person: who }).expect(303)
    const cookies: string[] = [answer.headers['set-cookie'] ?? []].flat()
    const cookie = cookies.find((each) => !/=;/.test(each))?.split(';')[0]
    expect(cookie, `a session for ${who}`).toBeDefined()
    headers.Cookie = cookie ?? ''
  }
  const post = (path: string, fields: Record<string, string | string[]>) =>
    supertest(handler).post(path).set(headers).type('form').send(fields)
  const get = (path: string) => supertest(handler).get(path).set(headers)
  return {
    cookie: headers.Cookie ?? '',
    get,
    async find(path, form) {
      const page = await get(path).expect(200)
      const ways = [page]
      for (const href of hasForm(page.text, form) ? [] : askingIn(page.text)) ways.push(await get(href).expect(200))
      return ways.find(({ text }) => hasForm(text, form)) ?? page
    },
    post,
    send: (page, id, fields = {}) => {
      const form = formOf(page, id)
      // htmx says on which page it stands.
      const on = scripted ? { 'HX-Current-URL': page.request.url } : {}
      const all = { ...form.hidden, ...fields }
      if (!form.inParts) return post(form.action, all).set(on)
      const request = supertest(handler).post(form.action).set(headers).set(on)
      for (const [name, values] of Object.entries(all)) for (const value of [values].flat()) request.field(name, value)
      return request
    },
    attach: (page, id, { name, body }) => {
      const form = formOf(page, id)
      const request = supertest(handler).post(form.action).set(headers)
      for (const [field, value] of Object.entries(form.hidden)) request.field(field, value)
      return request.attach('file', Buffer.from(body), name)
    },
  }
}
