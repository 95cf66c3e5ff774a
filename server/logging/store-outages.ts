import type { Logger } from 'pino'
import type { StoreNews } from '../../db/store.ts'

/** Puts into the log when the database stops answering, and when it answers again. */
export function logStoreNews(log: Logger, news: StoreNews): void {
  switch (news.kind) {
    case 'unavailable':
      log.error({ why: news.why }, 'database unavailable: requests that need it get 503 until it recovers')
      return
    case 'available':
      log.warn({ ms: news.ms }, 'database available again')
  }
}
