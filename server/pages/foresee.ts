import { decide } from '../../machines/decide.ts'
import type { Entry, SealedCommand } from '../../machines/entry.ts'
import type { LaunchView } from '../read-launch.ts'
import type { Words } from '../words/index.ts'
import type { Visit } from './visit.ts'

/** Whether this would be accepted now; nothing is written. */
export function wouldBeTaken({ actor, now }: Visit, view: LaunchView, command: SealedCommand): boolean {
  return decide(view.launch, command, actor, now, 'r_foresee', view.launch.launch).accepted
}

/** What would follow if this were done now: the engine is asked, and nothing is written. Sentences, most important first. */
export function foreseen(visit: Visit, view: LaunchView, command: SealedCommand): string[] {
  const { w, actor, now } = visit
  const decision = decide(view.launch, command, actor, now, 'r_foresee', view.launch.launch)
  if (!decision.accepted) return []
  return decision.entries.flatMap((entry) => sentence(w, view, entry, command) ?? [])
}

function sentence(w: Words, view: LaunchView, entry: Entry, command: SealedCommand): string | null {
  const gate = entry.gate === undefined ? '' : w.gate(view, entry.gate)
  switch (entry.action) {
    case 'gate.clear':
      return w.t('foresee.clear')
    case 'gate.recheck':
      return entry.gate === ('gate' in command ? command.gate : null) ? null : w.t('foresee.recheck', { gate })
    case 'launch.unlock': {
      const build = view.launch.context.candidate?.version
      return build === undefined ? w.t('foresee.unlock') : w.t('foresee.unlock-build', { candidate: build })
    }
    case 'launch.relock':
      return w.t('foresee.relock')
    default:
      return null
  }
}
