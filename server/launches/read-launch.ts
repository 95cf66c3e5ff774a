import type { Everyone, Person } from '../../db/directory.ts'
import { Damaged } from '../../db/store.ts'
import { isCommitment } from '../../machines/commitment.ts'
import { dueBy } from '../../machines/due.ts'
import type { Entry } from '../../machines/entry.ts'
import { type PipelineTexts, pipelineTextsSchema } from '../../machines/pipeline/pipeline.ts'
import type { LaunchState } from '../../machines/state.ts'
import type { Services } from '../services.ts'

/** A launch with its private texts and its people, as pages and the API read it. */
export interface LaunchView {
  /** The launch as of `now`. */
  launch: LaunchState
  /** The size of its log as it is written; what has only fallen due is not in it. */
  version: number
  /** The entries of what has only fallen due: they follow the log as it is written. */
  due: readonly Entry[]
  now: number
  texts: PipelineTexts
  names: Names
  /** The private text behind a commitment; null when it is missing. */
  text: (commitment: string | null) => string | null
}

/** Who is behind a pseudonym. */
export interface Names {
  person: (pseudonym: string) => Person | undefined
  service: (pseudonym: string) => string | undefined
  people: readonly Person[]
}

/** The same object for as long as nobody is added, changed or removed. */
export async function readNames({ store }: Services): Promise<Names> {
  const everyone = await store.directory.everyone()
  const known = namesMade.get(everyone)
  if (known) return known
  const { people } = everyone
  const persons = new Map(people.map((each) => [each.pseudonym, each]))
  const services = new Map(everyone.services.map((each) => [each.pseudonym, each.name]))
  const names: Names = {
    people,
    person: (pseudonym) => persons.get(pseudonym),
    service: (pseudonym) => services.get(pseudonym),
  }
  namesMade.set(everyone, names)
  return names
}

const namesMade = new WeakMap<Everyone, Names>()

/** Null when there is no such launch. */
export async function readLaunch(services: Services, slug: string, now: number): Promise<LaunchView | null> {
  const stored = await services.store.load(slug)
  if (stored === null) return null
  const { state: launch, entries: due } = dueBy(stored, now)
  return viewLaunch(services, stored, { launch, due, now })
}

/** A launch with everything applied that has fallen due by `now`. */
type AsOf = Pick<LaunchView, 'launch' | 'due' | 'now'>

/** `stored` is what the store has just given, `asOf` the same as of now. */
export async function viewLaunch(services: Services, stored: LaunchState, asOf: AsOf): Promise<LaunchView> {
  const names = await readNames(services)
  const texts = await pipelineTexts(services, stored)
  const values = await privateTexts(services, stored)
  return { ...asOf, version: stored.version, texts, names, text: textIn(values) }
}

/** By the stored launch itself: the store gives another object as soon as what it has stored may be another. */
const privateTextsRead = new WeakMap<LaunchState, ReadonlyMap<string, unknown>>()

async function privateTexts(services: Services, stored: LaunchState): Promise<ReadonlyMap<string, unknown>> {
  const known = privateTextsRead.get(stored)
  if (known) return known
  const commitments = commitmentsIn([stored.context, stored.gates]).filter((each) => each !== stored.context.texts)
  const values = await services.store.texts(stored.launch, commitments)
  privateTextsRead.set(stored, values)
  return values
}

/** The text behind a commitment, of these values; null where there is none, or what is there is no text. */
export function textIn(values: ReadonlyMap<string, unknown>): (commitment: unknown) => string | null {
  return (commitment) => {
    const value = typeof commitment === 'string' ? values.get(commitment) : undefined
    return typeof value === 'string' ? value : null
  }
}

/**
 * The sentences of a launch never change. They are large, and the same in all launches of one pipeline version, but each launch
 * has a commitment of its own for them. So one cache finds them by commitment, and another spares checking the same sentences again.
 */
const textsByCommitment = new Map<string, PipelineTexts>()
const mostCommitments = 4096
const checkedTexts = new Map<string, PipelineTexts>()
const mostChecked = 64

async function pipelineTexts(services: Services, { launch, context }: LaunchState): Promise<PipelineTexts> {
  const known = textsByCommitment.get(context.texts)
  if (known) return known
  const values = await services.store.texts(launch, [context.texts])
  const texts = checkTexts(launch, values.get(context.texts))
  rememberNewest(textsByCommitment, mostCommitments, context.texts, texts)
  return texts
}

function checkTexts(launch: string, value: unknown): PipelineTexts {
  const content = JSON.stringify(value) ?? ''
  const known = checkedTexts.get(content)
  if (known) return known
  const read = pipelineTextsSchema.safeParse(value)
  if (!read.success) throw new Damaged(`the sentences of launch ${launch} cannot be read`, { cause: read.error })
  rememberNewest(checkedTexts, mostChecked, content, read.data)
  return read.data
}

function rememberNewest<T>(cache: Map<string, T>, most: number, key: string, value: T): void {
  cache.set(key, value)
  const [oldest] = cache.keys()
  if (cache.size > most && oldest !== undefined) cache.delete(oldest)
}

/** Every commitment anywhere inside a value. */
export function commitmentsIn(value: unknown): string[] {
  const found = new Set<string>()
  const walk = (each: unknown): void => {
    if (typeof each === 'string') {
      if (isCommitment(each)) found.add(each)
    } else if (typeof each === 'object' && each !== null) {
      for (const inner of Object.values(each)) walk(inner)
    }
  }
  walk(value)
  return [...found]
}
