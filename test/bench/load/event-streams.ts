import { connect, type Socket } from 'node:net'

/** Browsers that listen to an event stream. */
export interface EventStreams {
  /** Resolves with the time in ms from now until every stream has got another event. Call it before the event is caused. */
  nextEvent(): Promise<number>
  close(): void
}

/** Opens a stream with each of these headers; resolves when all are open. */
export async function openStreams(port: number, path: string, each: readonly object[]): Promise<EventStreams> {
  const sockets: Socket[] = []
  let waiting: { left: Set<Socket>; done: () => void } | null = null
  const open = (headers: object) =>
    new Promise<void>((resolve, reject) => {
      const socket = connect({ port, host: '127.0.0.1', noDelay: true })
      sockets.push(socket)
      const lines = Object.entries({ host: `localhost:${port}`, accept: 'text/event-stream', ...headers })
      socket.write(`GET ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`)
      socket.once('error', reject)
      socket.once('data', (head) => {
        const isOpen = head.toString('latin1', 0, 12) === 'HTTP/1.1 200'
        if (!isOpen) return reject(new Error(`${path}: ${head.toString('latin1', 0, 300)}`))
        resolve()
      })
      socket.on('data', (chunk) => {
        if (!waiting || !chunk.includes('data:')) return
        waiting.left.delete(socket)
        if (waiting.left.size === 0) waiting.done()
      })
    })
  // Not all at once: a server takes only so many new connections in a turn.
  for (let from = 0; from < each.length; from += 100) await Promise.all(each.slice(from, from + 100).map(open))
  return {
    nextEvent() {
      const began = performance.now()
      return new Promise((resolve) => {
        waiting = { left: new Set(sockets), done: () => resolve(performance.now() - began) }
      })
    },
    close() {
      for (const socket of sockets) socket.destroy()
    },
  }
}
