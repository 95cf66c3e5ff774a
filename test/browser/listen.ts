import type { Page } from 'playwright-core'

/** A sentence that the status region got, with the instant (ms) at which it came. */
interface Heard {
  at: number
  text: string
}

/** Takes down what the status region says from now on, and each press of a form as `pressed`. */
export async function listen(page: Page): Promise<() => Promise<Heard[]>> {
  await page.evaluate(`
    heard = []
    new MutationObserver((records) => {
      for (const { addedNodes } of records)
        for (const { textContent } of addedNodes) heard.push({ at: performance.now(), text: textContent.trim() })
    }).observe(document.getElementById('state'), { childList: true })
    document.addEventListener('submit', () => heard.push({ at: performance.now(), text: 'pressed' }), true)`)
  return () => page.evaluate('heard')
}
