import type { PipelinePath, PipelineProblem } from '../../machines/pipeline/pipeline-problem.ts'

/** A value of the file and its path; undefined when it is absent or empty. */
export interface Part {
  value: unknown
  path: PipelinePath
  issues: PipelineProblem[]
}

export function bound(part: Part): number | null {
  const { value } = part
  if (value === undefined) return null
  if (typeof value === 'number' && Number.isFinite(value)) return value
  report(part, `“${shown(value)}” is not a number.`, 'Use a number without a unit, e.g. 0 or 99.5.')
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
  report(
    part,
    `“${shown(value)}” is not a valid duration.`,
    'Use a number and s, m, h, d or w, e.g. 90s, 30m, 12h, 3d or 2w.',
  )
  return null
}

export function boolean(part: Part): boolean {
  const { value } = part
  if (value === undefined) return false
  if (typeof value === 'boolean') return value
  report(part, `“${shown(value)}” is not true or false.`, 'Use true or false.')
  // `required: yes` means true: errors that follow from it are reported in the same run.
  return true
}

export function string(part: Part): string {
  const { value } = part
  if (value === undefined) return ''
  if (typeof value === 'string') return value
  report(part, `Expected a text, got “${shown(value)}”.`, 'Use a single text, in quotes if it is a number.')
  return ''
}

export function strings(part: Part): string[] {
  return list(part).map((each) => {
    if (each.value === undefined) report(each, 'Empty list entry.', 'Add a name, or remove the line.')
    return string(each)
  })
}

export function list(part: Part): Part[] {
  const { value, path, issues } = part
  if (value === undefined) return []
  if (Array.isArray(value))
    return value.map((each: unknown, index) => ({ value: each ?? undefined, path: [...path, index], issues }))
  report(
    part,
    `Expected a list for “${path.at(-1)}”.`,
    typeof value === 'string' ? `Use [${value}].` : 'Use [one, two].',
  )
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
    report(
      part,
      `Expected “${path.at(-1)}” to map IDs to their settings.`,
      'Write one ID per line: the ID, a colon, and its keys below.',
    )
  return []
}

/** Access to the parts of a map with fixed keys; reports missing and unknown keys. */
export function fields(part: Part, needed: readonly string[], others: readonly string[]): (key: string) => Part {
  const { value, path, issues } = part
  const map = isRecord(value) ? value : {}
  const known = [...needed, ...others]
  if (value !== undefined && !isRecord(value))
    report(part, `Expected a mapping, got “${shown(value)}”.`, `Use the keys ${known.join(', ')}.`)
  else {
    for (const key of Object.keys(map))
      if (!known.includes(key))
        issues.push({
          path: [...path, key],
          about: 'key',
          message: `Unknown key “${key}”.`,
          fix: `Remove it, or use one of: ${known.join(', ')}.`,
        })
    for (const key of needed)
      if (!Object.hasOwn(map, key) || map[key] === null || map[key] === undefined)
        report(
          { ...part, path: [...path, key] },
          `Missing key “${key}”${path.length > 0 ? ` in ${path.join('.')}` : ''}.`,
          `Add ${key}.`,
        )
  }
  return (key) => ({
    value: Object.hasOwn(map, key) ? (map[key] ?? undefined) : undefined,
    path: [...path, key],
    issues,
  })
}

export function report({ path, issues }: Part, message: string, fix: string): void {
  issues.push({ path, message, fix })
}

export function shown(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : JSON.stringify(value ?? null).slice(0, 60)
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
