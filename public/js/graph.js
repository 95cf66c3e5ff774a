// The drawing of a launch's gates: while a gate is pointed at or focused, only the gates before and after it are highlighted.

const chosen = ({ target }) => target.closest?.('.graph .node')

/** All links that are reached from the gate, each passed from its end `near` to its end `far`. */
function linksFrom(links, gate, near, far) {
  const found = new Set()
  const ahead = [gate]
  for (const at of ahead)
    for (const link of links)
      if (link.dataset[near] === at && !found.has(link)) {
        found.add(link)
        ahead.push(link.dataset[far])
      }
  return found
}

function trace(node) {
  const drawing = node.closest('.graph > svg')
  const links = [...drawing.querySelectorAll('.link')]
  const { gate } = node.dataset
  const near = new Set([...linksFrom(links, gate, 'to', 'from'), ...linksFrom(links, gate, 'from', 'to')])
  const gates = new Set([gate, ...[...near].flatMap(({ dataset }) => [dataset.from, dataset.to])])
  for (const link of links) link.classList.toggle('is-near', near.has(link))
  for (const each of drawing.querySelectorAll('.node')) each.classList.toggle('is-near', gates.has(each.dataset.gate))
  drawing.classList.add('is-traced')
}

function untrace() {
  for (const drawing of document.querySelectorAll('.graph > .is-traced')) drawing.classList.remove('is-traced')
  for (const each of document.querySelectorAll('.graph .is-near')) each.classList.remove('is-near')
  const focused = document.activeElement?.closest('.graph .node:focus-visible')
  if (focused) trace(focused)
}

for (const type of ['pointerover', 'focusin'])
  document.addEventListener(type, (event) => {
    const node = chosen(event)
    if (node) trace(node)
  })
for (const type of ['pointerout', 'focusout'])
  document.addEventListener(type, (event) => {
    // Only after this event has the focus moved.
    if (chosen(event)) queueMicrotask(untrace)
  })
