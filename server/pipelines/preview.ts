import { createLaunch, draft } from '../../machines/create.ts'
import type { Actor } from '../../machines/entry.ts'
import type { Pipeline } from '../../machines/pipeline/pipeline.ts'
import type { LaunchState } from '../../machines/state.ts'
import { sealCreate } from '../commands/seal-command.ts'
import { type LaunchView, type Names, textIn } from '../launches/read-launch.ts'

/** A pipeline before there is a launch of it, as the words and the rules read one. Nothing of it is stored. */

export interface Answers {
  /** Ids of people by role. */
  people: Record<string, string[]>
  scope: Record<string, boolean>
}

/** The draft that these answers would make; of people who are not known, without them. */
export function preview(
  pipeline: Pipeline,
  names: Names,
  now: number,
  { people, scope }: Answers = { people: {}, scope: {} },
  actor: Actor | null = null,
): LaunchView {
  const pseudonyms = new Map(names.people.map(({ id, pseudonym }) => [id, pseudonym]))
  const known = Object.entries(people).map(([role, ids]) => [role, ids.filter((id) => pseudonyms.has(id))])
  const { command, privateTexts } = sealCreate(
    {
      type: 'launch.create',
      pipeline: pipeline.definition.id,
      slug: 'preview',
      title: '-',
      targetAt: new Date(now).toISOString(),
      timeZone: 'UTC',
      people: Object.fromEntries(known),
      scope,
    },
    pipeline,
    (id) => pseudonyms.get(id) ?? null,
  )
  const ruling = actor === null ? null : createLaunch(null, command, actor, now, 'preview', 'preview')
  const launch: LaunchState = ruling?.accepted ? ruling.state : draft(command, 'preview', now)
  const values = new Map(privateTexts.map(({ commitment, value }) => [commitment, value]))
  return { launch, version: launch.version, due: [], now, texts: pipeline.texts, names, text: textIn(values) }
}
