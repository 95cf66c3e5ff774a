/** More work than fits into the queue. Nothing was begun; the caller may try again in a few seconds. */
export class QueueFull extends Error {
  override name = 'QueueFull'
}

export interface WorkQueue {
  /** Runs the work when its turn comes, in order of arrival. Rejects with QueueFull at once if too much is waiting already. */
  run<T>(work: () => Promise<T>): Promise<T>
}

/** `atOnce` pieces of work run at a time and `mostWaiting` wait. */
export function workQueue(atOnce: number, mostWaiting: number): WorkQueue {
  let running = 0
  const waiting: (() => void)[] = []
  return {
    async run(work) {
      if (running < atOnce) running += 1
      else if (waiting.length >= mostWaiting) throw new QueueFull('Too much work is waiting already.')
      else await new Promise<void>((resolve) => waiting.push(resolve))
      try {
        return await work()
      } finally {
        // The place goes on to the next in the queue, so that nobody who arrives in between can take it.
        const next = waiting.shift()
        if (next) next()
        else running -= 1
      }
    },
  }
}
