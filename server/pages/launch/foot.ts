import type { LaunchView } from '../../launches/read-launch.ts'
import { creatablePipelines } from '../../pipelines/creatable.ts'
import type { Piece } from '../layout/pieces.ts'
import { pipelineHref, pipelineTitle } from '../layout/pipeline-words.ts'
import type { PageRequest } from '../request/page-request.ts'

/** What leads on from a launch: the pipeline that it follows, and another launch like it for those who may create one. */
export interface LaunchFoot {
  /** The version that the launch follows, with a link where it is still there, and the newest, if that is another. */
  follows: Piece[]
  like: { href: string; label: string } | null
  report: { href: string; label: string }
}

export async function launchFoot(
  { w, services, actor }: PageRequest,
  { launch, texts }: LaunchView,
): Promise<LaunchFoot> {
  const { definition } = launch
  const { id, version } = definition
  const mayMake = (await creatablePipelines(services, actor)).some((each) => each.definition.id === id)
  const versions = await services.pipelines.versions(id)
  const newest = versions.find((each) => each > version)
  const title = pipelineTitle(w, { definition, texts })
  const label = w.t('foot.pipeline', { title, version: w.number(version) })
  const pipeline = versions.includes(version) ? { href: pipelineHref(id, version, newest), label } : label
  return {
    follows:
      newest === undefined
        ? w.pieces('foot.follows', { pipeline })
        : w.pieces('foot.follows-older', {
            pipeline,
            newer: { href: pipelineHref(id, newest, newest), label: w.t('foot.newer', { version: w.number(newest) }) },
          }),
    report: { href: `/launches/${launch.launch}/report`, label: w.t('report.open') },
    like: mayMake ? { href: `/launches/new?like=${launch.launch}`, label: w.t('new.like') } : null,
  }
}
