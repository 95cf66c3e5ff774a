import type { LaunchView } from '../read-launch.ts'
import { creatable } from './new-launch.ts'
import { pipelineTitle } from './preview.ts'
import type { Visit } from './visit.ts'

/** What leads on from a launch: the pipeline that it follows, and another launch like it for those who may create one. */
export interface LaunchFoot {
  follows: string
  pipeline: { href: string; label: string }
  like: { href: string; label: string } | null
}

export async function launchFoot({ w, services, actor }: Visit, { launch, texts }: LaunchView): Promise<LaunchFoot> {
  const { definition } = launch
  const mayMake = (await creatable(services, actor)).some((each) => each.definition.id === definition.id)
  const title = pipelineTitle(w, { definition, texts })
  return {
    follows: w.t('foot.follows'),
    pipeline: {
      href: `/pipelines/${definition.id}`,
      label: w.t('foot.pipeline', { title, version: w.number(definition.version) }),
    },
    like: mayMake ? { href: `/launches/new?like=${launch.launch}`, label: w.t('new.like') } : null,
  }
}
