import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import express from 'express'
import type { Passkeys } from '../../server/auth/passkeys.ts'
import { passkeysAt } from '../../server/auth/passkeys.ts'
import { assetUrl, serveAssets } from '../../server/http/assets.ts'
import { safeHeaders } from '../../server/http/web-safety.ts'

/** A site of two forms, with the product's script, headers and checks. It keeps what the browser sent, and judges nothing. */
export interface PasskeySite {
  url: string
  passkeys: Passkeys
  /** The challenge of the last options that were asked for. */
  challenge: string
  /** What the forms have sent, oldest first. */
  sent: unknown[]
  /** The passkeys that the person is said to have already. */
  known: { id: string; transports: string[] }[]
  /** Whether the options are refused. */
  refuses: boolean
  close(): Promise<void>
}

const form = (
  kind: string,
) => `<form id="${kind}" method="post" action="/done" data-passkey="${kind}" data-options-url="/${kind}"
  data-unsupported="Unsupported." data-canceled="Canceled." data-exists="Exists." data-failed="Failed.">
  <input type="hidden" name="credential"><button>${kind}</button><p role="status" data-passkey-message></p></form>`

export async function passkeySite(): Promise<PasskeySite> {
  const app = express()
  const server = createServer(app)
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The site listens on no port.')
  const url = `http://localhost:${address.port}`
  const site: PasskeySite = {
    url,
    passkeys: passkeysAt({ baseUrl: url }),
    challenge: '',
    sent: [],
    known: [],
    refuses: false,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  const person = { userHandle: randomUUID(), email: 'tom@example.com', name: 'Tom Becker' }
  const offer = async (begin: Promise<{ options: object; challenge: string }>, res: express.Response) => {
    const { options, challenge } = await begin
    site.challenge = challenge
    if (site.refuses) res.status(503).json({})
    else res.json(options)
  }
  app.use(safeHeaders({ baseUrl: url }))
  app.use('/assets', serveAssets())
  app.get('/', (_req, res) => {
    const script = `<script src="${assetUrl('passkeys.js')}" defer></script>`
    res.send(`<!doctype html><title>Passkeys</title>${script}${form('register')}${form('sign-in')}`)
  })
  app.post('/register', (_req, res) => offer(site.passkeys.beginRegistration({ ...person, passkeys: site.known }), res))
  app.post('/sign-in', (_req, res) => offer(site.passkeys.beginSignIn(), res))
  app.post('/done', express.urlencoded({ extended: false }), (req, res) => {
    site.sent.push(JSON.parse(String(req.body.credential)))
    res.redirect(303, '/')
  })
  return site
}
