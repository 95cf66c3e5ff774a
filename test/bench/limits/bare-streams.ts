import { spawn } from 'node:child_process'
import { freePort } from '../../support/server.ts'

/** A bare node:http server in a process of its own: GET opens an event stream, POST writes one text to all of them. */
export async function bareStreams(event: string): Promise<{ port: number; close(): void }> {
  const port = await freePort()
  const program = `
    const event = ${JSON.stringify(event)}, streams = new Set()
    const answer = (req, res) => {
      if (req.method === 'POST') {
        for (const stream of streams) stream.write(event)
        return void res.end()
      }
      res.writeHead(200, { 'Content-Type': 'text/event-stream' }).write(': open\\n\\n')
      streams.add(res)
      res.on('close', () => streams.delete(res))
    }
    require('node:http').createServer(answer).listen(${port}, '127.0.0.1', () => console.log('listens'))`
  const child = spawn(process.execPath, ['--eval', program], { stdio: ['ignore', 'pipe', 'inherit'] })
  await new Promise<void>((resolve, reject) => {
    child.stdout.once('data', () => resolve())
    child.once('exit', () => reject(new Error('the bare server ended')))
  })
  return { port, close: () => void child.kill() }
}
