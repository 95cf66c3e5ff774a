import { createServer, type RequestListener, type Server } from 'node:http'

/**
 * An HTTP server that says "100 Continue" to a client that waits for it only when the body is about to be read (RFC 9110, section
 * 10.1.1), so that a large body that is refused is never sent. Without this, Node says it at once.
 */
export function webServer(handler: RequestListener): Server {
  const server = createServer(handler)
  server.on('checkContinue', (req, res) => {
    // If the answer comes first, the client may or may not send the body: only a new connection is clear.
    res.shouldKeepAlive = false
    req.once('resume', () => {
      if (res.headersSent) return
      res.shouldKeepAlive = true
      res.writeContinue()
    })
    handler(req, res)
  })
  return server
}
