import { createServer } from 'node:net'

/** What the programs have in common. Each is told PORT, FOLDER (empty, its own) and, where it needs one, DATABASE_URL. */

/** Tells the bench that the program answers. */
export function ready() {
  process.stdout.write('ready\n')
}

// The bench ends it by closing its input, so that nothing is left when the bench itself is killed.
process.stdin.resume().once('end', () => process.exit(0))
process.once('SIGTERM', () => process.exit(0))

export function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}

export async function isUp(url) {
  const answer = await fetch(url).catch(() => null)
  return answer?.ok === true
}

/** Asks until the answer is true, a minute at most. */
export async function until(isTrue) {
  for (let tries = 0; tries < 600; tries += 1) {
    if (await isTrue()) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error('it did not start within a minute')
}

/** A node:http handler that reads the body to the end, calls this with the path and answers with its result as JSON. */
export function answering(act) {
  return (req, res) => {
    req.resume().once('end', async () => {
      try {
        const text = JSON.stringify(await act(req.url))
        res.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) }).end(text)
      } catch (error) {
        res.writeHead(500).end(String(error))
      }
    })
  }
}
