import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keepWindow, type Window } from '../support/browser.ts'
import { tellOneStory } from '../support/one-story.ts'
import { openServedShop, type ServedShop } from '../support/served-shop.ts'
import { type Desk, goes, hostile } from './command-acts.ts'
import { type Story, stories } from './command-stories.ts'
import { areWhole, become } from './people.ts'

interface Entry {
  seq: number
  action: string
  actor: { id: string }
}

/** What stands in the page that is at `path`: elements of what was typed, and code that is written into the page. */
interface Parsed {
  path: string
  status: number
  cracked: number
  scripts: string[]
}
const parse = (paths: readonly string[]) => `Promise.all(${JSON.stringify(paths)}.map(async (path) => {
  const answer = await fetch(path, { redirect: 'error' })
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
  const scripts = [...page.scripts].map(({ text }) => text).filter((text) => text !== '')
  return { path, status: answer.status, cracked: page.querySelectorAll('.cracked').length, scripts }
}))`

/**
 * Whatever a person may ask for, the person who needs it finds it: each comes from the first page to the launch or the gate by links
 * alone, presses what is there, and the log has their entry. Every text field that is met on the way is filled with markup, which
 * no page may take for its own.
 */
export function tellCommands(slug: string, { javaScriptEnabled }: { javaScriptEnabled: boolean }): void {
  describe('each command', { timeout: 120_000 }, () => {
    tellOneStory()
    let shop: ServedShop
    let window: Window
    let reader: Window
    let desk: Desk
    const launch = `/launches/${slug}`
    beforeAll(async () => {
      shop = await openServedShop({ demo: true, isRunning: true })
      window = await keepWindow({ baseURL: shop.url, javaScriptEnabled })
      reader = await keepWindow({ baseURL: shop.url })
      desk = { shop, page: window.page, slug, found: new Set() }
    })
    afterAll(async () => {
      for (const each of [window, reader]) await each?.page.context().close()
      await shop.close()
    })

    async function entriesAfter(seq: number): Promise<Entry[]> {
      const answer = await fetch(`${shop.url}/api/v1/launches/${slug}/entries?after=${seq}&limit=500`, {
        headers: { authorization: `Bearer ${await shop.token('omar')}` },
      })
      if (answer.status === 404) return []
      const body = (await answer.json()) as { entries: Entry[] }
      return body.entries
    }

    /** The last entry whose page was read. An entry never changes, so its page is read once. */
    let last = -1
    /** No element of what was typed is on any page that shows it, and no script of it ran; what was typed is there to read. */
    const isOnlyText = async () => {
      const { page, faults } = reader
      const found = await entriesAfter(last)
      last = found.at(-1)?.seq ?? last
      const entries = found.map(({ seq }) => `${launch}/log/${seq}`)
      await become(page, 'omar', '/')
      // The pages of the entries are alike: all are parsed as a browser does it, without being shown one after the other.
      expect(await page.evaluate<Parsed[]>(parse(entries))).toEqual(
        entries.map((path) => ({ path, status: 200, cracked: 0, scripts: [] })),
      )
      for (const path of [
        '/',
        '/launches',
        '/sign-in',
        launch,
        ...['content', 'payment-gateway', 'go-no-go'].map((gate) => `${launch}/gates/${gate}`),
        `${launch}/log/${last}`,
        `${launch}/log`,
      ]) {
        if (path !== '/') await page.goto(path)
        expect(await page.locator('.cracked').count(), path).toBe(0)
        expect(await page.title(), path).not.toBe('cracked')
      }
      const said = await page.locator('main').innerText()
      for (const text of ['title', 'reason', 'note', 'statement', 'text', 'evidence.text'])
        expect(said).toContain(hostile(text))
      expect(faults).toEqual([])
    }

    const all = Object.entries(stories)
    const goLive = all.findIndex(([type]) => type === 'launch.launch')
    const told = async (type: string, { who, at, first, act }: Story) => {
      const { page, faults } = window
      await first?.(desk)
      const before = (await entriesAfter(-1)).length
      await goes(desk, who, at)
      await act(desk)
      await expect
        .poll(async () => (await entriesAfter(before - 1)).map(({ action, actor }) => `${action} ${actor.id}`), {
          timeout: 10_000,
          interval: 50,
        })
        .toContain(`${type} ${who}`)
      expect(await page.locator('#refused').count()).toBe(0)
      expect(faults).toEqual([])
    }

    test.each(all.slice(0, goLive))('%s', told)
    test('what was typed until then is text, wherever it is shown', isOnlyText)
    test.each(all.slice(goLive))('%s', told)
    test('what was typed is text still, and the log is whole', async () => {
      await isOnlyText()
      await areWhole(shop, [slug])
    })
  })
}
