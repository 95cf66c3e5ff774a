import { expect, type TestContext } from 'vitest'
import { putDemo, type Tokens } from './demo-database.ts'
import { type Clients, clientsOf } from './fault-clients.ts'
import { type Breakable, breakable } from './machine-faults.ts'
import { type Served, type Start, served } from './server.ts'

/** What every scenario of a fault begins and ends with. */

/** Whether the scenarios run in full, as `npm run faults` asks. */
export const inFull = process.env.FAULT_ROUNDS !== undefined

/** How often something is repeated: in full as `npm run faults` says, else as often as is quick. */
export const rounds = (small: number): number => Number(process.env.FAULT_ROUNDS ?? small)

/** Figures of a scenario, such as `{ 'restart ms': 830 }`; `npm run faults` lists them. */
export type Figures = Record<string, number | string>

declare module 'vitest' {
  interface TaskMeta {
    figures?: Figures
  }
}

/** Adds to what `npm run faults` lists beside this scenario. */
export function note({ task }: Pick<TestContext, 'task'>, figures: Figures): void {
  const rounded = Object.entries(figures).map(([name, value]) => [
    name,
    typeof value === 'number' ? Math.round(value) : value,
  ])
  task.meta.figures = { ...task.meta.figures, ...Object.fromEntries(rounded) }
}

/** A server on the demo that is not running yet. */
export interface Demo {
  server: Served
  tokens: Tokens
  /** Of the cast. `signing` lets them sign as well. */
  token(who: string, kind?: 'usual' | 'signing'): string
  /** Clients that tick as Tom, who builds the payment gateway. */
  clients(url?: string): Clients
}

export async function demoServer(settings: Record<string, string> = {}, how: Start = {}): Promise<Demo> {
  return demoOn(await served(settings, how))
}

export interface BreakableDemo extends Demo {
  machine: Breakable
}

/** The same on a machine that can be broken. */
export async function breakableDemo(settings: Record<string, string> = {}): Promise<BreakableDemo> {
  const machine = await breakable(settings)
  return { machine, ...(await demoOn(machine.server)) }
}

/** The same on a server that was made in another way. */
export async function demoOn(server: Served): Promise<Demo> {
  const tokens = await putDemo(server.file)
  const token = (who: string, kind: 'usual' | 'signing' = 'usual'): string => {
    const found = tokens.get(who)
    if (found === undefined) throw new Error(`nobody is called ${who}`)
    return found[kind]
  }
  return { server, tokens, token, clients: (url) => clientsOf(server, token('tom'), url) }
}

/** `launchgate verify` finds nothing, in the database, the installation and every launch. */
export async function expectVerified(server: Served): Promise<void> {
  expect((await saidByVerify(server)).filter((line) => !/: verified/.test(line))).toEqual([])
}

/** The lines of `launchgate verify`, whatever it finds. */
export async function saidByVerify(server: Served): Promise<string[]> {
  const said = await server
    .cli('verify')
    .catch(({ stdout, stderr }: { stdout: string; stderr: string }) => stdout + stderr)
  return said.trim().split('\n')
}

/** What must hold after every fault: the work goes on, each acknowledged tick is there once, a repeated one is not done again, and all verifies. */
export async function expectNothingLost({ server }: Demo, clients: Clients): Promise<void> {
  await expect.poll(() => statusOf(`${server.url}/readyz`), { timeout: 30_000 }).toBe(200)
  await clients.settle()
  expect(await clients.tick('directly')).toBe(200)
  expect(await clients.repeats()).toBe(true)
  await clients.expectEachOnce()
  await expectVerified(server)
}

/** Whether its process serves at all, whatever it thinks of its database. */
export const isAnswering = async ({ url }: Served): Promise<boolean> => (await statusOf(`${url}/healthz`)) === 200

/** Null where nobody answers. */
export async function statusOf(url: string, init: RequestInit = {}): Promise<number | null> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(30_000), ...init })
    await answer.arrayBuffer()
    return answer.status
  } catch {
    return null
  }
}
