import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { BrowserServer } from 'playwright-core'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where a test file asks for the address of the browser that all of them share. */
    browserDoor: string
  }
}

/**
 * One browser for the whole run, started when the first test asks for it: a run without browser tests does not pay for one.
 * Returns what ends it.
 */
export default async function browserForAll(project: TestProject): Promise<() => Promise<void>> {
  let started: Promise<BrowserServer> | undefined
  const door = createServer(async (_request, response) => {
    started ??= launch()
    try {
      response.end((await started).wsEndpoint())
    } catch (error) {
      response.writeHead(500).end(String(error))
    }
  })
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve))
  // A server that listens on a port has an address with a port.
  const { port } = door.address() as AddressInfo
  project.provide('browserDoor', `http://127.0.0.1:${port}`)
  return async () => {
    door.closeAllConnections()
    door.close()
    // A start that failed was told to whoever asked.
    await started?.then(
      (server) => server.close(),
      () => undefined,
    )
  }
}

async function launch(): Promise<BrowserServer> {
  const [playwright, { chromium }] = await Promise.all([import('playwright-core'), import('./chromium.ts')])
  return playwright.chromium.launchServer({ ...(await chromium()), host: '127.0.0.1' })
}
