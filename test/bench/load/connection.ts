import { connect, type Socket } from 'node:net'

/** One HTTP/1.1 connection that stays open and asks one thing at a time: as little work as possible, because the server shares the machine. */

export interface Answer {
  status: number
  body: Buffer
}

const endOfHead = Buffer.from('\r\n\r\n')
const endOfLine = Buffer.from('\r\n')

export class Connection {
  readonly #port: number
  #socket: Socket | null = null
  #unread: Buffer = Buffer.alloc(0)
  #waiting: PromiseWithResolvers<Answer> | null = null

  /** Of this machine. */
  constructor(port: number) {
    this.#port = port
  }

  /** Sends a whole request; rejects when the connection ends before the answer is complete. Opens the connection where none is open. */
  ask(request: Buffer): Promise<Answer> {
    if (this.#waiting) throw new Error('this connection waits for an answer already')
    this.#socket ??= this.#open()
    this.#waiting = Promise.withResolvers()
    this.#socket.write(request)
    return this.#waiting.promise
  }

  close(): void {
    this.#socket?.destroy()
  }

  #open(): Socket {
    const socket = connect({ port: this.#port, host: '127.0.0.1', noDelay: true })
    socket.on('data', (chunk) => {
      this.#unread = this.#unread.length === 0 ? chunk : Buffer.concat([this.#unread, chunk])
      const parsed = parseAnswer(this.#unread)
      if (parsed === null) return
      this.#unread = this.#unread.subarray(parsed.length)
      const waiting = this.#waiting
      this.#waiting = null
      waiting?.resolve(parsed.answer)
    })
    const ended = (error: Error) => {
      if (this.#socket === socket) this.#socket = null
      this.#unread = Buffer.alloc(0)
      const waiting = this.#waiting
      this.#waiting = null
      waiting?.reject(error)
    }
    socket.on('error', ended)
    socket.on('close', () => ended(new Error('the server closed the connection')))
    return socket
  }
}

/** The first answer in these bytes and how long it is; null while it is not complete. Answers to HEAD are not understood. */
export function parseAnswer(bytes: Buffer): { answer: Answer; length: number } | null {
  const head = bytes.indexOf(endOfHead)
  if (head < 0) return null
  const status = Number(bytes.toString('latin1', 9, 12))
  const from = head + endOfHead.length
  if (status === 204 || status === 304) return { answer: { status, body: Buffer.alloc(0) }, length: from }
  const headers = bytes.toString('latin1', 0, from).toLowerCase()
  const at = headers.indexOf('\r\ncontent-length:')
  if (at < 0) return headers.includes('\r\ntransfer-encoding: chunked') ? parseChunks(bytes, from, status) : null
  const length = Number.parseInt(headers.slice(at + '\r\ncontent-length:'.length), 10)
  if (bytes.length < from + length) return null
  return { answer: { status, body: bytes.subarray(from, from + length) }, length: from + length }
}

function parseChunks(bytes: Buffer, from: number, status: number): { answer: Answer; length: number } | null {
  const parts: Buffer[] = []
  for (let at = from; ; ) {
    const line = bytes.indexOf(endOfLine, at)
    if (line < 0) return null
    const size = Number.parseInt(bytes.toString('latin1', at, line), 16)
    const begin = line + endOfLine.length
    const end = begin + size + endOfLine.length
    if (bytes.length < end) return null
    if (size === 0) return { answer: { status, body: Buffer.concat(parts) }, length: end }
    parts.push(bytes.subarray(begin, begin + size))
    at = end
  }
}
