/** A request of a load as plain data, because another process sends it. */
export interface Sent {
  method: 'GET' | 'POST' | 'PUT'
  path: string
  headers?: Record<string, string>
  /** In path and body, `{n}` stands for a number of twelve digits that no other request of the bench has. */
  body?: string
  /** The status that the answer must have. */
  expected: number
}

const placeholder = '{n}'
const digits = 12

/** Makes the bytes of the request, once where they are always the same. */
export function bytesOf({ method, path, headers = {}, body = '' }: Sent, port: number): () => Buffer {
  const numbered = body.replaceAll(placeholder, '0'.repeat(digits))
  const all = {
    host: `localhost:${port}`,
    ...(method === 'GET' ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(numbered) }),
    ...headers,
  }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  const text = `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`
  if (!text.includes(placeholder)) {
    const bytes = Buffer.from(text)
    return () => bytes
  }
  return () => Buffer.from(text.replaceAll(placeholder, nextNumber()))
}

let last = Date.now() % 10 ** (digits - 3)

function nextNumber(): string {
  last += 1
  return String(last).padStart(digits, '0')
}
