import { Damaged, type Person, type Service } from '../db/store.ts'
import { isCommitment } from '../machines/commitment.ts'
import { dueBy } from '../machines/due.ts'
import type { Entry } from '../machines/entry.ts'
import { type PipelineTexts, pipelineTextsSchema } from '../machines/pipeline.ts'
import type { LaunchState } from '../machines/state.ts'
import type { Services } from './services.ts'

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
  /** The private text behind a commitment; null when it was erased. */
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
  const people = await store.directory.people()
  const services = await store.directory.services()
  const known = namesMade.get(people)
  if (known?.services === services) return known.names
  const persons = new Map(people.map((each) => [each.pseudonym, each]))
  const serviceNames = new Map(services.map((each) => [each.pseudonym, each.name]))
  const names: Names = {
    people,
    person: (pseudonym) => persons.get(pseudonym),
    service: (pseudonym) => serviceNames.get(pseudonym),
  }
  namesMade.set(people, { services, names })
  return names
}

const namesMade = new WeakMap<readonly Person[], { services: readonly Service[]; names: Names }>()

/** Null when there is no such launch. */
export async function readLaunch(services: Services, slug: string, now: number): Promise<LaunchView | null> {
  const stored = await services.store.load(slug)
  return stored && viewLaunch(services, stored, now, await readNames(services))
}

async function viewLaunch(services: Services, stored: LaunchState, now: number, names: Names): Promise<LaunchView> {
  const { state: launch, entries: due } = dueBy(stored, now)
  const texts = await pipelineTexts(services, launch)
  const wanted = commitmentsIn([launch.context, launch.gates]).filter((each) => each !== launch.context.texts)
  const values = await services.store.texts(launch.launch, wanted)
  return { launch, version: stored.version, due, now, texts, names, text: textIn(values) }
}

/** The text behind a commitment, of these values; null where there is none, or what is there is no text. */
export function textIn(values: ReadonlyMap<string, unknown>): (commitment: unknown) => string | null {
  return (commitment) => {
    const value = typeof commitment === 'string' ? values.get(commitment) : undefined
    return typeof value === 'string' ? value : null
  }
}

/** A launch's sentences never change, and are large: those read last are kept. */
const textsRead = new Map<string, PipelineTexts>()
const mostTexts = 64

async function pipelineTexts(services: Services, { launch, context }: LaunchState): Promise<PipelineTexts> {
  const known = textsRead.get(context.texts)
  if (known) return known
  const values = await services.store.texts(launch, [context.texts])
  const read = pipelineTextsSchema.safeParse(values.get(context.texts))
  if (!read.success) throw new Damaged(`the sentences of launch ${launch} cannot be read`, { cause: read.error })
  const texts = read.data
  textsRead.set(context.texts, texts)
  const [oldest] = textsRead.keys()
  if (textsRead.size > mostTexts && oldest !== undefined) textsRead.delete(oldest)
  return texts
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
