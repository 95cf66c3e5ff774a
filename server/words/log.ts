import { isCommitment } from '../../machines/commitment.ts'
import type { Entry } from '../../machines/entry.ts'
import { staleCause } from '../../machines/state.ts'
import type { LaunchView } from '../launches/read-launch.ts'
import { inside, inWords, type Parts } from './params.ts'
import type { Arguments } from './t.ts'

/** The text behind a commitment; null when there is none or it is missing. */
export type TextOf = (commitment: unknown) => string | null

/** One entry as a sentence without a full stop: who, and what they did. What the engine wrote has no subject. */
export function logSentence(parts: Parts, entry: Entry, view: LaunchView, textOf: TextOf): string {
  const { t } = parts.speech
  const line = lineOf(parts, entry, view, textOf)
  const { kind, id } = entry.actor
  if (kind === 'engine') return line
  if (kind === 'service') return t('log.by-service', { service: parts.titles.person(view, id), line })
  return t('log.by-person', { person: parts.titles.person(view, id), line })
}

function lineOf(parts: Parts, entry: Entry, view: LaunchView, textOf: TextOf): string {
  const { format, has } = parts.speech
  const isToNoOne = entry.action === 'gate.assign' && entry.data.person === null
  const key = isToNoOne ? 'log.gate.assign-no-one' : `log.${entry.action}`
  if (!has(key)) throw new Error(`no sentence for the action ${entry.action}`)
  const { data, gate } = entry
  const args: Arguments = {
    ...inWords(parts, { ...known(data), ...(gate === undefined ? {} : { gate }) }, view),
    said: said(parts, data, textOf),
    ...(entry.as === undefined ? {} : { role: parts.titles.role(view, entry.as) }),
    ...assignee(parts, data, view),
  }
  if (entry.action === 'launch.create') args.launch = textOf(data.title) ?? entry.launch
  if (entry.action === 'gate.addItem') args.item = inside(textOf(data.title) ?? parts.speech.t('log.erased-item'))
  if (entry.action === 'launch.setCandidate') args.candidate = String(data.version)
  if (entry.action === 'gate.recheck') args.cause = causes(parts, data.items)
  return format(key, args)
}

/** What of an entry's data stands in a sentence by its name. */
function known(data: Record<string, unknown>): Record<string, unknown> {
  const names = ['item', 'items', 'role', 'until'].filter((name) => data[name] !== undefined)
  return Object.fromEntries(names.map((name) => [name, data[name]]))
}

function said({ speech }: Parts, data: Record<string, unknown>, textOf: TextOf): string {
  const sealed = data.reason ?? data.note ?? data.statement ?? data.text
  const text = sealed === undefined ? null : textOf(sealed)
  if (text !== null) return speech.t('log.said', { text })
  return typeof sealed === 'string' && isCommitment(sealed) ? speech.t('log.said-deleted') : ''
}

function assignee({ titles }: Parts, data: Record<string, unknown>, view: LaunchView): Arguments {
  return typeof data.person === 'string' ? { assignee: titles.person(view, data.person) } : {}
}

/** Each cause once, as it stood then: the build of today is not the build of that day, so no build is named. */
function causes({ speech, numbers }: Parts, items: unknown): string {
  const found = new Set<string>()
  for (const item of Array.isArray(items) ? items : []) {
    const of: unknown = typeof item === 'object' && item !== null && 'causes' in item ? item.causes : []
    for (const cause of staleCause.array().parse(of)) found.add(speech.t(`log.cause.${cause}`))
  }
  return numbers.list([...found])
}
