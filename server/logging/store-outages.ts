import type { Logger } from 'pino'
import type { StoreNews } from '../../db/store.ts'

/** Puts into the log when the database stops answering, and when it answers again. */
export function logStoreNews(log: Logger, news: StoreNews): void {
  switch (news.kind) {
    case 'unavailable':
      log.error({ why: news.why }, 'the database is not used until this is over; every request that needs it gets 503')
      return
    case 'available':
      log.warn({ ms: news.ms }, 'the database is used again')
  }
}
