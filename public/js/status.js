// The one region in which a page says how things stand: while a form is on its way, after it was saved, and what others have changed.

const region = document.getElementById('state')

// What stands in the region when a page arrives is never announced, so its words come once more, into the line that keeps their place.
const arrived = region.querySelector('.saved')
if (arrived) {
  const words = [...arrived.childNodes]
  arrived.replaceChildren()
  setTimeout(() => arrived.append(...words), 150)
}

/** A temporary message, instead of what the region said before. It stays until the next one. */
export function say(text) {
  for (const name of ['passing', 'saved']) region.querySelector(`.${name}`)?.remove()
  if (text !== '') region.append(lineOf('passing', text))
}

/** A temporary message beside what the region says; none while there is another one. */
export function sayBeside(text) {
  if (!region.querySelector('.passing')) region.append(lineOf('passing', text))
}

/** Takes a temporary message away, if it is the one that stands there. */
export function unsay(text) {
  const line = region.querySelector('.passing')
  if (line?.textContent === text) line.remove()
}

/** The version of the launch that the page shows. */
export const shownVersion = () => Number(region.dataset.version)

/** What another drawing of the page says in this region: `saved` and `news`, each null when it says nothing of it. */
export function readRegion(html) {
  const drawn = new DOMParser().parseFromString(html, 'text/html').getElementById('state')
  if (drawn?.dataset.version) region.dataset.version = drawn.dataset.version
  return { saved: drawn?.querySelector('.saved'), news: drawn?.querySelector('.news')?.textContent }
}

/** After a form was answered: that it was saved and what comes next, or nothing. */
export function showSaved(html) {
  const { saved } = readRegion(html)
  say('')
  if (saved) region.prepend(saved)
}

/** The page shows what has changed from then on, so the sentence goes away. */
export function showNews(text, ms) {
  const line = lineOf('news', text)
  region.querySelector('.news')?.remove()
  region.append(line)
  setTimeout(() => line.remove(), ms)
}

const lineOf = (name, text) => Object.assign(document.createElement('p'), { className: name, textContent: text })
