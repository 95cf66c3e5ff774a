// Says what others have changed, as the server words it: at most every ten seconds, and then everything since the last time.
import { readRegion, showNews, shownVersion } from './status.js'

const pause = 10_000
let told = shownVersion()
let last = -pause
let isWaiting = false

/**
 * The header by which the page asks what is new since it was last told. Empty within ten seconds of the last message; `later` is then
 * called when the pause ends.
 */
export function askForNews(later) {
  const wait = last + pause - performance.now()
  if (wait <= 0) return { 'Page-Version': told }
  if (!isWaiting) setTimeout(askAgain, wait, later)
  isWaiting = true
  return {}
}

function askAgain(later) {
  isWaiting = false
  later()
}

/** Takes the answer to a request with these headers. */
export function tellNews(html, headers) {
  const { news } = readRegion(html)
  if (!('Page-Version' in headers)) return
  told = shownVersion()
  if (!news) return
  last = performance.now()
  showNews(news, pause)
}
