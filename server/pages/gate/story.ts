import { gateOf, isAwaitingSignOff, isCompleted } from '../../../machines/reading/queries.ts'
import type { LaunchView } from '../../launches/read-launch.ts'
import type { PageRequest } from '../request/page-request.ts'
import { gateChanges, type ShownChanges } from './changes.ts'
import { gateCompletion, type ShownCompletion } from './completion.ts'
import type { GateLog } from './gate-log.ts'
import { gateSignatures, type ShownSignatures } from './signatures.ts'

/** What became of a gate so far. `top` is the answer, `bottom` what whoever has work here reads after it, `side` stands beside both. */
export interface GateStory {
  top: Part
  bottom: Part
  side: ShownSignatures | null
}

interface Part {
  changes: ShownChanges | null
  signatures: ShownSignatures | null
  completion: ShownCompletion | null
}

/** `hasItems`: there are items that this person can tick; `hasNext`: the gate waits for something else that they do. */
export async function gateStory(
  request: PageRequest,
  view: LaunchView,
  id: string,
  log: GateLog,
  { hasItems, hasNext }: { hasItems: boolean; hasNext: boolean },
): Promise<GateStory> {
  const { gate } = gateOf(view.launch, id)
  const signatures = await gateSignatures(request, view, id, log)
  const completion = await gateCompletion(request, view, id, log)
  const isAnswer = isCompleted(gate)
  const isHistory = !isAnswer && (hasItems || hasNext || isAwaitingSignOff(gate))
  // Who only reads an open gate reads every change since it was completed, and needs no second list.
  const changes = completion !== null && !isHistory ? null : await gateChanges(request, view, id, log)
  const none: Part = { changes: null, signatures: null, completion: null }
  const first = hasItems ? none : { ...none, changes, ...(isAnswer ? { signatures, completion } : {}) }
  const shown = new Set<unknown>(Object.values(first))
  return {
    top: first,
    bottom: {
      changes: shown.has(changes) ? null : changes,
      signatures: null,
      completion: completion === null || shown.has(completion) ? null : { ...completion, folded: isHistory },
    },
    side: shown.has(signatures) ? null : signatures,
  }
}
