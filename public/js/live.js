// Follows a launch: the stream says that something changed, and the page fetches itself again. Only while somebody looks.

import { isComposing, onComposed } from './composing.js'
import { askForNews, tellNews } from './news.js'
import { say, sayBeside, shownVersion, unsay } from './status.js'

const { live, liveWord, reconnecting, offline, held, signedOut, changed } = document.body.dataset
let source = null
let fetching = false
let again = false

function show(word, isLive) {
  const place = document.querySelector('.asof')
  if (!place) return
  let element = place.querySelector('.live-word')
  if (!element) {
    element = document.createElement('span')
    element.className = 'live-word'
    place.replaceChildren(element)
  }
  element.textContent = word
  element.classList.toggle('is-off', !isLive)
}

let isSignedOut = false
/** How the page follows its launch now, and whether it does. */
function current() {
  if (isHeld) return [changed, false]
  if (!navigator.onLine) return [offline, false]
  if (isSignedOut) return [signedOut, false]
  return source?.readyState === EventSource.OPEN ? [liveWord, true] : [reconnecting, false]
}

function tell() {
  const [word, isLive] = current()
  show(word, isLive)
  noteLoss(!isLive && !isHeld)
}

// A connection that stays away is announced once; what comes back within five seconds was no loss.
let loss = null
let said = null
function noteLoss(isLost) {
  if (isLost) {
    loss ??= setTimeout(sayLoss, 5000)
    return
  }
  clearTimeout(loss)
  unsay(said)
  loss = said = null
}

function sayLoss() {
  // Nobody would notice; it counts anew from when somebody looks again.
  if (document.hidden) {
    loss = null
    return
  }
  said = current()[0]
  sayBeside(said)
}

function open() {
  if (source || document.hidden) return
  source = new EventSource(live)
  source.onopen = () => {
    isSignedOut = false
    back()
  }
  source.onmessage = ({ data }) => {
    const { version, gates } = JSON.parse(data)
    latest = version
    // The answer to one's own form shows it already. By the clock alone the decision changes without a version.
    if (version > shownVersion() || gates.length === 0) refresh()
  }
  source.onerror = () => {
    tell()
    if (source.readyState !== EventSource.CLOSED) return
    // The browser gives up when a first connection is refused; we do not.
    close()
    setTimeout(open, 3000)
  }
}

/** Connected again: what was missed meanwhile is fetched now. */
function back() {
  tell()
  if (missed && navigator.onLine) refresh()
}

// A page that could not be fetched is fetched as soon as there is a way.
let missed = false
document.addEventListener('htmx:error', ({ detail: { ctx } }) => {
  if (ctx?.sourceElement !== document.body) return
  missed = true
  setTimeout(back, 3000)
})

function close() {
  source?.close()
  source = null
}

// A page that could not be drawn now never takes the place of one that somebody works on.
document.addEventListener('htmx:before:response', (event) => {
  const { ctx } = event.detail
  if (ctx.sourceElement !== document.body) return
  isSignedOut = ctx.response.status === 401
  if (ctx.response.status === 200) return
  event.preventDefault()
  missed = true
  if (!isSignedOut) setTimeout(back, 3000)
  tell()
})

// While a form is on its way, no other page takes its place: its own answer draws it. What the stream said meanwhile is fetched
// afterwards, if that answer does not show it already.
const sending = new Set()
document.addEventListener('htmx:before:request', ({ detail: { ctx } }) => {
  if (ctx.sourceElement instanceof HTMLFormElement) sending.add(ctx)
})
document.addEventListener('htmx:finally:request', ({ detail: { ctx } }) => {
  if (sending.delete(ctx) && sending.size === 0 && isPutOff && latest > shownVersion()) refresh()
})
let latest = 0
let isPutOff = false
onComposed(() => {
  if (isPutOff && sending.size === 0) refresh()
})

/** A form that somebody is typing in, and that the page as it is now has no more. */
function isTakenAway(form, html) {
  return form.id !== '' && !html.includes(`id="${form.id}"`) && [...form.elements].some(isFilledIn)
}

/** Otherwise than the server drew it, by the hand of somebody. */
function isFilledIn(field) {
  if (field.type === 'hidden' || field instanceof HTMLButtonElement) return false
  if (field.type === 'file') return field.value !== ''
  if (field.type === 'checkbox' || field.type === 'radio') return field.checked !== field.defaultChecked
  if (!(field instanceof HTMLSelectElement)) return field.value !== field.defaultValue
  const drawn = [...field.options].find((option) => option.defaultSelected) ?? field.options[0]
  return field.selectedOptions[0] !== drawn
}

// What is typed is looked at in the moment of the swap: a form may have been sent while the page was on its way.
let typed = []
let arrived = null
let isHeld = false
document.addEventListener('htmx:before:swap', (event) => {
  const { ctx } = event.detail
  if (ctx.sourceElement !== document.body) return
  isPutOff = sending.size > 0 || isComposing()
  if (isPutOff) return event.preventDefault()
  // Nobody's words are taken away under their hands: the page stands, and says so.
  isHeld = [...document.querySelectorAll('#main form')].some((form) => isTakenAway(form, ctx.text))
  if (isHeld) return event.preventDefault()
  arrived = ctx.text
  const fields = document.querySelectorAll(
    '#main textarea, #main input:not([type=hidden], [type=checkbox], [type=file])',
  )
  typed = [...fields].map((field) => [field.id, field.value])
})

// Once nobody's words are in the way the page follows again.
document.addEventListener('input', () => {
  const isTyped = [...document.querySelectorAll('#main form')].some((form) => [...form.elements].some(isFilledIn))
  if (isHeld && !isTyped) refresh()
})

async function refresh() {
  if (document.querySelector('.message #refused')) return
  if (fetching) {
    again = true
    return
  }
  fetching = true
  missed = false
  arrived = null
  typed = []
  const headers = askForNews(refresh)
  try {
    await htmx.ajax('GET', location.pathname + location.search, {
      source: document.body,
      target: '#main',
      select: '#main',
      swap: 'outerMorph',
      headers,
    })
    tell()
    if (isHeld) return say(held)
    for (const [id, value] of typed) {
      const field = value === '' ? null : document.getElementById(id)
      if (field && field.value !== value) field.value = value
    }
    unsay(held)
    if (arrived) tellNews(arrived, headers)
  } finally {
    fetching = false
    if (again) {
      again = false
      refresh()
    }
  }
}

document.addEventListener('htmx:after:swap', tell)
document.addEventListener('visibilitychange', () => {
  if (document.hidden) return close()
  open()
  refresh()
})
addEventListener('online', back)
addEventListener('offline', tell)
addEventListener('pagehide', close)
// From the cache of pages a page comes back as it was left.
addEventListener('pageshow', ({ persisted }) => {
  if (!persisted) return
  open()
  refresh()
})
tell()
open()
