import { webServer } from '../../server/http/web-server.ts'
import { clockWorker } from '../../server/launches/clock-worker.ts'
import { freePort } from './server.ts'
import { type Opening, openShop, type Shop } from './shop.ts'

/** A shop that browsers can go to: the whole product on a port of its own in this process, with everything that the real server runs. */
export interface ServedShop extends Shop {
  url: string
  /** The instant of performance.now at which a commit was last on disk. */
  lastCommit(): number
}

/** People may be picked at sign-in, as in the demo. What falls due when `now` is moved is written by the clock worker, as fast as it always is. */
export async function openServedShop(how: Opening = {}): Promise<ServedShop> {
  const port = await freePort()
  const url = `http://localhost:${port}`
  const shop = await openShop({ PORT: String(port), BASE_URL: url, LAUNCHGATE_DEMO: '1' }, how)
  const server = webServer(shop.app.handler)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, shop.services.config.host, resolve)
  })
  const worker = clockWorker(shop.services, shop.app.events)
  let last = 0
  const stopWatching = shop.store.watch(() => {
    last = performance.now()
  })
  const closeShop = shop.close
  return Object.assign(shop, {
    url,
    lastCommit: () => last,
    async close() {
      shop.app.drain()
      stopWatching()
      server.close()
      server.closeAllConnections()
      await worker.stop()
      await closeShop()
    },
  })
}
