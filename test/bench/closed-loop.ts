import { Agent, type IncomingMessage, request } from 'node:http'

/** A closed-loop load: so many clients, each of which sends its next request when the last one is answered. */

export interface Answered {
  status: number
  text: string
}

/** Sends GET over connections that stay open, `clients` at most. */
export function clientOf(url: string, clients: number, headers: Record<string, string> = {}) {
  const agent = new Agent({ keepAlive: true, maxSockets: clients })
  const get = (path: string): Promise<Answered> =>
    new Promise((resolve, reject) => {
      const read = (answer: IncomingMessage) => {
        let text = ''
        answer.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk
        })
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }))
        answer.on('error', reject)
      }
      request(url + path, { agent, headers }, read)
        .on('error', reject)
        .end()
    })
  return { get, close: () => agent.destroy() }
}

const warmUp = 1000

/** Answers per second at so many clients; every answer must have the status expected. */
export async function perSecond(
  url: string,
  path: string,
  { clients, seconds, expected, headers }: Load,
): Promise<number> {
  const { get, close } = clientOf(url, clients, headers)
  const begin = performance.now() + warmUp
  const end = begin + seconds * 1000
  let answered = 0
  const one = async () => {
    while (performance.now() < end) {
      const { status, text } = await get(path)
      if (status !== expected) throw new Error(`${path}: expected ${expected}, got ${status} ${text.slice(0, 200)}`)
      if (performance.now() >= begin) answered += 1
    }
  }
  try {
    await Promise.all(Array.from({ length: clients }, one))
    return answered / ((performance.now() - begin) / 1000)
  } finally {
    close()
  }
}

export interface Load {
  clients: number
  seconds: number
  expected: number
  headers?: Record<string, string>
}
