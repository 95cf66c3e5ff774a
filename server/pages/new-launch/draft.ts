import { z } from 'zod'
import type { Person } from '../../../db/directory.ts'
import { type Pipeline, slug as slugSchema } from '../../../machines/pipeline/pipeline.ts'
import { mayHaveRoles, usualHolders } from '../../auth/people.ts'
import { preferencesOf } from '../../auth/preferences.ts'
import type { LaunchView } from '../../launches/read-launch.ts'
import { ownProperty } from '../../own-property.ts'
import type { Typed } from '../forms/form.ts'
import type { PageRequest } from '../request/page-request.ts'

/** What the form for a new launch says, as it was filled in or typed. */
export interface NewDraft {
  title: string
  slug: string
  store: string
  date: string
  time: string
  zone: string
  /** By question; a question that is not here is answered with yes. */
  scope: Record<string, boolean>
  /** Ids of people by role. */
  people: Record<string, string[]>
}

/** The form before anything is typed: people from their default roles, and what an earlier launch had. */
export async function firstDraft(
  { services, req, actor, view }: PageRequest,
  people: readonly Person[],
  pipeline: Pipeline,
  like: LaunchView | null,
): Promise<NewDraft> {
  const { questions, roles } = pipeline.definition
  const scope = like === null ? {} : await answersOf(services, like)
  const holders = like === null ? {} : holdersIn(like)
  const [near] = await services.store.lists.launchesOf(actor.id, 0, 1)
  const known = like ?? (near === undefined ? null : await view(near))
  return {
    title: '',
    slug: '',
    store: '',
    date: '',
    time: '10:00',
    zone: known?.launch.context.timeZone ?? preferencesOf(req).timeZone,
    scope: Object.fromEntries(questions.map(({ id }) => [id, ownProperty(scope, id) ?? true])),
    people: Object.fromEntries(roles.map((role) => [role, ownProperty(holders, role) ?? usualHolders(people, role)])),
  }
}

/** What was answered when a launch was created; the first entry of its log keeps it. */
async function answersOf({ store }: PageRequest['services'], { launch }: LaunchView): Promise<Record<string, boolean>> {
  const [first] = await store.entries(launch.launch, -1, 1)
  const answers = z.record(z.string(), z.boolean()).safeParse(first?.data.scope)
  return answers.success ? answers.data : {}
}

/** Who can still have the roles that they have on a launch; a role that nobody is left in has its usual people. */
function holdersIn({ launch, names }: LaunchView): Record<string, string[]> {
  const roles = Object.entries(launch.context.people).map(([role, pseudonyms]): [string, string[]] => [
    role,
    pseudonyms.flatMap((pseudonym) => {
      const person = names.person(pseudonym)
      return person && mayHaveRoles(person) ? [person.id] : []
    }),
  ])
  return Object.fromEntries(roles.filter(([, ids]) => ids.length > 0))
}

/**
 * The form as it came back. `shown` is the pipeline whose questions and roles stood in it: what no field says there was left
 * empty; questions and roles that only the other pipeline has are filled in as at first.
 */
export function typedDraft(people: readonly Person[], typed: Typed, pipeline: Pipeline, shown: Pipeline): NewDraft {
  const all = (name: string) => [typed[name] ?? []].flat().filter((each) => each !== '')
  const text = (name: string) => all(name)[0] ?? ''
  const { questions, roles } = pipeline.definition
  const asked = new Set(shown.definition.roles)
  return {
    title: text('title'),
    slug: text('slug').trim(),
    store: text('store'),
    date: text('date').trim(),
    time: text('time').trim(),
    zone: text('zone').trim(),
    scope: Object.fromEntries(questions.map(({ id }) => [id, text(`scope.${id}`) !== 'no'])),
    people: Object.fromEntries(
      roles.map((role) => [role, asked.has(role) ? all(`people.${role}`) : usualHolders(people, role)]),
    ),
  }
}

/** The names that fields of this form may have. */
export function fieldsOfNew(pipelines: readonly Pipeline[]): string[] {
  const questions = pipelines.flatMap(({ definition }) => definition.questions.map(({ id }) => `scope.${id}`))
  const roles = pipelines.flatMap(({ definition }) => definition.roles.map((role) => `people.${role}`))
  const always = ['pipeline', 'shown', 'title', 'slug', 'store', 'date', 'time', 'zone', 'ask', 'requestKey']
  return [...always, ...questions, ...roles]
}

/** An address that a title suggests; empty when nothing of it can stand in one. */
export function proposedSlug(title: string): string {
  const plain = title
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-/, '')
    .slice(0, 60)
    .replace(/-$/, '')
  return slugSchema.safeParse(plain).success ? plain : ''
}
