import { spawn } from 'node:child_process'
import { freePort } from '../../support/server.ts'

/** A server in a process of its own that gives one answer to everything: what an answer could cost at best. */
export interface ConstantJson {
  port: number
  close(): void
}

const programs = {
  /** Express as the product uses it, without ETags of its own. */
  Express: (body: string, port: number) => `
    const app = require('express')().set('etag', false), body = ${body}
    app.get('/', (_, res) => res.type('json').send(body))
    app.listen(${port}, '127.0.0.1', () => console.log('listens'))`,
  /** It reads what it is sent to the end, as every server must. */
  'node:http': (body: string, port: number) => `
    const body = Buffer.from(${body})
    const headers = { 'Content-Type': 'application/json', 'Content-Length': body.length }
    const answer = (req, res) => req.resume().on('end', () => res.writeHead(200, headers).end(body))
    require('node:http').createServer(answer).listen(${port}, '127.0.0.1', () => console.log('listens'))`,
}

export async function constantJson(by: keyof typeof programs, body: string): Promise<ConstantJson> {
  const port = await freePort()
  const program = programs[by](JSON.stringify(body), port)
  const child = spawn(process.execPath, ['--eval', program], { stdio: ['ignore', 'pipe', 'inherit'] })
  await new Promise<void>((resolve, reject) => {
    child.stdout.once('data', () => resolve())
    child.once('exit', () => reject(new Error(`${by} ended.`)))
  })
  return { port, close: () => void child.kill() }
}
