// What the pages do beyond plain forms: say "Saving…", say when nothing was saved, keep drafts, keep the focus where the person works.

const { dataset } = document.body
const state = document.getElementById('state')

function say(text, quiet = false) {
  state.textContent = text
  state.classList.toggle('is-quiet', quiet)
}

// A form may be gone after the swap, so what it began is remembered.
const begun = new WeakSet()
const isForm = (ctx) => begun.has(ctx)

document.addEventListener('htmx:before:request', ({ detail: { ctx } }) => {
  if (!(ctx.sourceElement instanceof HTMLFormElement)) return
  begun.add(ctx)
  say(dataset.saving)
})

// No answer at all: nothing looks saved that is not, and nothing that was typed is lost.
document.addEventListener('htmx:error', ({ detail }) => {
  if (isForm(detail.ctx)) say(dataset.unsaved)
})

document.addEventListener('htmx:before:swap', ({ detail: { ctx } }) => {
  if (!isForm(ctx)) return
  for (const each of document.querySelectorAll('[hx-morph-skip]:not(#state)')) each.removeAttribute('hx-morph-skip')
  say('')
  if (ctx.response.status !== 200) return
  forget(ctx.sourceElement)
  ctx.sourceElement.reset()
})

document.addEventListener('htmx:after:swap', ({ detail: { ctx } }) => {
  restoreDrafts()
  if (!isForm(ctx)) return
  const refused = document.getElementById('refused')
  if (refused) return focusOn(refused)
  const row = lastRow === null ? null : document.getElementById(lastRow)
  if (row) reveal(row)
  const at = document.activeElement
  // What had the focus may be gone, or folded away: it stays in the row, else on the sentence that changed.
  if (at === document.body || !at.checkVisibility()) focusOn(row ?? document.getElementById('say'))
})

let lastRow = null
document.addEventListener('submit', ({ target }) => {
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
  const id = decodeURIComponent(location.hash.slice(1))
  const target = id === '' ? null : document.getElementById(id)
  if (!target) return
  reveal(target)
  if (target.closest('.more') === null) for (const menu of document.querySelectorAll('.more[open]')) menu.open = false
  target.scrollIntoView({ block: 'center' })
  const field = target.querySelector('textarea, input:not([type=hidden])')
  if (target instanceof HTMLFormElement && field) field.focus()
}

// A menu closes when somebody presses elsewhere, or Escape.
document.addEventListener('click', ({ target }) => {
  for (const menu of document.querySelectorAll('.more[open]')) if (!menu.contains(target)) menu.open = false
})
document.addEventListener('keydown', ({ key }) => {
  if (key !== 'Escape') return
  for (const menu of document.querySelectorAll('.more[open]')) {
    menu.open = false
    menu.querySelector('summary').focus()
  }
})

// Drafts stay in this tab until they are sent, for the person who wrote them.
const draftOf = (field) => `draft ${dataset.person} ${location.pathname} ${field.id}`
const isText = (field) => field instanceof HTMLTextAreaElement && field.id !== '' && !field.readOnly

document.addEventListener('input', ({ target }) => {
  if (state.textContent === dataset.unsaved) say('')
  if (!isText(target)) return
  if (target.value === '') sessionStorage.removeItem(draftOf(target))
  else sessionStorage.setItem(draftOf(target), target.value)
})

function forget(form) {
  for (const field of form.elements) if (isText(field)) sessionStorage.removeItem(draftOf(field))
}

function restoreDrafts() {
  for (const field of document.querySelectorAll('textarea[id]')) {
    const draft = isText(field) ? sessionStorage.getItem(draftOf(field)) : null
    if (draft !== null && field.value === '') field.value = draft
  }
}
restoreDrafts()
document.addEventListener('submit', ({ target }) => {
  if (!target.hasAttribute('hx-post')) forget(target)
})

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
  names.textContent = chosen.map((each) => each.textContent.trim()).join(', ') || names.dataset.nobody
}

// A new launch that was sent when the session had ended comes back with the form; once a launch is open it is forgotten.
const sentLaunch = `new ${dataset.person}`
const newForm = document.getElementById('new')
if (newForm) restoreLaunch()
else if (dataset.person) sessionStorage.removeItem(sentLaunch)

newForm?.addEventListener('submit', () => {
  const kept = [...new FormData(newForm)].filter(([name]) => name !== 'requestKey' && name !== 'shown')
  sessionStorage.setItem(sentLaunch, JSON.stringify(kept))
})

function restoreLaunch() {
  const kept = sessionStorage.getItem(sentLaunch)
  sessionStorage.removeItem(sentLaunch)
  // What the server gave back is newer than what was kept here.
  if (kept === null || document.getElementById('refused') || newForm.elements.title.value !== '') return
  const values = JSON.parse(kept)
  for (const field of newForm.elements) {
    const mine = values.filter(([name]) => name === field.name).map(([, value]) => value)
    if (field.type === 'checkbox' || field.type === 'radio') field.checked = mine.includes(field.value)
    else if (field.type !== 'hidden' && mine.length > 0) field.value = mine[0]
  }
  for (const fold of newForm.querySelectorAll('.roles .fold')) tellChosen(fold)
}
