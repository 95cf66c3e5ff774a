// What the pages do beyond plain forms: say "Saving…", say when nothing was saved, keep drafts, keep the focus where the person works.

import { isComposing } from './composing.js'
import { say, showSaved, unsay } from './status.js'
import { chosenIn } from './upload.js'

const { dataset } = document.body

// A form may be gone after the swap, so what it began is remembered.
const begun = new WeakSet()
const isForm = (ctx) => begun.has(ctx)

document.addEventListener('htmx:before:request', ({ detail: { ctx } }) => {
  if (!(ctx.sourceElement instanceof HTMLFormElement)) return
  begun.add(ctx)
  // A file says for itself that it is on its way.
  if (!chosenIn(ctx.sourceElement)) say(dataset.saving)
  placeForTrouble(ctx.sourceElement)
})

/** What goes wrong is said beside the form that it is about. */
function placeForTrouble(form) {
  document.getElementById('trouble')?.remove()
  const place = document.createElement('div')
  place.id = 'trouble'
  const bar = form.closest('.act') ?? form
  bar.before(place)
}

// Signed out: the browser sends the same form itself, and the sign-in page takes what stands in it along.
document.addEventListener('htmx:before:response', (event) => {
  const { ctx } = event.detail
  if (!isForm(ctx) || ctx.response.status !== 401) return
  event.preventDefault()
  if (pressed?.name) {
    const { name, value } = pressed
    ctx.sourceElement.append(Object.assign(document.createElement('input'), { type: 'hidden', name, value }))
  }
  ctx.sourceElement.submit()
})

// No answer at all: nothing looks saved that is not, and nothing that was typed is lost. It may have been saved all the same, so the form
// stays as it is, with its key: sent again it does nothing twice.
document.addEventListener('htmx:error', ({ detail: { ctx } }) => {
  if (!isForm(ctx)) return
  say(dataset.unsaved)
  ctx.sourceElement.setAttribute('hx-morph-skip', 'unanswered')
})

document.addEventListener('htmx:before:swap', (event) => {
  const { ctx } = event.detail
  if (!isForm(ctx)) return
  // Not one of our pages: something between us and the server has answered.
  if (!ctx.text.includes('id="main"')) {
    event.preventDefault()
    return say(dataset.unsaved)
  }
  // 503: it may have been saved all the same, as without an answer.
  if (ctx.response.status === 503) ctx.sourceElement.setAttribute('hx-morph-skip', 'unanswered')
  else ctx.sourceElement.removeAttribute('hx-morph-skip')
  for (const each of document.querySelectorAll('form[hx-morph-skip=""]')) each.removeAttribute('hx-morph-skip')
  showSaved(ctx.text)
  if (ctx.response.status !== 200) return
  for (const menu of opened()) menu.open = false
  forget(draftsOf(ctx.sourceElement))
  ctx.sourceElement.reset()
})

document.addEventListener('htmx:after:swap', ({ detail: { ctx } }) => {
  restoreDrafts()
  if (!isForm(ctx) || isComposing()) return
  const row = lastRow === null ? null : document.getElementById(lastRow)
  if (row) reveal(row)
  const refused = document.getElementById('refused') ?? document.querySelector('section#trouble')
  if (refused) return focusOn(refused)
  const at = document.activeElement
  const isElsewhere = row !== null && !row.contains(at)
  // What had the focus may be gone, folded away, or part of another row by now: it stays in the row, else on the sentence that changed.
  if (at === document.body || !at.checkVisibility() || isElsewhere) focusOn(row ?? document.getElementById('say'))
})

// Of a double press, and of a key that is held down, only the first counts: what stands there by then may be another button.
document.addEventListener(
  'click',
  (event) => {
    if (event.detail > 1 && event.target.closest('button[type=submit]')) event.preventDefault()
  },
  true,
)
document.addEventListener('keydown', (event) => {
  if (event.repeat && event.target.closest('button[type=submit]')) event.preventDefault()
})

let lastRow = null
let pressed = null
document.addEventListener('submit', ({ target, submitter }) => {
  pressed = submitter
  lastRow = target.closest('.item')?.id ?? null
})

function focusOn(element) {
  if (!element) return
  reveal(element)
  element.focus()
}

/** Opens whatever folds an element away. */
function reveal(element) {
  for (let at = element.parentElement; at; at = at.parentElement) if (at instanceof HTMLDetailsElement) at.open = true
}

addEventListener('hashchange', revealTarget)
revealTarget()
function revealTarget() {
  const id = fragment()
  const target = id === '' ? null : document.getElementById(id)
  if (!target) return
  reveal(target)
  target.scrollIntoView({ block: 'center' })
  const field = target.querySelector('textarea, input:not([type=hidden])')
  if (target instanceof HTMLFormElement && field) field.focus()
  else if (target.tabIndex === -1) target.focus()
}

