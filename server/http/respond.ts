import type { Request, Response } from 'express'

/** How an answer to a person travels: the only file that knows what htmx says and hears. */

/** The page asked by script takes its own part of the answer; a browser without script gets the same text as a page. */
export function isScripted(req: Request): boolean {
  return req.get('HX-Request') === 'true'
}

/** A whole page with its status. The same page answers both ways, so nothing in between may mix them up. */
export function sendPage(res: Response, html: string, status = 200): void {
  res.status(status).vary('HX-Request').type('html').send(html)
}

/** What went wrong as a page; a script puts it beside the form that it sent (see public/js/app.js) and leaves the rest of its page alone. */
export function sendBeside(res: Response, html: string, status: number): void {
  res.set({ 'HX-Retarget': '#trouble', 'HX-Reselect': '#trouble' })
  sendPage(res, html, status)
}

/** Whether the script that posted stands on this page: the answer is then the page itself. Every other browser is led there. */
export function staysOnPage(req: Request, location: string): boolean {
  const [path] = location.split('#')
  return isScripted(req) && standsOn(req)?.pathname === path
}

/** After an accepted post, to the page that shows what became of it: 303 See Other (RFC 9110) for a browser, the way there for a script. */
export function afterPost(req: Request, res: Response, location: string): void {
  // On another page the sentence that says how things stand now is where to go on from.
  goTo(req, res, location.includes('#') ? location : `${location}${isScripted(req) ? '#say' : ''}`)
}

/** What the address of this page asks for, where a script posts from it; nothing from any other page, or without a script. */
export function queryOn(req: Request, path: string): URLSearchParams {
  const address = isScripted(req) ? standsOn(req) : null
  return address?.pathname === path ? address.searchParams : new URLSearchParams()
}

/** The address of the page that the script stands on, as htmx says it. */
function standsOn(req: Request): URL | null {
  const address = req.get('HX-Current-URL') ?? ''
  return URL.canParse(address) ? new URL(address) : null
}

/** Nobody is signed in any more: a script is told so and changes nothing of its page (see public/js/app.js). RFC 9110 section 15.5.2 asks for a way to sign in. */
export function signedOut(res: Response, html = ''): void {
  res.set('WWW-Authenticate', 'Cookie realm="launchgate"')
  sendPage(res, html, 401)
}

/** The same form once more, at another address of ours: 307 keeps method and body (RFC 9110 section 15.4.8). */
export function sendOn(res: Response, location: string): void {
  res.redirect(307, location)
}

/** To another page, whoever asks. */
export function goTo(req: Request, res: Response, location: string): void {
  if (isScripted(req)) res.status(200).set('HX-Redirect', location).end()
  else res.redirect(303, location)
}
