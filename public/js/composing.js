// Chinese, Japanese and Korean are composed: keys become letters, and letters a word, before the text stands. Whatever would take the
// field or the focus away meanwhile would end that, so it waits.

let isInField = false
const waiting = []

/** Whether somebody composes in a field now. */
export const isComposing = () => isInField

/** Calls this each time a composition is over. */
export const onComposed = (listener) => waiting.push(listener)

document.addEventListener('compositionstart', () => {
  isInField = true
})
document.addEventListener('compositionend', end)
// A field that goes away may take the event along.
document.addEventListener('focusout', end)

function end() {
  if (!isInField) return
  isInField = false
  for (const listener of waiting) listener()
}
