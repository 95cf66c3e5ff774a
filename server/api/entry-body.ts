import { isCommitment } from '../../machines/commitment.ts'
import type { Entry } from '../../machines/entry.ts'
import type { Names } from '../launches/read-launch.ts'
import { idOf } from './present.ts'
import type { EntryBody } from './responses/entry.ts'

/** An entry with its private texts and names attached again; texts that are missing are null. */
export function entryBody(entry: Entry, names: Names, texts: ReadonlyMap<string, unknown>): EntryBody {
  const { item, pipeline, texts: _texts, ...data } = entry.data
  const reattach = (value: unknown): unknown => {
    if (typeof value === 'string') {
      if (isCommitment(value)) return texts.get(value) ?? null
      return /^[ps]_/.test(value) ? idOf(names, value) : value
    }
    if (Array.isArray(value)) return value.map(reattach)
    if (typeof value === 'object' && value !== null)
      return Object.fromEntries(
        // In the order of the log, whether the entry was just made or read back.
        Object.entries(value)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([name, inner]) => [name, reattach(inner)]),
      )
    return value
  }
  const { id, kind, roles } = entry.actor
  return {
    id: `${entry.launch}:${entry.seq}`,
    seq: entry.seq,
    at: entry.at,
    action: entry.action,
    actor: { id: idOf(names, id), name: names.person(id)?.name || (names.service(id) ?? null), kind, roles },
    gate: entry.gate ?? null,
    item: typeof item === 'string' ? item : null,
    data: {
      ...(isPipeline(pipeline) ? { pipeline: { id: pipeline.id, version: pipeline.version } } : {}),
      ...asObject(reattach(data)),
    },
    from: entry.from,
    to: entry.to,
    ...(entry.as === undefined ? {} : { as: entry.as }),
    ...(entry.via === undefined ? {} : { via: entry.via }),
    cause: entry.cause ?? null,
    ...(entry.due === undefined ? {} : { due: entry.due }),
  }
}

const asObject = (value: unknown): object => (typeof value === 'object' && value !== null ? value : {})

const isPipeline = (value: unknown): value is { id: unknown; version: unknown } =>
  typeof value === 'object' && value !== null && 'id' in value && 'version' in value
