import type { z } from 'zod'
import type { Person } from '../../db/directory.ts'
import { createCommand } from '../../machines/commands.ts'
import type { Pipeline } from '../../machines/pipeline/pipeline.ts'
import { gateOf, isItemNotNeeded, isNotNeeded, itemStateOf } from '../../machines/reading/queries.ts'
import { verdict } from '../../machines/reading/verdict.ts'
import type { LaunchState } from '../../machines/state.ts'
import { handleCommand } from '../commands/handle-command.ts'
import { readReadable } from '../launches/launch-lists.ts'
import { ownProperty } from '../own-property.ts'
import { words } from '../words/index.ts'
import { Failed, messageOf } from './failed.ts'
import { language, t } from './language.ts'
import { instant, print, say, table } from './print.ts'
import { withServices } from './services.ts'

export interface LaunchOptions {
  pipeline: string
  slug: string
  title: string
  target: string
  zone: string
  store?: string
  person?: string[]
  no?: string[]
  as?: string
}

/** Prints the slug. */
export async function create(options: LaunchOptions): Promise<void> {
  await withServices(async (services) => {
    const people = (await services.store.directory.people()).filter(({ active }) => active)
    const pipeline = await services.pipelines.get(options.pipeline)
    const command = createCommand.safeParse({
      type: 'launch.create',
      pipeline: options.pipeline,
      slug: options.slug,
      title: options.title,
      store: options.store,
      targetAt: options.target,
      timeZone: options.zone,
      people: namedBy(options),
      scope: options.no && Object.fromEntries(options.no.map((question) => [question, false])),
    })
    const unknown = (options.no ?? []).find((question) => !questionOf(pipeline, question))
    if (unknown !== undefined)
      throw new Failed(words(language()).reason({ code: 'unknown-name', params: { name: unknown } }, null))
    if (!command.success) throw new Failed(whatIsWrong(command.error))
    const caller = { kind: 'person', person: creatorOf(options.as, people), token: null } as const
    const outcome = await handleCommand(services, {
      caller,
      launch: options.slug,
      command: command.data,
      route: 'command line',
    })
    if (outcome.kind === 'refused') throw new Failed(words(language()).reason(outcome.refusal.reason, null))
    if (outcome.kind === 'key-reused') throw new Error('A request without a key cannot have used one before.')
    for (const id of stillIn(outcome.launch, options.no ?? [])) say(t('cli.still-in-scope', { id }))
    say(t('cli.draft-created', { title: options.title, person: caller.person.name }))
    print(options.slug)
  })
}

const questionOf = (pipeline: Pipeline | undefined, id: string) =>
  pipeline?.definition.questions.find((question) => question.id === id)

/** Gates and items that a “no” should have removed but that are still in scope. */
function stillIn(launch: LaunchState, answeredNo: readonly string[]): string[] {
  const left = launch.definition.questions.filter(({ id }) => answeredNo.includes(id)).map(({ leavesOut }) => leavesOut)
  const gates = new Set(left.flatMap((each) => each.gates))
  const items = new Set(left.flatMap((each) => each.items))
  return launch.definition.gates.flatMap(({ id, items: all }) => {
    const { gate } = gateOf(launch, id)
    if (isNotNeeded(gate)) return []
    if (gates.has(id)) return [id]
    return all
      .filter((item) => items.has(item.id) && !isItemNotNeeded(itemStateOf(gate.context, item.id)))
      .map((item) => item.id)
  })
}

/** The people given with --person, by role; all other roles get their default holders. */
function namedBy(options: LaunchOptions): Record<string, string[]> {
  const named = new Map<string, string[]>()
  for (const pair of options.person ?? []) {
    const [, role, id] = /^([^=]+)=(.+)$/.exec(pair) ?? []
    if (role === undefined || id === undefined) throw new Failed(t('cli.wrong-person', { pair }))
    named.set(role, [...(named.get(role) ?? []), id])
  }
  return Object.fromEntries(named)
}

function creatorOf(id: string | undefined, people: readonly Person[]): Person {
  const person = id === undefined ? people.find(({ admin }) => admin) : people.find((each) => each.id === id)
  if (person) return person
  throw new Failed(id === undefined ? t('cli.no-admin') : t('cli.no-active-person', { id }))
}

/** What each option takes, by the field of the command that it becomes. */
const takes = {
  pipeline: 'cli.takes.pipeline',
  slug: 'cli.takes.slug',
  title: 'cli.takes.title',
  store: 'cli.takes.store',
  targetAt: 'cli.takes.target',
  timeZone: 'cli.takes.zone',
  people: 'cli.takes.person',
  scope: 'cli.takes.no',
} as const

function whatIsWrong(error: z.ZodError): string {
  const field = error.issues[0]?.path[0]
  const key = typeof field === 'string' ? ownProperty<(typeof takes)[keyof typeof takes]>(takes, field) : undefined
  return key === undefined ? error.message : t(key)
}

/** Lists every readable launch; then fails if some can't be read, naming them. */
export async function list(): Promise<void> {
  await withServices(async (services) => {
    const w = words(language())
    const damaged: string[] = []
    const views = await readReadable(services, await services.store.slugs(), services.clock(), (launch, error) => {
      damaged.push(t('cli.unreadable-launch', { launch, why: messageOf(error) }))
    })
    views.sort((a, b) => a.launch.context.targetAt - b.launch.context.targetAt)
    const rows = views.map((view) => {
      const { launch, now } = view
      return [
        launch.launch,
        view.text(launch.context.title) ?? '–',
        w.launchState(launch.state),
        verdict(launch, now, { build: 'current' }).decision,
        instant(launch.context.targetAt),
      ]
    })
    const heads = [
      t('cli.head.slug'),
      t('cli.head.title'),
      t('cli.head.state'),
      t('cli.head.deploy'),
      t('cli.head.target'),
    ]
    print(table(heads, rows))
    for (const sentence of damaged) say(sentence)
    if (damaged.length > 0) throw new Failed(t('cli.see-verify'))
  })
}