/** Without its escapes; as it stands where it has a percent sign that escapes nothing. */
function fragment() {
  const said = location.hash.slice(1)
  try {
    return decodeURIComponent(said)
  } catch {
    return said
  }
}

// A menu or a panel closes when somebody presses elsewhere, or Escape; what is typed in it stays.
const opened = () => document.querySelectorAll('.more[open], .opens[open]')
document.addEventListener('click', ({ target }) => {
  for (const menu of opened()) if (!menu.contains(target)) menu.open = false
})
document.addEventListener('keydown', ({ key, isComposing, keyCode }) => {
  // An input method takes Escape for itself; Safari sends it on as 229 once that is over.
  if (key !== 'Escape' || isComposing || keyCode === 229) return
  for (const menu of opened()) {
    const hasFocus = menu.contains(document.activeElement)
    menu.open = false
    if (hasFocus) menu.querySelector('summary').focus()
  }
})

// Whoever opens a panel goes on in its first field. On a low screen the panel stands in the page, so the field may be out of sight.
const low = matchMedia('(height < 30rem)')
document.addEventListener(
  'toggle',
  ({ target }) => {
    if (!target.open || !target.closest('.opens') || document.activeElement !== target.firstElementChild) return
    target.querySelector(':scope > .ask .input, :scope > .sheet > .ask .input')?.focus({ preventScroll: !low.matches })
  },
  true,
)

// Drafts stay in this tab until they are sent, for the person who wrote them: whatever differs from what the server drew.
const draftsOf = (form) => `draft ${dataset.person} ${location.pathname} ${form.id} `
const isBox = ({ type }) => type === 'checkbox' || type === 'radio'
const draftOf = (field) => `${draftsOf(field.form)}${field.name} ${isBox(field) ? field.value : ''}`
const typedInto = 'textarea:not([readonly]), select, input:not([type=hidden], [type=file])'
const fieldsOf = (form) =>
  form?.id && form.method === 'post' ? [...form.elements].filter((field) => field.matches(typedInto)) : []
const standsIn = (field) => (isBox(field) ? field.checked : field.value)

function drawnIn(field) {
  if (isBox(field)) return field.defaultChecked
  if (!(field instanceof HTMLSelectElement)) return field.defaultValue
  return ([...field.options].find((option) => option.defaultSelected) ?? field.options[0])?.value ?? ''
}

document.addEventListener('input', ({ target }) => {
  unsay(dataset.unsaved)
  for (const field of fieldsOf(target.form)) {
    const draft = [drawnIn(field), standsIn(field)]
    if (draft[0] === draft[1]) sessionStorage.removeItem(draftOf(field))
    else sessionStorage.setItem(draftOf(field), JSON.stringify(draft))
  }
})

function forget(drafts) {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(drafts)) sessionStorage.removeItem(key)
}

/** Only over what the draft was written over: what the server draws since is newer. */
function restoreDrafts() {
  for (const form of document.forms)
    for (const field of fieldsOf(form)) {
      const [drawn, typed] = JSON.parse(sessionStorage.getItem(draftOf(field)) ?? '[]')
      if (typed === undefined || drawn !== standsIn(field)) continue
      field[isBox(field) ? 'checked' : 'value'] = typed
      field.dispatchEvent(new Event('change', { bubbles: true }))
    }
}

// What the browser sends itself has arrived once a page of ours shows neither a refusal nor the sign-in.
document.addEventListener('submit', ({ target }) => {
  if (target.id && !target.hasAttribute('hx-post')) sessionStorage.setItem('sent', draftsOf(target))
})
const sent = sessionStorage.getItem('sent')
if (sent !== null && dataset.person && !document.querySelector('#refused, #trouble')) {
  sessionStorage.removeItem('sent')
  forget(sent)
}

// A new launch: its address follows the title until somebody types one, and a folded role says who is chosen in it.
document.addEventListener('input', ({ target }) => {
  const follower = document.querySelector(`[data-slug-of="${target.id}"]`)
  if (target.dataset.slugOf) target.dataset.typed = 'yes'
  if (!follower || follower.dataset.typed || follower.defaultValue !== '') return
  follower.value = slugOf(target.value)
})

function slugOf(title) {
  const plain = title
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
  return plain.replace(/^-/, '').slice(0, 60).replace(/-$/, '')
}

document.addEventListener('change', ({ target }) => {
  const fold = target.closest('.roles .fold')
  if (fold) tellChosen(fold)
})

function tellChosen(fold) {
  const names = fold.querySelector('.names')
  const chosen = [...fold.querySelectorAll('.check')].filter((each) => each.querySelector('input').checked)
  names.textContent = chosen.map((each) => each.textContent.trim()).join(names.dataset.comma) || names.dataset.nobody
}

restoreDrafts()
