import { isCommitment } from '../machines/commitment.ts'

/** Members that hold what somebody chose in clear text; such a text may look like a commitment and is none. */
const inClear = new Set(['version', 'commit', 'candidate'])

/** Every commitment inside a value. */
export function commitmentsIn(value: unknown, found: Set<string> = new Set()): Set<string> {
  if (typeof value === 'string') {
    if (isCommitment(value)) found.add(value)
  } else if (typeof value === 'object' && value !== null)
    for (const [name, inner] of Object.entries(value)) if (!inClear.has(name)) commitmentsIn(inner, found)
  return found
}
