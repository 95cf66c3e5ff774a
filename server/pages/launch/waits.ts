import type { Verdict } from '../../../machines/reading/verdict.ts'
import type { LaunchView } from '../../launches/read-launch.ts'
import { happened, type Time } from '../layout/time.ts'
import { type WaitingPerson, waitingPeople } from '../layout/waiting-people.ts'
import type { PageRequest } from '../request/page-request.ts'

/** Whom the launch waits for, for what and how long; where people may act as others, with a button to do so. */
export interface WaitView extends Omit<WaitingPerson, 'gates'> {
  gates: (WaitingPerson['gates'][number] & { age: Time })[]
  /** Shown after the reader's own name; null in other rows. */
  you: string | null
  actAs: { short: string; full: string } | null
  next: string
}

export function waitsView(request: PageRequest, view: LaunchView, asked: Verdict): WaitView[] {
  const { w, now, me, actor, actAs } = request
  const zone = view.launch.context.timeZone
  const mayActAs = (person: string | null): boolean =>
    person !== null && view.names.people.some((each) => each.id === person && actAs?.knows(each))
  return waitingPeople(w, view, asked).map((each) => ({
    ...each,
    gates: each.gates.map((gate) => ({
      ...gate,
      age: {
        ...happened(w, gate.since, now, zone),
        text: w.t('launch.for', { age: w.elapsed(gate.since, now, zone) }),
      },
    })),
    you: each.pseudonym === actor.id ? w.t('launch.you') : null,
    actAs:
      each.person !== me.id && mayActAs(each.person)
        ? { short: w.t('launch.act-as'), full: w.t('ui.act-as', { person: each.name.text }) }
        : null,
    next: `/launches/${view.launch.launch}`,
  }))
}
