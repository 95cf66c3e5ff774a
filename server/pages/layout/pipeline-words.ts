import type { Pipeline } from '../../../machines/pipeline/pipeline.ts'
import type { LaunchView } from '../../launches/read-launch.ts'
import type { Words } from '../../words/index.ts'
import { inside } from '../../words/params.ts'

/** What several pages say about a pipeline, and the address of its page. */

/** In the reader's language, or else in the pipeline's first. */
export function pipelineTitle(w: Words, { definition, texts }: Pick<Pipeline, 'definition' | 'texts'>): string {
  const [first = ''] = definition.languages
  return texts.title[w.lang] ?? texts.title[first] ?? definition.id
}

/** The address of one version: the newest, which is `newest` or else this one, has the pipeline’s own. */
export const pipelineHref = (id: string, version: number, newest: number = version): string =>
  version === newest ? `/pipelines/${id}` : `/pipelines/${id}?version=${version}`

/** What a no leaves out, each gate and each item in words. */
export function leavesOutWords(
  w: Words,
  view: LaunchView,
  { gates, items }: { gates: readonly string[]; items: readonly string[] },
): string[] {
  const gateOfItem = (item: string) =>
    view.launch.definition.gates.find((gate) => gate.items.some(({ id }) => id === item))?.id ?? ''
  return [
    ...gates.map((gate) => w.t('new.scope-gate', { gate: w.gate(view, gate) })),
    ...items.map((item) => w.t('new.scope-item', { id: item, item: inside(w.item(view, gateOfItem(item), item)) })),
  ]
}
