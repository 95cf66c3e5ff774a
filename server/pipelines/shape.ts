import type {
  Asks,
  EvidenceKind,
  GateDefinition,
  ItemDefinition,
  Pipeline,
  Text,
} from '../../machines/pipeline/pipeline.ts'
import type { Fault } from './fault.ts'
import {
  boolean,
  bound,
  duration,
  entries,
  fields,
  isRecord,
  list,
  type Part,
  report,
  shown,
  string,
  strings,
} from './part.ts'

/** A pipeline as far as its file could be read. Each unreadable part is an issue, replaced by an empty string or list. */
export interface Shaped {
  pipeline: Pipeline
  issues: Fault[]
}

type Texts = Pipeline['texts']

/** The keys, lists, numbers and durations of a pipeline file, given as plain data. How the parts relate to each other is checked elsewhere. */
export function shapePipeline(value: unknown): Shaped {
  const issues: Fault[] = []
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
  report(part, 'needs-a-list', { example: `[${part.value}]` })
  return [part.value]
}

function item(id: string, part: Part, gateOwner: string, languages: string[]) {
  const field = fields(part, [], ['text', 'short', 'owner', 'asks', 'required', 'freshFor', 'recheckOn'])
  const asked = asks(field('asks'), languages)
  const definition: ItemDefinition = {
    id,
    owner: field('owner').value === undefined ? gateOwner : string(field('owner')),
    required: boolean(field('required')),
    asks: asked.asks,
    freshFor: duration(field('freshFor'), 1),
    recheckOn: list(field('recheckOn')).map(cause),
  }
  const short = field('short').value === undefined ? {} : { short: text(field('short'), languages) }
  return { definition, texts: { text: text(field('text'), languages), ...short, unit: asked.unit, hint: asked.hint } }
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
      report(written, 'unknown-kind', { kind: shown(written.value), kinds: kinds.join(', ') })
    return { asks: { kind: 'none' }, unit: null, hint }
  }
  const ofNumbers = [field('unit'), field('min'), field('max')]
  if (kind !== 'number') {
    for (const each of ofNumbers)
      if (each.value !== undefined) report(each, 'only-for-numbers', { key: String(each.path.at(-1)) })
    return { asks: { kind }, unit: null, hint }
  }
  const unit = field('unit').value === undefined ? null : text(field('unit'), languages)
  return { asks: { kind, min: bound(field('min')), max: bound(field('max')) }, unit, hint }
}

function cause(part: Part): ItemDefinition['recheckOn'][number] {
  if (part.value === 'candidate') return 'candidate'
  if (isRecord(part.value)) return { needs: string(fields(part, ['needs'], [])('needs')) }
  report(part, 'no-recheck', { value: shown(part.value), example: '{ needs: GATE }' })
  return 'candidate'
}

/** A text in the languages that it was written in; a plain one is in the first language of the pipeline. */
function text(part: Part, languages: string[]): Text {
  const { value } = part
  const first = languages[0] ?? ''
  if (value === undefined) return {}
  if (typeof value === 'string') return { [first]: value }
  if (!isRecord(value)) {
    report(part, 'no-text', { example: `"${shown(value)}"` })
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
  if (part.value !== undefined && Array.isArray(part.value) && tags.length === 0) report(part, 'no-language')
  tags.forEach((tag, index) => {
    const at = { ...part, path: [...part.path, index] }
    if (tag !== '' && !languageTag.test(tag)) report(at, 'invalid-language', { tag })
    else if (tags.indexOf(tag) !== index) report(at, 'duplicate-language', { tag })
  })
  return [...new Set(tags)].filter((tag) => languageTag.test(tag))
}

function version(part: Part): number {
  const { value } = part
  if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return value
  if (value !== undefined) report(part, 'no-version', { value: shown(value) })
  return 1
}
