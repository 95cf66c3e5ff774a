import { mayCreate } from '../../machines/create.ts'
import type { Actor } from '../../machines/entry.ts'
import type { Pipeline } from '../../machines/pipeline/pipeline.ts'
import type { Services } from '../services.ts'

/** What is preselected where it can be. */
export const usualPipeline = 'ecommerce-essential'

/** Pipelines that this person may create a launch of. */
export async function creatablePipelines({ pipelines }: Services, actor: Actor): Promise<Pipeline[]> {
  const isUsual = ({ definition }: Pipeline) => definition.id === usualPipeline
  const all = await pipelines.all()
  return all
    .filter(({ definition }) => mayCreate(actor, definition))
    .sort((a, b) => Number(isUsual(b)) - Number(isUsual(a)))
}
