import { connect, type Socket } from 'node:net'

/** A connection on which a test says every byte itself. */
export interface RawConnection {
  socket: Socket
  /** What has come back so far. */
  received(): string
  /** Everything that came back; resolves when the server has closed, or rejects when it reset the connection. */
  closed: Promise<string>
}

export function connectRaw(url: string): RawConnection {
  const { hostname, port } = new URL(url)
  // Closing our half must not close the other.
  const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true })
  let text = ''
  socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
  const closed = new Promise<string>((resolve, reject) => {
    socket.once('error', reject)
    socket.once('end', () => {
      socket.destroy()
      resolve(text)
    })
  })
  // A test that only looks at `received` does not wait for the end.
  closed.catch(() => undefined)
  return { socket, received: () => text, closed }
}

/** Sends these bytes and gives everything that comes back until the server closes. */
export async function sendRaw(url: string, bytes: string | Buffer): Promise<string> {
  const { socket, closed } = connectRaw(url)
  socket.write(bytes)
  return closed
}
