import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { connectRaw } from '../support/raw.ts'
import { served } from '../support/server.ts'

/** Signals to a server that runs. */

test('SIGTERM: /readyz says no before the port closes, and the server ends with 0; a second signal ends it at once with 130', {
  timeout: 120_000,
}, async () => {
  const server = await served({ LAUNCHGATE_DEMO: '1' })
  const ready = () =>
    fetch(`${server.url}/readyz`, { headers: { connection: 'close' } }).then(
      ({ status }) => status,
      () => null,
    )
  const statusesUntilClosed = async () => {
    const statuses: (number | null)[] = []
    while (!statuses.includes(null)) statuses.push(await ready())
    return new Set(statuses)
  }
  try {
    await server.start()
    const ended = server.signal('SIGTERM')
    expect(await statusesUntilClosed()).toContain(503)
    expect(await ended).toBe(0)

    await server.start()
    // Half a request keeps a server from ending.
    const { socket } = connectRaw(server.url)
    socket.write('POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\n1')
    await delay(100)
    const cut = server.signal('SIGTERM')
    // npm passes on the signal that the terminal has sent to both: that is no second one.
    void server.signal('SIGTERM')
    expect(await statusesUntilClosed()).toContain(503)
    void server.signal('SIGINT')
    expect(await cut).toBe(130)
    socket.destroy()
  } finally {
    await server.close()
  }
})
