import type { Directory } from '../../db/directory.ts'
import type { LaunchLists, LogSearch, Store } from '../../db/store.ts'

/** A store whose every answer takes its time, before and after the work, as over a network; only watch and close stay as they are. */
export function delayed(store: Store): Store {
  return slow(store, {
    directory: slow<Directory>(store.directory, {}),
    lists: slow<LaunchLists>(store.lists, {}),
    search: slow<LogSearch>(store.search, {}),
  })
}

function slow<T extends object>(target: T, instead: Partial<T>): T {
  return new Proxy(target, {
    get(_, name) {
      if (name in instead) return Reflect.get(instead, name)
      const value: unknown = Reflect.get(target, name)
      if (typeof value !== 'function' || name === 'watch' || name === 'close')
        return typeof value === 'function' ? value.bind(target) : value
      return async (...args: unknown[]) => {
        await someTime()
        const answer: unknown = await value.apply(target, args)
        await someTime()
        return answer
      }
    },
  })
}

/** Between none and four turns of the event loop, never the same twice in a row, so that calls overtake each other. */
let calls = 0
async function someTime(): Promise<void> {
  calls += 1
  for (let turns = (calls * 7) % 5; turns > 0; turns -= 1) await new Promise((wake) => setImmediate(wake))
}
