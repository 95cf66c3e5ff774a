import { describe, expect, it } from 'vitest'
import { openWindow } from '../support/browser.ts'

describe('The browser that npm brought', () => {
  it('is a real Chromium', async () => {
    const { page, faults } = await openWindow()
    await page.setContent('<button>Complete</button><output></output>')
    await page.evaluate(
      `document.querySelector('button').onclick = () => { document.querySelector('output').textContent = 'done' }`,
    )
    await page.getByRole('button', { name: 'Complete' }).click()
    expect(await page.getByRole('status').textContent()).toBe('done')
    expect(await page.evaluate('navigator.userAgent')).toMatch(/Chrome\/\d+/)
    expect(faults).toEqual([])
  })

  it.each([
    ['Latin', 'a'],
    ['Korean', '김'],
    ['Chinese', '陳'],
  ])('has a glyph for %s, in both weights', async (_script, letter) => {
    const { page } = await openWindow()
    for (const weight of [400, 700]) {
      const drawn = await pixels(page, letter, weight)
      expect(drawn).toContain('1')
      expect(drawn).not.toBe(await pixels(page, nobodysLetter, weight))
    }
  })

  it('draws bold differently from regular', async () => {
    const { page } = await openWindow()
    expect(await pixels(page, '김', 700)).not.toBe(await pixels(page, '김', 400))
  })

  it('tells what went wrong in a page', async () => {
    const { page, faults } = await openWindow()
    await page.setContent('<p>Aurora</p>')
    await Promise.all([page.waitForEvent('pageerror'), page.evaluate(`setTimeout(() => { throw new Error('lost') })`)])
    expect(faults).toEqual(['uncaught: lost'])
  })

  it('gives each window its own cookies', async () => {
    const [priya, tom] = [await openWindow(), await openWindow()]
    await priya.page.context().addCookies([{ name: 'who', value: 'priya', url: 'http://localhost' }])
    expect(await tom.page.context().cookies()).toEqual([])
  })
})

/** A noncharacter, which no font has: it is drawn as the sign for a missing glyph, or not at all. */
const nobodysLetter = '\u{2fffe}'

/** Which of 40 × 40 dots are inked when the letter is drawn. */
function pixels(page: { evaluate<T>(script: string): Promise<T> }, letter: string, weight: number): Promise<string> {
  return page.evaluate<string>(`(() => {
    const canvas = document.createElement('canvas')
    canvas.width = canvas.height = 40
    const pen = canvas.getContext('2d')
    pen.font = '${weight} 28px sans-serif'
    pen.fillText(${JSON.stringify(letter)}, 4, 32)
    const { data } = pen.getImageData(0, 0, 40, 40)
    return Array.from({ length: 1600 }, (_, at) => (data[at * 4 + 3] > 127 ? 1 : 0)).join('')
  })()`)
}
