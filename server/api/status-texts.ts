import { verdictWithoutAbsent } from '../../machines/reading/absent.ts'
import type { AskedBuild } from '../../machines/reading/verdict.ts'
import type { LaunchState } from '../../machines/state.ts'
import { problemBody } from '../http/problems.ts'
import { type Judgement, keep, keyOf } from '../launches/judgements.ts'
import { absentIn } from '../launches/present-people.ts'
import { type LaunchView, type Names, readNames, viewLaunch } from '../launches/read-launch.ts'
import type { Services } from '../services.ts'
import { type Words, words } from '../words/index.ts'
import { deployText } from './deploy-text.ts'
import { statusBody } from './present.ts'
import type { LockedBody } from './responses/status.ts'

/** Finished answers of status and deploy, kept for everybody who would be given the same. */

/** `status` and a `go` are the status; `locked` is the problem of a deploy that must wait; `text` is for people. */
export type StatusFormat = 'status' | 'locked' | 'text'

/** Which of the texts of a launch a request gets. */
export interface StatusVariant {
  form: StatusFormat
  asked: AskedBuild
  language: string
  /** Whether names, and what people wrote, may be in it. */
  people: boolean
}

/** A text that is finished but for the present instant and the id of the request: its bytes in UTF-8. `request` is the id of the request. */
export type StatusText = (now: number, request: string) => Buffer

interface Kept {
  names: Names
  judgement: Judgement
  text: Promise<StatusText>
}

/**
 * By the stored launch, as judgements are. Names are compared as well: they are another object as soon as anybody was added or
 * changed. So nothing is given that would be another text if it were made now, and what is kept goes with its launch.
 */
const made = new WeakMap<LaunchState, Map<string, Kept>>()
const mostOfOne = 16

/** The text for this launch. `stored` and `judgement` must be of this very moment. */
export async function statusText(
  services: Services,
  stored: LaunchState,
  judgement: Judgement,
  variant: StatusVariant,
): Promise<StatusText> {
  const names = await readNames(services)
  const kept = made.get(stored) ?? new Map<string, Kept>()
  made.set(stored, kept)
  const key = `${variant.form} ${variant.language} ${variant.people} ${keyOf(variant.asked)}`
  const known = kept.get(key)
  if (known !== undefined && known.names === names && known.judgement === judgement) return known.text
  // Kept before it is there: those who ask meanwhile wait for the same one.
  const text = makeText(services, stored, judgement, variant)
  const entry = { names, judgement, text }
  keep(kept, key, entry, mostOfOne)
  text.catch(() => {
    if (kept.get(key) === entry) kept.delete(key)
  })
  return text
}

async function makeText(
  services: Services,
  stored: LaunchState,
  judgement: Judgement,
  variant: StatusVariant,
): Promise<StatusText> {
  const { launch, due, from } = judgement
  const view = await viewLaunch(services, stored, { launch, due, now: from })
  return write(view, words(variant.language), judgement, variant, services.config.baseUrl)
}

function write(
  view: LaunchView,
  w: Words,
  judgement: Judgement,
  { form, people }: StatusVariant,
  baseUrl: string,
): StatusText {
  const verdict = verdictWithoutAbsent(view.launch, judgement.verdict, absentIn(view.names))
  const telling = { people, baseUrl }
  switch (form) {
    case 'status':
      return withBlanks(JSON.stringify(statusBody(view, w, verdict, telling)))
    case 'locked': {
      const { title: _, ...rest } = statusBody(view, w, verdict, telling)
      const body: LockedBody = problemBody('locked', { detail: rest.summary, ...rest }, blankRequest)
      return withBlanks(JSON.stringify(body))
    }
    case 'text': {
      const text = Buffer.from(deployText(view, w, verdict, telling))
      return () => text
    }
  }
}

/** As long as every id of a request. */
const blankRequest = 'q_------------'
/** In JSON a quotation mark inside a text is escaped, so these are found only where they are fields. */
const requestField = '"request":"'
const instantField = '"asOf":"'

/**
 * The bytes of the JSON, made once: turning a text of several kilobytes into UTF-8 for each answer took a third of the time of one.
 * Each answer is a copy with the instant and the id of the request written into it.
 */
function withBlanks(json: string): StatusText {
  const bytes = Buffer.from(json)
  const instantAt = placeAfter(bytes, instantField)
  if (instantAt === null) throw new Error('A status without its instant.')
  const requestAt = placeAfter(bytes, `${requestField}${blankRequest}`, requestField)
  return (now, request) => {
    const answer = Buffer.allocUnsafe(bytes.length)
    bytes.copy(answer)
    answer.write(new Date(now).toISOString(), instantAt, 'latin1')
    if (requestAt !== null) answer.write(request, requestAt, 'latin1')
    return answer
  }
}

/** Where the value begins that follows `field` at the first place of `text`; null where the text is not there. */
function placeAfter(bytes: Buffer, text: string, field = text): number | null {
  const at = bytes.indexOf(text)
  return at === -1 ? null : at + field.length
}
