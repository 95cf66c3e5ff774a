import { createHash } from 'node:crypto'
import { type Commitment, commitment } from '../../machines/commitment.ts'

/** A commitment of the real form, for tests that never open it: the same label gives the same one. */
export function sealed(label: string): Commitment {
  return commitment.parse(`c1:${createHash('sha256').update(label).digest('base64url')}`)
}
