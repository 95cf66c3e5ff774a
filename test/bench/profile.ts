import { mkdirSync, writeFileSync } from 'node:fs'
import type { Served } from '../support/server.ts'

/** CPU profiles of the server during a load, for `npm run bench -- --profile`. Chrome's DevTools and VS Code open the files. */

const folder = 'profiles'
const isWanted = process.argv.includes('--profile')
/** How many functions are printed, those that took most time first. */
const most = 15

/** What a server that will be profiled must be started with. */
export const settingsForProfiles: Record<string, string> = isWanted ? { NODE_OPTIONS: '--inspect=127.0.0.1:0' } : {}

/** Runs a load; with --profile, writes profiles/NAME.cpuprofile of the server meanwhile and prints where its time went. */
export async function profiled<T>(server: Pick<Served, 'said'>, name: string, run: () => Promise<T>): Promise<T> {
  if (!isWanted) return run()
  const inspector = await openInspector(server.said())
  try {
    await inspector.ask('Profiler.enable')
    await inspector.ask('Profiler.setSamplingInterval', { interval: 200 })
    await inspector.ask('Profiler.start')
    const result = await run()
    // The shape that the protocol promises.
    const { profile } = (await inspector.ask('Profiler.stop')) as { profile: Profile }
    const file = `${folder}/${name.replaceAll(/[^\w]+/g, '-')}.cpuprofile`
    mkdirSync(folder, { recursive: true })
    writeFileSync(file, JSON.stringify(profile))
    console.log(`\n${file}\n${heaviest(profile).join('\n')}\n`)
    return result
  } finally {
    inspector.close()
  }
}

interface Profile {
  nodes: { id: number; callFrame: { functionName: string; url: string; lineNumber: number }; children?: number[] }[]
  samples: number[]
  timeDeltas: number[]
}

/** Functions by the time that was spent in themselves, as shares of all time. Native ones are told by who calls them. */
function heaviest({ nodes, samples, timeDeltas }: Profile): string[] {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])))
  const describe = (id: number): string => {
    const { functionName, url, lineNumber } = byId.get(id)?.callFrame ?? { functionName: '', url: '', lineNumber: 0 }
    const name = functionName || '(anonymous)'
    if (url !== '') return `${name} ${url.replace(/^.*\//, '')}:${lineNumber + 1}`
    const parent = parents.get(id)
    return name.startsWith('(') && functionName !== ''
      ? name
      : `${name} in ${parent === undefined ? 'nothing' : describe(parent)}`
  }
  const nameOf = new Map(nodes.map(({ id }) => [id, describe(id)]))
  const times = new Map<string, number>()
  for (const [index, id] of samples.entries()) {
    const name = nameOf.get(id) ?? ''
    times.set(name, (times.get(name) ?? 0) + (timeDeltas[index] ?? 0))
  }
  const all = [...times.values()].reduce((sum, each) => sum + each, 0)
  return [...times]
    .sort(([, a], [, b]) => b - a)
    .slice(0, most)
    .map(([name, time]) => `${((100 * time) / all).toFixed(1).padStart(6)} %  ${name}`)
}

async function openInspector(said: string) {
  const address = [...said.matchAll(/Debugger listening on (ws:\S+)/g)].at(-1)?.[1]
  if (address === undefined) throw new Error('the server was not started for a profile')
  const socket = new WebSocket(address)
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener('open', () => resolve(), { once: true })
    socket.addEventListener('error', () => reject(new Error(`${address} can't be reached`)), { once: true })
  })
  let last = 0
  const ask = (method: string, params: object = {}): Promise<unknown> => {
    last += 1
    const id = last
    const { promise, resolve } = Promise.withResolvers<unknown>()
    const read = ({ data }: MessageEvent) => {
      // Answers of the protocol carry the number of their request.
      const answer = JSON.parse(String(data)) as { id?: number; result?: unknown }
      if (answer.id !== id) return
      socket.removeEventListener('message', read)
      resolve(answer.result)
    }
    socket.addEventListener('message', read)
    socket.send(JSON.stringify({ id, method, params }))
    return promise
  }
  return { ask, close: () => socket.close() }
}
