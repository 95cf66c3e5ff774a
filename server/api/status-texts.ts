import { verdictWithoutAbsent } from '../../machines/reading/absent.ts'
import type { AskedBuild } from '../../machines/reading/verdict.ts'
import type { LaunchState } from '../../machines/state.ts'
import { problemBody } from '../http/problems.ts'
import { type ByteString, byteString } from '../http/send-body.ts'
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

/** A text that is finished but for the present instant and the id of the request. `request` is the id of the request. */
export type StatusText = (now: number, request: string) => ByteString

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
      const text = byteString(deployText(view, w, verdict, telling))
      return () => text
    }
  }
}

/** As long as every id of a request. */
const blankRequest = 'q_------------'
/** In JSON a quotation mark inside a text is escaped, so these are found only where they are values of these fields. */
const requestValue = new RegExp(`(?<="request":")${blankRequest}`)
const instantValue = /(?<="asOf":")[^"]*/

/**
 * The text is turned into UTF-8 once, and cut where the instant and the id of the request stand: doing that for each answer took a third
 * of the time of one.
 */
function withBlanks(json: string): StatusText {
  const [first, rest] = cut(json, requestValue) ?? [null, json]
  const parts = cut(rest, instantValue)
  if (parts === null) throw new Error('A status without its instant.')
  const [before, after] = parts.map(byteString)
  const start = first === null ? null : byteString(first)
  // Ids and instants are ASCII, so each of their characters is one byte.
  return (now, request) =>
    `${start === null ? '' : start + request}${before}${new Date(now).toISOString()}${after}` as ByteString
}

/** What stands before the value and what follows it; null where there is none. */
function cut(text: string, value: RegExp): [string, string] | null {
  const found = value.exec(text)
  return found && [text.slice(0, found.index), text.slice(found.index + found[0].length)]
}
