/** Repeated requests, timed one after another. */

export function percentile(times: readonly number[], share: number): number {
  const sorted = [...times].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

export const median = (times: readonly number[]): number => percentile(times, 0.5)

/** How long each answer took, in ms; the first tenth only warms caches and code. Throws on any other status. */
export async function sample(ask: () => Promise<Response>, expected: number, rounds: number): Promise<number[]> {
  const times: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    const started = performance.now()
    const answer = await ask()
    await answer.arrayBuffer()
    if (answer.status !== expected) throw new Error(`expected ${expected}, got ${answer.status} from ${answer.url}`)
    if (rounds < 10 || round >= rounds / 10) times.push(performance.now() - started)
  }
  return times
}
