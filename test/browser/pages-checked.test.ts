import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openServedShop, type ServedShop } from '../support/served-shop.ts'
import { checkPages } from './check-pages.ts'

checkPages('en')

let shop: ServedShop
beforeAll(async () => {
  shop = await openServedShop()
})
afterAll(() => shop.close())

test('scripts and styles are small', async () => {
  const text = await (await fetch(`${shop.url}/sign-in`)).text()
  const sizes = { js: 0, css: 0 }
  for (const [, path = '', kind] of text.matchAll(/(?:src|href)="([^"]+\.(js|css))"/g))
    sizes[kind === 'js' ? 'js' : 'css'] += gzipSync(await (await fetch(`${shop.url}${path}`)).text()).length
  expect(Math.min(sizes.js, sizes.css), 'both are there').toBeGreaterThan(0)
  expect(sizes.js, 'bytes of JavaScript').toBeLessThan(22 * 1024)
  expect(sizes.css, 'bytes of styles').toBeLessThan(14 * 1024)
})
