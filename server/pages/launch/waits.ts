import type { Verdict } from '../../../machines/reading/verdict.ts'
import type { LaunchView } from '../../launches/read-launch.ts'
import type { Words } from '../../words/index.ts'
import type { PersonName } from '../layout/person-name.ts'
import type { Piece } from '../layout/pieces.ts'
import { happened, type Time } from '../layout/time.ts'
import { type WaitingPerson, waitingPeople } from '../layout/waiting-people.ts'
import type { PageRequest } from '../request/page-request.ts'

/** Whom the launch waits for, for what and how long; where people may act as others, with a button to do so. */
export interface WaitView extends Omit<WaitingPerson, 'gates'> {
  gates: (WaitingPerson['gates'][number] & { age: Time })[]
  /** The name, and in the reader's own row that it is theirs. */
  who: Piece[]
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
    who: each.pseudonym === actor.id ? yours(w, each.name) : [each.name],
    actAs:
      each.person !== me.id && mayActAs(each.person)
        ? { short: w.t('launch.act-as'), full: w.t('ui.act-as', { person: each.name.text }) }
        : null,
    next: `/launches/${view.launch.launch}`,
  }))
}

/** The reader's own name, with a word that it is theirs. */
const yours = (w: Words, person: PersonName): (PersonName | string)[] => w.pieces('launch.person-you', { person })
