import type { Request, Response } from 'express'
import type { Blocker } from '../../machines/verdict.ts'
import { escapedControls } from '../control-characters.ts'
import { languageOf } from '../language.ts'
import { type Words, words } from '../words/index.ts'
import { blockerOf, pageAddress } from './present.ts'
import type { Answer } from './status.ts'

/** The deploy answer for people who read a log: `?format=text`. */

/** The summary, a line for each blocker, and the address of the launch's page; no line twice, and none that typed text has added. */
export function sendText(req: Request, res: Response, answer: Answer, baseUrl: string, status: number): void {
  const w = words(languageOf(req))
  const { view, verdict, caller } = answer
  const lines = [
    w.summary(verdict, view, { people: caller !== null }),
    ...verdict.blockers.map((blocker) => lineOf(w, answer, blocker)),
    pageAddress(view, baseUrl),
  ]
  const unique = new Set(lines.map(escapedControls))
  res
    .status(status)
    .type('text/plain')
    .send([...unique].map((line) => `${line}\n`).join(''))
}

/** Names for those who may see them; roles for others, and where nobody holds the role. */
function lineOf(w: Words, { view, caller }: Answer, blocker: Blocker): string {
  const people = caller !== null
  const { waitingFor, roles, reason } = blockerOf(view, w, blocker, people)
  if (blocker.gate === null || blocker.status === null) return reason
  const names = waitingFor.map(({ id, name }) => name ?? id)
  return w.t('blocker.gate', {
    gate: w.gate(view, blocker.gate),
    status: w.status(blocker.status),
    people: w.list(names.length > 0 ? names : roles.map((role) => w.role(view, role))),
  })
}
