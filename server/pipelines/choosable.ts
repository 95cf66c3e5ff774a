import { canonical } from '../../db/seal.ts'
import type { AddedPipeline, Store } from '../../db/store.ts'
import type { Pipeline } from '../../machines/pipeline/pipeline.ts'

/** Pipelines as they are at the moment of asking: one that was imported meanwhile is among them. */
export interface Pipelines {
  /** The version that a launch is created from: the newest. */
  get(id: string): Promise<Pipeline | undefined>
  /** The newest version of each, in the order of their ids. */
  all(): Promise<Pipeline[]>
  /** Every version that can be read, the newest first; none where there is no such pipeline. */
  versions(id: string): Promise<number[]>
  /** One of these versions. */
  version(id: string, version: number): Promise<Pipeline | undefined>
}

/** Those that come with the product and those that were imported; of one version the product's own where both have it. */
export function pipelinesOf(
  builtIn: ReadonlyMap<string, Pipeline>,
  store: Pick<Store, 'pipelines' | 'pipelineVersions' | 'pipeline'>,
): Pipelines {
  const known = async () => {
    const byId = new Map(builtIn)
    for (const imported of await store.pipelines()) {
      const { id, version } = imported.definition
      if (version > (byId.get(id)?.definition.version ?? 0)) byId.set(id, imported)
    }
    return byId
  }
  return {
    get: async (id) => (await known()).get(id),
    all: async () => [...(await known()).values()].sort((a, b) => (a.definition.id < b.definition.id ? -1 : 1)),
    versions: async (id) => {
      const ours = builtIn.get(id)?.definition.version
      const versions = new Set([...(ours === undefined ? [] : [ours]), ...(await store.pipelineVersions(id))])
      return [...versions].sort((a, b) => b - a)
    },
    version: async (id, version) => {
      const ours = builtIn.get(id)
      if (ours?.definition.version === version) return ours
      return (await store.pipeline(id, version)) ?? undefined
    },
  }
}

/**
 * Keeps a pipeline that was read from a file and found sound. One that comes with the product counts as stored: the same again is
 * `there`, and only a higher version takes its place.
 */
export async function importPipeline(
  builtIn: ReadonlyMap<string, Pipeline>,
  store: Pick<Store, 'addPipeline'>,
  pipeline: Pipeline,
  at: number,
): Promise<AddedPipeline> {
  const ours = builtIn.get(pipeline.definition.id)
  if (ours !== undefined && pipeline.definition.version <= ours.definition.version)
    return canonical(ours) === canonical(pipeline)
      ? { kind: 'there' }
      : { kind: 'not-newer', newest: ours.definition.version }
  return store.addPipeline(pipeline, at)
}
