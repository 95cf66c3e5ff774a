// How much of a file has been sent: fetch cannot tell, so a form with a file goes by XMLHttpRequest.

import { say } from './status.js'

document.addEventListener('htmx:before:request', ({ detail: { ctx } }) => {
  const file = chosenIn(ctx.sourceElement)
  if (file) ctx.fetch = (url, request) => send(url, request, file)
})

/** The field of a form in which a file is chosen. The page that only follows its launch is sent for by the body, which is no form. */
export function chosenIn(source) {
  const file = source instanceof HTMLFormElement ? source.querySelector('input[type=file]') : null
  return file?.files.length ? file : null
}

function send(url, { method, headers, body, signal }, file) {
  const bar = Object.assign(document.createElement('progress'), { max: 1, value: 0 })
  const { uploading } = document.body.dataset
  bar.setAttribute('aria-label', uploading)
  file.after(bar)
  say(uploading)
  const request = new XMLHttpRequest()
  const done = new Promise((resolve, reject) => {
    request.upload.onprogress = ({ loaded, total }) => {
      bar.value = loaded / total
    }
    request.onload = () =>
      resolve(new Response(request.response, { status: request.status, headers: headersOf(request) }))
    request.onerror = reject
    request.onabort = () => reject(new DOMException('', 'AbortError'))
  })
  request.open(method, url)
  for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
  signal.addEventListener('abort', () => request.abort())
  request.send(body)
  return done.finally(() => bar.remove())
}

const headersOf = (request) =>
  [...request.getAllResponseHeaders().matchAll(/^(.+?): (.*)$/gm)].map(([, name, value]) => [name, value])
