import type {
  Asks,
  EvidenceKind,
  GateDefinition,
  ItemDefinition,
  Pipeline,
  Text,
} from '../../machines/pipeline/pipeline.ts'
import type { PipelinePath, PipelineProblem } from '../../machines/pipeline/pipeline-problem.ts'

/** A pipeline as far as its file could be read. Each unreadable part is an issue, replaced by an empty string or list. */
export interface Shaped {
  pipeline: Pipeline
  issues: PipelineProblem[]
}

type Texts = Pipeline['texts']

/** A value of the file and its path; undefined when it is absent or empty. */
interface Part {
  value: unknown
  path: PipelinePath
  issues: PipelineProblem[]
}

/** The keys, lists, numbers and durations of a pipeline file, given as plain data. How the parts relate to each other is checked elsewhere. */
export function shapePipeline(value: unknown): Shaped {
  const issues: PipelineProblem[] = []
  const file = fields(
    { value, path: [], issues },
    ['id', 'version', 'languages', 'lead', 'sponsor', 'decision', 'roles', 'phases', 'gates'],
    ['title', 'candidateRoles', 'waiverLimit', 'questions'],
  )
  const languages = languageTags(file('languages'))
  const named = (part: Part): [string, Text][] => entries(part).map(([id, each]) => [id, text(each, languages)])
  const roles = named(file('roles'))
  const phases = named(file('phases'))
  const questions = entries(file('questions')).map(([id, part]) => question(id, part, languages))
  const gateIds = entries(file('gates')).map(([id]) => id)
  const gates = entries(file('gates')).map(([id, part]) => gate(id, part, gateIds, languages))
  const pipeline: Pipeline = {
    definition: {
      id: string(file('id')),
      version: version(file('version')),
      languages,
      lead: string(file('lead')),
      sponsor: string(file('sponsor')),
      candidateRoles: strings(file('candidateRoles')),
      waiverLimit: duration(file('waiverLimit'), 1) ?? thirtyDays,
      decision: string(file('decision')),
      roles: roles.map(([id]) => id),
      phases: phases.map(([id]) => id),
      questions: questions.map((each) => each.definition),
      gates: gates.map((each) => each.definition),
    },
    texts: {
      title: text(file('title'), languages),
      roles: Object.fromEntries(roles),
      phases: Object.fromEntries(phases),
      questions: Object.fromEntries(questions.map((each) => [each.definition.id, each.text])),
      gates: Object.fromEntries(gates.map((each) => [each.definition.id, each.texts])),
    },
  }
  return { pipeline, issues }
}

const thirtyDays = 30 * 86_400_000

function question(id: string, part: Part, languages: string[]) {
  const field = fields(part, ['leavesOut'], ['text'])
  const leavesOut = fields(field('leavesOut'), [], ['items', 'gates'])
  return {
    definition: { id, leavesOut: { items: strings(leavesOut('items')), gates: strings(leavesOut('gates')) } },
    text: text(field('text'), languages),
  }
}

function gate(id: string, part: Part, gateIds: string[], languages: string[]) {
  const field = fields(part, ['phase', 'owner', 'items'], ['title', 'why', 'signers', 'critical', 'needs', 'due'])
  const owner = string(field('owner'))
  const items = entries(field('items')).map(([itemId, each]) => item(itemId, each, owner, languages))
  const definition: GateDefinition = {
    id,
    phase: string(field('phase')),
    owner,
    signers: strings(field('signers')),
    critical: boolean(field('critical')),
    needs: field('needs').value === 'all' ? gateIds.filter((other) => other !== id) : needs(field('needs')),
    due: duration(field('due'), 0),
    items: items.map((each) => each.definition),
  }
  const texts: Texts['gates'][string] = {
    title: text(field('title'), languages),
    why: text(field('why'), languages),
    items: Object.fromEntries(items.map((each) => [each.definition.id, each.texts])),
  }
  return { definition, texts }
}

function needs(part: Part): string[] {
  if (typeof part.value !== 'string') return strings(part)
  report(part, 'needs takes a list of gates, or all.', `Use [${part.value}], or all.`)
  return [part.value]
}

function item(id: string, part: Part, gateOwner: string, languages: string[]) {
  const field = fields(part, [], ['text', 'owner', 'asks', 'required', 'freshFor', 'recheckOn'])
  const asked = asks(field('asks'), languages)
  const definition: ItemDefinition = {
    id,
    owner: field('owner').value === undefined ? gateOwner : string(field('owner')),
    required: boolean(field('required')),
    asks: asked.asks,
    freshFor: duration(field('freshFor'), 1),
    recheckOn: list(field('recheckOn')).map(cause),
  }
  return { definition, texts: { text: text(field('text'), languages), unit: asked.unit, hint: asked.hint } }
}

const kinds: readonly EvidenceKind[] = ['none', 'note', 'link', 'number', 'file', 'junit']

