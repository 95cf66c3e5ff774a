import type { LaunchView } from '../read-launch.ts'
import { creatable } from './new-launch.ts'
import { pipelineTitle } from './preview.ts'
import type { Visit } from './visit.ts'

/** What leads on from a launch: the pipeline that it follows, and another launch like it for those who may create one. */
export interface LaunchFoot {
  follows: string
  /** `href` is null where the pipeline is not there any more; `newer` says when there is a newer version of it than the launch follows. */
  pipeline: { href: string | null; label: string; newer: string | null }
  like: { href: string; label: string } | null
}

export async function launchFoot({ w, services, actor }: Visit, { launch, texts }: LaunchView): Promise<LaunchFoot> {
  const { definition } = launch
  const mayMake = (await creatable(services, actor)).some((each) => each.definition.id === definition.id)
  const known = await services.pipelines.get(definition.id)
  const isNewer = known !== undefined && known.definition.version > definition.version
  const title = pipelineTitle(w, { definition, texts })
  return {
    follows: w.t('foot.follows'),
    pipeline: {
      href: known === undefined ? null : `/pipelines/${definition.id}`,
      label: w.t('foot.pipeline', { title, version: w.number(definition.version) }),
      newer: isNewer ? w.t('foot.newer', { version: w.number(known.definition.version) }) : null,
    },
    like: mayMake ? { href: `/launches/new?like=${launch.launch}`, label: w.t('new.like') } : null,
  }
}
