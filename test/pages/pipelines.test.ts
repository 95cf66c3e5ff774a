import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createLaunch, openShop, type Shop } from '../support/shop.ts'
import { textOf } from './read.ts'
import { type Visitor, visitor } from './visitor.ts'

/** Pipelines as pages to read, and the ways to them. */

let shop: Shop
let tom: Visitor
beforeAll(async () => {
  shop = await openShop({ LAUNCHGATE_DEMO: '1' })
  await createLaunch(shop, 'hello')
  tom = await visitor(shop, 'tom')
})
afterAll(() => shop.close())

describe('pipelines', () => {
  test('are listed with their size and version', async () => {
    const page = await tom.get('/pipelines').expect(200)
    for (const { definition } of await shop.services.pipelines.all())
      expect(page.text).toContain(`href="/pipelines/${definition.id}"`)
    expect(textOf(page.text)).toContain('First look 3 gates in 3 phases')
    expect(textOf(page.text)).toContain('first-look, version 1')
  })

  test('one says of each gate who owns and signs it, what it needs, and what each item asks', async () => {
    const page = await tom.get('/pipelines/ecommerce').expect(200)
    const text = textOf(page.text)
    const pipeline = await shop.services.pipelines.get('ecommerce')
    for (const gate of pipeline?.definition.gates ?? []) {
      expect(page.text).toContain(`<li id="${gate.id}">`)
      expect(text).toContain(pipeline?.texts.gates[gate.id]?.title.en)
      for (const item of gate.items) {
        expect(text).toContain(item.id)
        expect(text.replaceAll('’', "'")).toContain(
          pipeline?.texts.gates[gate.id]?.items[item.id]?.text.en?.replaceAll('’', "'"),
        )
      }
      for (const need of gate.needs) expect(page.text).toContain(`href="#${need}"`)
    }
    expect(page.text.match(/class="killer"/g)).toHaveLength(
      pipeline?.definition.gates.filter(({ killer }) => killer).length ?? 0,
    )
    expect(text).toMatch(/Inventory .*Owned by Inventory manager · Signed by /)
    expect(text).toMatch(/Number: at most 0 /)
    expect(text).toMatch(/Counts for 3 days/)
    expect(text).toContain('Asked again for each build')
    expect(text).toMatch(/EU\?.*No: leaves out LEG-3/)
    expect(text).toContain('ecommerce, version 1')
  })

  test('what is not there is not found, and a name of every object is no pipeline', async () => {
    for (const id of ['nothing', 'constructor', '__proto__']) await tom.get(`/pipelines/${id}`).expect(404)
  })

  test('a launch leads to its pipeline; only who may create is offered another one', async () => {
    const priya = await visitor(shop, 'priya')
    for (const [who, may] of [
      [priya, true],
      [tom, false],
    ] as const) {
      const launch = await who.get('/launches/hello').expect(200)
      expect(launch.text).toContain('href="/pipelines/first-look"')
      expect(launch.text.includes('href="/launches/new?like=hello"')).toBe(may)
      const pipeline = await who.get('/pipelines/first-look')
      expect(pipeline.text.includes('href="/launches/new?pipeline=first-look"')).toBe(may)
    }
    expect((await priya.get('/launches/new?like=hello').expect(200)).text).toContain('value="first-look" checked')
    expect((await priya.get('/launches/new')).text).toContain('href="/pipelines/ecommerce"')
  })
})
