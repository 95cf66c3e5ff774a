/** What could not be made a short while ago is not tried again with every page. In memory: another start tries again. */

const restMs = 5 * 60 * 1000
/** Beyond so many the oldest are forgotten. */
const mostKept = 1000

/** When each failed, epoch ms, oldest first. */
const failures = new Map<string, number>()

export function noteFailure(key: string, now: number): void {
  failures.delete(key)
  failures.set(key, now)
  for (const oldest of failures.keys()) {
    if (failures.size <= mostKept) break
    failures.delete(oldest)
  }
}

/** A wall clock that was set back is no reason to wait longer. */
export function hasFailedLately(key: string, now: number): boolean {
  const failedAt = failures.get(key)
  if (failedAt === undefined) return false
  if (Math.abs(now - failedAt) < restMs) return true
  failures.delete(key)
  return false
}

export const forgetFailure = (key: string): boolean => failures.delete(key)
