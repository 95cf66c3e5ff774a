import { createServer } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { certificate, key } from './localhost-certificate.ts'

/** A real mail server on 127.0.0.1, and what it was given. */
export interface TestMailServer {
  port: number
  received: ReceivedMail[]
  close(): Promise<void>
}

export interface ReceivedMail {
  from: string
  to: string[]
  /** Whether it came over TLS. */
  secure: boolean
  user: string | undefined
  /** The head as it came, and each part of the body, decoded. */
  head: string
  parts: string[]
}

export async function testMailServer(options: SMTPServerOptions = {}): Promise<TestMailServer> {
  const received: ReceivedMail[] = []
  const server = new SMTPServer({
    authOptional: true,
    cert: certificate,
    key,
    onData(stream, { envelope, secure, user }, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const { mailFrom, rcptTo } = envelope
        received.push({
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(({ address }) => address),
          secure,
          user,
          ...read(Buffer.concat(chunks).toString('utf8')),
        })
        done()
      })
    },
    ...options,
  })
  // A client that turns away because of the certificate is an error to the server.
  server.on('error', () => undefined)
  const listening = await new Promise<ReturnType<typeof server.listen>>((resolve) => {
    const each = server.listen(0, '127.0.0.1', () => resolve(each))
  })
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()))
  return { port: portOf(listening.address()), received, close }
}

/** Takes connections and never says anything. */
export async function silentServer(): Promise<{ port: number; close(): Promise<void> }> {
  const server = createServer((socket) => socket.on('error', () => socket.destroy()))
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const close = () => new Promise<void>((resolve) => void server.close(() => resolve()))
  return { port: portOf(server.address()), close }
}

function portOf(address: ReturnType<ReturnType<typeof createServer>['address']>): number {
  if (address === null || typeof address === 'string') throw new Error('The server listens on no port.')
  return address.port
}

/** RFC 2045: parts between boundaries, in quoted-printable or base64 where they say so. */
function read(mail: string): { head: string; parts: string[] } {
  const [head, body] = split(mail)
  const boundary = /boundary="?([^";\r\n]+)/i.exec(head)?.[1]
  const parts =
    boundary === undefined
      ? [mail]
      : body
          .split(`--${boundary}`)
          .slice(1, -1)
          .map((part) => part.trimStart())
  return { head, parts: parts.map(decoded) }
}

function decoded(part: string): string {
  const [head, body] = split(part)
  if (/transfer-encoding: base64/i.test(head)) return Buffer.from(body, 'base64').toString('utf8')
  if (!/transfer-encoding: quoted-printable/i.test(head)) return body
  const bytes = body
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8')
}

function split(text: string): [head: string, body: string] {
  const at = text.indexOf('\r\n\r\n')
  return [text.slice(0, at), text.slice(at + 4)]
}
