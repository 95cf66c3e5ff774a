import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Pipeline } from '../../machines/pipeline/pipeline.ts'
import { pipelinesOf } from '../../server/pipelines/choosable.ts'
import { popup, popupPipeline } from '../support/popup.ts'
import { createLaunch, openShop, type Shop } from '../support/shop.ts'
import { textOf } from './read.ts'
import { type Visitor, visitor } from './visitor.ts'

/** Pipelines as pages to read, in all their versions, and the ways to them. */

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
    expect(textOf(page.text)).toContain('Quick start 3 gates in 3 phases')
    expect(textOf(page.text)).toContain('first-look, version 1')
  })

  test('one says of each gate who owns and signs it, what it needs, and what each item asks', async () => {
    const page = await tom.get('/pipelines/ecommerce').expect(200)
    const text = textOf(page.text)
    const pipeline = await shop.services.pipelines.get('ecommerce')
    for (const gate of pipeline?.definition.gates ?? []) {
      expect(page.text).toContain(`<div class="gate-asks" id="${gate.id}">`)
      expect(text).toContain(pipeline?.texts.gates[gate.id]?.title.en)
      for (const item of gate.items) {
        expect(text).toContain(item.id)
        expect(text.replaceAll('’', "'")).toContain(
          pipeline?.texts.gates[gate.id]?.items[item.id]?.text.en?.replaceAll('’', "'"),
        )
      }
    }
    expect(page.text.match(/class="critical"/g)).toHaveLength(
      pipeline?.definition.gates.filter(({ critical }) => critical).length ?? 0,
    )
    expect(text).toMatch(/Inventory .*Owner: Inventory manager · Sign-off: /)
    expect(text).toMatch(/Number: at most 0 /)
    expect(text).toMatch(/Valid for 3 days/)
    expect(text).toContain('Rechecked for each build')
    expect(text).toMatch(/EU\?.*If no: LEG-3 is not applicable/)
    expect(text).toContain('ecommerce, version 1')
  })

  test('one says of each gate which gates it needs and which need it', async () => {
    const page = await tom.get('/pipelines/ecommerce').expect(200)
    const { gates = [] } = (await shop.services.pipelines.get('ecommerce'))?.definition ?? {}
    for (const { id, needs } of gates) {
      const [, said = ''] =
        new RegExp(`<div class="gate-asks" id="${id}">([\\s\\S]*?)<ul class="checks-of">`).exec(page.text) ?? []
      const [before = '', after = ''] = said.split('Required by:')
      expect([id, linksIn(before)]).toEqual([id, needs.map((need) => `#${need}`)])
      expect([id, before.includes('No dependencies')]).toEqual([id, needs.length === 0])
      const needers = gates.filter((each) => each.needs.includes(id)).map((each) => `#${each.id}`)
      expect([id, linksIn(after)]).toEqual([id, needers])
    }
  })

  test('one says in which order its gates can be completed', async () => {
    const order = async (id: string) => {
      const page = await tom.get(`/pipelines/${id}`).expect(200)
      return textOf(/<ol class="order">[\s\S]*?<\/ol>/.exec(page.text)?.[0] ?? '')
    }
    expect(await order('first-look')).toBe(
      'Step 1 No dependencies: Content Payment gateway Step 2 Go/no-go after every other gate',
    )
    expect(await order('pop-up')).toBe(
      'Step 1 No dependencies: Gate stock Gate pages Step 2 Gate tests after Gate stock Step 3 Gate go-no-go after every other gate',
    )
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

describe('versions of a pipeline', () => {
  const version = (number: number): Pipeline => ({
    definition: { ...popup, version: number },
    texts: { ...popupPipeline.texts, title: { en: `Pop-up ${number}` } },
  })
  /** Each version that the page lists: its words, its address, and the launches beside it. */
  const listOn = (html: string) =>
    [
      ...(/<dl class="dl side versions">([\s\S]*?)<\/dl>/.exec(html)?.[1] ?? '').matchAll(/<div>([\s\S]*?)<\/div>/g),
    ].map(([, row = '']) => [textOf(row), ...linksIn(row)])
  /** What the foot of a launch's page says, and where it leads. */
  const footOf = async (launch: string) => {
    const page = await tom.get(`/launches/${launch}`).expect(200)
    const [foot = ''] = /<section class="launch-foot">[\s\S]*?<\/p>/.exec(page.text) ?? []
    return [textOf(foot), ...linksIn(foot)]
  }
  const shownOn = (html: string) => textOf(/<a [^>]*aria-current="page"[^>]*>Version [^<]*<\/a>/.exec(html)?.[0] ?? '')

  test('are all listed with the launches that follow them, what came with the product and what was imported', async () => {
    await createLaunch(shop, 'early', 'pop-up')
    const alone = await tom.get('/pipelines/pop-up').expect(200)
    expect(listOn(alone.text)).toEqual([['Version 1 (latest) The early shop', '/pipelines/pop-up', '/launches/early']])
    expect(shownOn(alone.text)).toBe('Version 1 (latest)')

    await shop.store.addPipeline(version(2), shop.now)
    await createLaunch(shop, 'middle', 'pop-up')
    await createLaunch(shop, 'second', 'pop-up')
    await shop.store.addPipeline(version(10), shop.now)
    const newest = await tom.get('/pipelines/pop-up').expect(200)
    const list = [
      ['Version 10 (latest) No launches yet.', '/pipelines/pop-up'],
      [
        'Version 2 The middle shop The second shop',
        '/pipelines/pop-up?version=2',
        '/launches/middle',
        '/launches/second',
      ],
      ['Version 1 The early shop', '/pipelines/pop-up?version=1', '/launches/early'],
    ]
    expect(listOn(newest.text)).toEqual(list)
    expect(shownOn(newest.text)).toBe('Version 10 (latest)')
    expect(textOf(newest.text)).toContain('pop-up, version 10')
    expect(textOf(newest.text)).not.toContain('the latest is')

    const older = await tom.get('/pipelines/pop-up?version=2').expect(200)
    expect(listOn(older.text)).toEqual(list)
    expect(shownOn(older.text)).toBe('Version 2')
  })

  test('that are older are shown as they were, and say that they are the latest is', async () => {
    const priya = await visitor(shop, 'priya')
    for (const [number, title] of [
      [1, 'Pop-up shop'],
      [2, 'Pop-up 2'],
    ] as const) {
      const page = await priya.get(`/pipelines/pop-up?version=${number}`).expect(200)
      expect(page.text).toContain(`<h1>${title}</h1>`)
      expect(page.text).toContain(`<title>${title}, version ${number}</title>`)
      expect(textOf(page.text)).toContain(
        `This is version ${number}; the latest is 10. Existing launches keep their version. View version 10`,
      )
      expect(page.text).toContain('<a href="/pipelines/pop-up">View version 10</a>')
      expect(page.text).not.toContain('href="/launches/new?pipeline=pop-up"')
    }
    const newest = await priya.get('/pipelines/pop-up?version=10').expect(200)
    expect(newest.text).toContain('<h1>Pop-up 10</h1>')
    expect(textOf(newest.text)).not.toContain('the latest is')
    expect(newest.text).toContain('href="/launches/new?pipeline=pop-up"')
  })

  test.each(['3', '0', '-1', '1.0', '01', '1e0', ' 1', 'newest', '', '9'.repeat(400)])(
    'there is no version “%s”: it is not found',
    async (number) => {
      const page = await tom.get(`/pipelines/pop-up?version=${encodeURIComponent(number)}`).expect(404)
      expect(textOf(page.text)).toContain('Nothing was found at this address.')
    },
  )

  test('of a pipeline that is not there are not there either', async () => {
    for (const id of ['nothing', 'constructor', '__proto__']) await tom.get(`/pipelines/${id}?version=1`).expect(404)
  })

  test('are where a launch leads: to the one that it follows, and to the newest', async () => {
    const newer = 'Version 10 is available for new launches.'
    expect(await footOf('early')).toEqual([
      expect.stringContaining(`Pipeline: Pop-up shop, version 1 . ${newer}`),
      '/pipelines/pop-up?version=1',
      '/pipelines/pop-up',
    ])
    expect(await footOf('middle')).toEqual([
      expect.stringContaining(`Pop-up 2, version 2 . ${newer}`),
      '/pipelines/pop-up?version=2',
      '/pipelines/pop-up',
    ])
    await createLaunch(shop, 'late', 'pop-up')
    expect(await footOf('late')).toEqual([expect.stringMatching(/Pop-up 10, version 10$/), '/pipelines/pop-up'])
  })

  test('that an update of the product took away are named by their launches, which lead to the newest alone', async () => {
    await createLaunch(shop, 'updated', 'first-look')
    const { pipelines } = shop.services
    const firstLook = await pipelines.get('first-look')
    expect(firstLook).toBeDefined()
    if (!firstLook) return
    const updated = { ...firstLook, definition: { ...firstLook.definition, version: 2 } }
    shop.services.pipelines = pipelinesOf(new Map([['first-look', updated]]), shop.store)
    expect(await footOf('updated')).toEqual([
      expect.stringContaining('Quick start, version 1. Version 2 is available for new launches.'),
      '/pipelines/first-look',
    ])
    await tom.get('/pipelines/first-look?version=1').expect(404)
    shop.services.pipelines = pipelines
  })

  test('no longer list a launch that was archived', async () => {
    await shop.send('priya', 'second', { type: 'launch.cancel', reason: 'One is enough.' }).expect(200)
    await shop.send('priya', 'second', { type: 'launch.archive' }).expect(200)
    const page = await tom.get('/pipelines/pop-up?version=2').expect(200)
    expect(listOn(page.text)[1]).toEqual([
      'Version 2 The middle shop',
      '/pipelines/pop-up?version=2',
      '/launches/middle',
    ])
    expect(await shop.store.load('second')).toMatchObject({ definition: { version: 2 }, context: { archived: true } })
  })
})

const linksIn = (html: string): (string | undefined)[] => [...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href)
