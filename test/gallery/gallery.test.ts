import { afterAll, beforeAll, expect, test } from 'vitest'
import { openShop, type Shop } from '../support/shop.ts'
import { listPage, partialPage } from './page.ts'
import { partials, recorded, startRecording } from './record.ts'
import { walk } from './walk.ts'

/** Every partial of views/ is in the gallery, drawn with the data of a real page. */

let shop: Shop
let drawn: Map<string, string[]>
beforeAll(async () => {
  startRecording()
  shop = await openShop({ LAUNCHGATE_DEMO: '1' })
  await walk(shop)
  drawn = recorded()
}, 120_000)
afterAll(() => shop.close())

test('every partial is drawn by a page of the walk', () => {
  expect(partials().filter((name) => !drawn.has(name))).toEqual([])
})

test('marks are shown in every status, and forms with their errors', () => {
  expect(drawn.get('layout/mark')?.length).toBeGreaterThan(0)
  expect(drawn.get('forms/field')?.some((html) => html.includes('aria-invalid="true"'))).toBe(true)
  expect(drawn.get('layout/status-region')?.length).toBeGreaterThan(0)
})

test('each has a page of its own, and stands in the list', () => {
  const list = listPage(drawn, '/assets/app.css')
  for (const name of partials()) {
    expect(list).toContain(`href="/${name}"`)
    expect(partialPage(name, drawn, '/assets/app.css')).toContain(`<h1>${name}</h1>`)
  }
  expect(partialPage('gate/none', drawn, '/assets/app.css')).toBeNull()
})

test('the product has no such page', async () => {
  for (const path of ['/gallery', '/dev/gallery']) await shop.get(null, path).expect(404)
})
