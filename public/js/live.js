// Follows a launch: the stream says that something changed, and the page fetches itself again. Only while somebody looks.

const { live, liveWord, reconnecting, offline, held, signedOut, changed } = document.body.dataset
const state = document.getElementById('state')
let source = null
let fetching = false
let again = false
let announced = 0

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
const current = () =>
  isHeld
    ? [changed, false]
    : !navigator.onLine
      ? [offline, false]
      : isSignedOut
        ? [signedOut, false]
        : source?.readyState === EventSource.OPEN
          ? [liveWord, true]
          : [reconnecting, false]
const tell = () => show(...current())

function open() {
  if (source || document.hidden) return
  source = new EventSource(live)
  source.onopen = () => {
    isSignedOut = false
    back()
  }
  source.onmessage = refresh
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
let isHeld = false
document.addEventListener('htmx:before:swap', (event) => {
  const { ctx } = event.detail
  if (ctx.sourceElement !== document.body) return
  // Nobody's words are taken away under their hands: the page stands, and says so.
  isHeld = [...document.querySelectorAll('#main form')].some((form) => isTakenAway(form, ctx.text))
  if (isHeld) return event.preventDefault()
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
  try {
    await htmx.ajax('GET', location.pathname + location.search, {
      source: document.body,
      target: '#main',
      select: '#main',
      swap: 'outerMorph',
    })
    if (isHeld) {
      state.classList.remove('is-quiet')
      state.textContent = held
      tell()
      return
    }
    for (const [id, value] of typed) {
      const field = value === '' ? null : document.getElementById(id)
      if (field && field.value !== value) field.value = value
    }
    if (state.textContent === held) state.textContent = ''
    tell()
    if (Date.now() - announced > 10_000 && state.textContent === '') {
      announced = Date.now()
      state.classList.add('is-quiet')
      state.textContent = changed
      setTimeout(() => {
        if (state.textContent === changed) state.textContent = ''
      }, 2000)
    }
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
