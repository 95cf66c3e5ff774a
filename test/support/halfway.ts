import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { webServer } from '../../server/http/web-server.ts'
import type { Shop } from './shop.ts'

/** A shop that listens on a port of its own, for requests that stop half-way. */
export interface Listening {
  url: string
  /** Sends the head and the first bytes of a body, and waits for the answer without ever sending the rest. */
  halfway(path: string, headers: Record<string, string>, bytes?: string): Halfway
  close(): Promise<void>
}

export interface Halfway {
  answer: Promise<{ status: number; headers: Record<string, string | string[] | undefined>; text: string }>
  abort(): void
}

export async function listening(shop: Shop): Promise<Listening> {
  const server = webServer(shop.app.handler)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    halfway(path, headers, bytes = '--x\r\n') {
      const asked = request({ port, host: '127.0.0.1', path, method: 'POST', headers, agent: false })
      const answer = new Promise<Awaited<Halfway['answer']>>((resolve, reject) => {
        asked.once('error', reject)
        asked.once('response', (res) => {
          let text = ''
          res.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
          res.once('end', () => {
            resolve({ status: res.statusCode ?? 0, headers: res.headers, text })
            asked.destroy()
          })
        })
      })
      // Whoever aborts does not wait for the answer.
      answer.catch(() => undefined)
      asked.write(bytes)
      return { answer, abort: () => void asked.destroy() }
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
