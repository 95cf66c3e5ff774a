import type { AddressInfo } from 'node:net'
import { connect, createServer, type Socket } from 'node:net'

/** What the proxy does with a request: passes it on, loses the answer to it, sends it twice at once, or loses it half-way. */
export type Mishap = 'none' | 'lost reply' | 'doubled' | 'cut request'

/** A TCP proxy before a server, as a network that fails. */
export interface FaultyProxy {
  url: string
  /** How often each has happened. */
  happened: ReadonlyMap<Mishap, number>
  close(): Promise<void>
}

/** `choose` is asked for each request. Requests are told apart by connection and packet: clients send theirs in one. */
export async function faultyProxy(to: string, choose: () => Mishap): Promise<FaultyProxy> {
  const port = Number(new URL(to).port)
  const happened = new Map<Mishap, number>()
  const sockets = new Set<Socket>()
  const opened = (socket: Socket): Socket => {
    sockets.add(socket)
    return socket.on('error', () => socket.destroy()).once('close', () => sockets.delete(socket))
  }
  const upstream = () => opened(connect(port, '127.0.0.1'))

  const server = createServer((client) => {
    opened(client)
    const through = upstream()
    let losesReply = false
    through.on('data', (bytes) => {
      if (!losesReply) return void client.write(bytes)
      client.destroy()
      through.destroy()
    })
    through.once('close', () => client.destroy())
    client.once('close', () => through.destroy())
    client.on('data', (bytes) => {
      const mishap = choose()
      happened.set(mishap, (happened.get(mishap) ?? 0) + 1)
      if (mishap === 'cut request') {
        through.write(bytes.subarray(0, bytes.length / 2), () => client.destroy())
        return
      }
      losesReply = mishap === 'lost reply'
      if (mishap === 'doubled') {
        const second = upstream()
        second.write(bytes)
        second.once('data', () => second.destroy())
      }
      through.write(bytes)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    happened,
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