function asks(part: Part, languages: string[]): { asks: Asks; unit: Text | null; hint: Text | null } {
  if (part.value === undefined) return { asks: { kind: 'none' }, unit: null, hint: null }
  const field = fields(part, ['kind'], ['unit', 'min', 'max', 'hint'])
  const written = field('kind')
  const kind = kinds.find((each) => each === written.value)
  const hint = field('hint').value === undefined ? null : text(field('hint'), languages)
  if (kind === undefined) {
    if (written.value !== undefined)
      report(written, `Unknown evidence kind “${shown(written.value)}”.`, `Use one of: ${kinds.join(', ')}.`)
    return { asks: { kind: 'none' }, unit: null, hint }
  }
  const ofNumbers = [field('unit'), field('min'), field('max')]
  if (kind !== 'number') {
    for (const each of ofNumbers)
      if (each.value !== undefined)
        report(each, `“${each.path.at(-1)}” only applies to numbers.`, 'Remove it, or use kind: number.')
    return { asks: { kind }, unit: null, hint }
  }
  const unit = field('unit').value === undefined ? null : text(field('unit'), languages)
  return { asks: { kind, min: bound(field('min')), max: bound(field('max')) }, unit, hint }
}

function cause(part: Part): ItemDefinition['recheckOn'][number] {
  if (part.value === 'candidate') return 'candidate'
  if (isRecord(part.value)) return { needs: string(fields(part, ['needs'], [])('needs')) }
  report(part, `Items can’t be rechecked on “${shown(part.value)}”.`, 'Use candidate, or { needs: GATE }.')
  return 'candidate'
}

/** A text in the languages that it was written in; a plain one is in the first language of the pipeline. */
function text(part: Part, languages: string[]): Text {
  const { value } = part
  const first = languages[0] ?? ''
  if (value === undefined) return {}
  if (typeof value === 'string') return { [first]: value }
  if (!isRecord(value)) {
    report(part, 'Expected a text.', `Quote it: "${shown(value)}".`)
    // The wrong type was reported already, so it isn't reported as missing too.
    return Object.fromEntries(languages.map((language) => [language, shown(value)]))
  }
  const said = fields(part, [], languages)
  return Object.fromEntries(
    languages
      .filter((language) => Object.hasOwn(value, language))
      .map((language) => [language, said(language).value === undefined ? '' : string(said(language))]),
  )
}

/** Language tags as in BCP 47, of which a language and a script or region are enough: en, zh-Hant, ko, pt-BR. */
const languageTag = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/

function languageTags(part: Part): string[] {
  const tags = strings(part)
  if (part.value !== undefined && Array.isArray(part.value) && tags.length === 0)
    report(part, 'languages is empty.', 'Add the language of the texts, e.g. [en].')
  tags.forEach((tag, index) => {
    const at = { ...part, path: [...part.path, index] }
    if (tag !== '' && !languageTag.test(tag))
      report(at, `“${tag}” is not a valid language tag.`, 'Use a tag such as en or zh-Hant.')
    else if (tags.indexOf(tag) !== index) report(at, `Duplicate language “${tag}”.`, 'Remove the duplicate.')
  })
  return [...new Set(tags)].filter((tag) => languageTag.test(tag))
}

function version(part: Part): number {
  const { value } = part
  if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return value
  if (value !== undefined) report(part, `“${shown(value)}” is not a valid version.`, 'Use a whole number: 1, 2, 3.')
  return 1
}

function bound(part: Part): number | null {
  const { value } = part
  if (value === undefined) return null
  if (typeof value === 'number' && Number.isFinite(value)) return value
  report(part, `“${shown(value)}” is not a number.`, 'Use a number without a unit, e.g. 0 or 99.5.')
  return null
}

const unit: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 }

/** Milliseconds; null where the duration is absent or was reported. */
function duration(part: Part, atLeast: 0 | 1): number | null {
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

function boolean(part: Part): boolean {
  const { value } = part
  if (value === undefined) return false
  if (typeof value === 'boolean') return value
  report(part, `“${shown(value)}” is not true or false.`, 'Use true or false.')
  // `required: yes` means true: errors that follow from it are reported in the same run.
  return true
}

function string(part: Part): string {
  const { value } = part
  if (value === undefined) return ''
  if (typeof value === 'string') return value
  report(part, `Expected a text, got “${shown(value)}”.`, 'Use a single text, in quotes if it is a number.')
  return ''
}

function strings(part: Part): string[] {
  return list(part).map((each) => {
    if (each.value === undefined) report(each, 'Empty list entry.', 'Add a name, or remove the line.')
    return string(each)
  })
}

function list(part: Part): Part[] {
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
function entries(part: Part): [string, Part][] {
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
function fields(part: Part, needed: readonly string[], others: readonly string[]): (key: string) => Part {
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

function report({ path, issues }: Part, message: string, fix: string): void {
  issues.push({ path, message, fix })
}

function shown(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : JSON.stringify(value ?? null).slice(0, 60)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
