import { createServer, type RequestListener, type Server } from 'node:http'

/**
 * The HTTP server. It says "100 Continue" to a client that waits for it only when the body is about to be read (RFC 9110, section
 * 10.1.1), so that a large body that is refused is never sent; without this, Node says it at once. A client may close its sending
 * half after the request (`nc -N`, some proxies) and still gets its answer; Node would otherwise close the connection at once.
 */
export function webServer(handler: RequestListener): Server {
  // The property is Node's own, but its types and its manual do not name it.
  const server = Object.assign(createServer(handler), { httpAllowHalfOpen: true })
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
