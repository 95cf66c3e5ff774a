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

/** A text that is finished but for the present instant and the id of the request. */
export interface StatusText {
  /** `request` is the id of the request. */
  at(now: number, request: string): string
  /** In bytes of UTF-8, whatever the instant and the id, which are always of one length. */
  length: number
}

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
      const text = deployText(view, w, verdict, telling)
      return { at: () => text, length: Buffer.byteLength(text) }
    }
  }
}

/** As long as every id of a request. */
const blankRequest = 'q_------------'
const request = new RegExp(`"request":"${blankRequest}"`)
/** In JSON a quotation mark inside a text is escaped, so this is found only where it is a field. */
const instant = /"asOf":"([^"]*)"/

/** Cuts the JSON where the instant and the id of the request stand. */
function withBlanks(json: string): StatusText {
  const [whole] = request.exec(json) ?? []
  const cut = whole === undefined ? -1 : json.indexOf(whole)
  const [head, tail] = cut === -1 ? ['', json] : [json.slice(0, cut + 11), json.slice(cut + 11 + blankRequest.length)]
  const found = instant.exec(tail)
  if (found === null) throw new Error('A status without its instant.')
  const middle = tail.slice(0, found.index + 8)
  const end = tail.slice(found.index + 8 + (found[1] ?? '').length)
  return {
    at: (now, id) => `${head}${cut === -1 ? '' : id}${middle}${new Date(now).toISOString()}${end}`,
    length: Buffer.byteLength(json),
  }
}
