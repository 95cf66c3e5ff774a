import type { PipelinePath } from '../../machines/pipeline/pipeline-problem.ts'
import type { Fault, FaultCode, FaultParams } from './fault.ts'

/** A value of the file and its path; undefined when it is absent or empty. */
export interface Part {
  value: unknown
  path: PipelinePath
  issues: Fault[]
}

export function bound(part: Part): number | null {
  const { value } = part
  if (value === undefined) return null
  if (typeof value === 'number' && Number.isFinite(value)) return value
  report(part, 'no-number', { value: shown(value) })
  return null
}

export const unit: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
}

/** Milliseconds; null where the duration is absent or was reported. */
export function duration(part: Part, atLeast: 0 | 1): number | null {
  const { value } = part
  if (value === undefined) return null
  const found = typeof value === 'string' ? /^([0-9]{1,6})([smhdw])$/.exec(value) : null
  const count = Number(found?.[1])
  const each = unit[found?.[2] ?? '']
  if (each !== undefined && count >= atLeast) return count * each
  report(part, 'no-duration', { value: shown(value) })
  return null
}

export function boolean(part: Part): boolean {
  const { value } = part
  if (value === undefined) return false
  if (typeof value === 'boolean') return value
  report(part, 'no-boolean', { value: shown(value) })
  // `required: yes` means true: errors that follow from it are reported in the same run.
  return true
}

export function string(part: Part): string {
  const { value } = part
  if (value === undefined) return ''
  if (typeof value === 'string') return value
  report(part, 'no-string', { value: shown(value) })
  return ''
}

export function strings(part: Part): string[] {
  return list(part).map((each) => {
    if (each.value === undefined) report(each, 'empty-entry')
    return string(each)
  })
}

export function list(part: Part): Part[] {
  const { value, path, issues } = part
  if (value === undefined) return []
  if (Array.isArray(value))
    return value.map((each: unknown, index) => ({ value: each ?? undefined, path: [...path, index], issues }))
  report(part, 'no-list', {
    key: String(path.at(-1)),
    example: typeof value === 'string' ? `[${value}]` : '[one, two]',
  })
  // A single word in place of a list means a list of one: errors that follow from it are reported in the same run.
  return typeof value === 'string' ? [{ value, path: [...path, 0], issues }] : []
}

/** The parts of a map whose keys are the author's own ids. */
export function entries(part: Part): [string, Part][] {
  const { value, path, issues } = part
  if (value === undefined) return []
  if (isRecord(value))
    return Object.entries(value).map(([key, each]) => [key, { value: each ?? undefined, path: [...path, key], issues }])
  // The map is read twice, for its IDs and for its parts; the error is reported once.
  if (!issues.some((issue) => issue.path.join('.') === path.join('.')))
    report(part, 'no-ids', { key: String(path.at(-1)) })
  return []
}

/** Access to the parts of a map with fixed keys; reports missing and unknown keys. */
export function fields(part: Part, needed: readonly string[], others: readonly string[]): (key: string) => Part {
  const { value, path, issues } = part
  const map = isRecord(value) ? value : {}
  const known = [...needed, ...others]
  if (value !== undefined && !isRecord(value))
    report(part, 'no-mapping', { value: shown(value), keys: known.join(', ') })
  else {
    for (const key of Object.keys(map))
      if (!known.includes(key))
        issues.push({
          path: [...path, key],
          about: 'key',
          code: 'unknown-key',
          params: { key, keys: known.join(', ') },
        })
    for (const key of needed)
      if (!Object.hasOwn(map, key) || map[key] === null || map[key] === undefined) {
        const at = { ...part, path: [...path, key] }
        if (path.length === 0) report(at, 'missing-key', { key })
        else report(at, 'missing-key-in', { key, parent: path.join('.') })
      }
  }
  return (key) => ({
    value: Object.hasOwn(map, key) ? (map[key] ?? undefined) : undefined,
    path: [...path, key],
    issues,
  })
}

export function report({ path, issues }: Part, code: FaultCode, params: FaultParams = {}): void {
  issues.push({ path, code, params })
}

export function shown(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : JSON.stringify(value ?? null).slice(0, 60)
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
