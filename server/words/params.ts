import type { LaunchView } from '../launches/read-launch.ts'
import type { Dates } from './dates.ts'
import type { Marks } from './marks.ts'
import type { Titles } from './names.ts'
import type { Numbers } from './numbers.ts'
import type { Arguments, Speech } from './t.ts'

/** Everything that turns a value into words; the sentences are made of these. */
export interface Parts {
  speech: Speech
  dates: Dates
  marks: Marks
  numbers: Numbers
  titles: Titles
}

/**
 * The params of a reason or a blocker as the arguments of its sentence, each by its name: ids become titles, lists are joined,
 * numbers and instants are written out. A name that no sentence knows stands as it is.
 */
export function inWords(parts: Parts, params: Record<string, unknown>, view: LaunchView | null): Arguments {
  const args: Arguments = {}
  for (const [name, value] of Object.entries(params)) args[name] = word(parts, name, value, params, view)
  if ('min' in params || 'max' in params)
    args.bounds = parts.numbers.bounds({
      kind: 'number',
      min: numberOrNull(params.min),
      max: numberOrNull(params.max),
    })
  return args
}

function word(
  { speech, dates, numbers, titles }: Parts,
  name: string,
  value: unknown,
  params: Record<string, unknown>,
  view: LaunchView | null,
): string {
  const { t, format, has } = speech
  const known = (key: string, otherwise: string) => (has(key) ? format(key, {}) : otherwise)
  const text = typeof value === 'string' ? value : ''
  const zone = view?.launch.context.timeZone ?? 'UTC'
  switch (name) {
    case 'roles':
      return numbers.list(strings(value).map((role) => t('mark.role', { role: titles.role(view, role) })))
    case 'role':
      return titles.role(view, text)
    case 'gates':
      return numbers.shortList(
        strings(value).map((gate) => t('mark.gate', { gate: titles.gate(view, gate) })),
        'gates',
      )
    case 'gate':
      return titles.gate(view, text)
    case 'items':
      return numbers.shortList(
        strings(value).map((item) => t('mark.item', { item: inside(titles.item(view, gateIn(params), item)) })),
      )
    case 'item':
      return inside(titles.item(view, gateIn(params), text))
    case 'people':
      return numbers.list(strings(value).map((person) => (view ? titles.person(view, person) : t('someone'))))
    case 'person':
      return personNamed(view, text) ?? (view ? titles.person(view, text) : t('someone'))
    case 'kind':
      return known(`kind.${text}`, text)
    case 'status':
      return known(`status.${text}`, text)
    case 'state':
      return known(`launch-state.${text}`, text)
    case 'until':
      return typeof value === 'number'
        ? dates.dateTime(value, zone, view?.now)
        : dates.dateTime(Date.parse(text), zone, view?.now)
    case 'duration':
      return typeof value === 'number' ? dates.duration(value) : text
    case 'candidate':
      return text === '' ? t('no-build') : text
    case 'version':
      return String(value)
    default:
      return typeof value === 'number' ? numbers.number(value) : text
  }
}

/** The person whom a command named by id. Null for a pseudonym; an id of nobody whose name is at hand stands for itself. */
function personNamed(view: LaunchView | null, id: string): string | null {
  const person = view?.names.people.find((each) => each.id === id)
  return person?.name || (view === null && !id.startsWith('p_') ? id : null)
}

const gateIn = (params: Record<string, unknown>): string => (typeof params.gate === 'string' ? params.gate : '')
const numberOrNull = (value: unknown): number | null => (typeof value === 'number' ? value : null)

/** The strings of a list of strings; of anything else none. */
export const strings = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : []

/** A sentence that is quoted inside another one leaves its full stop behind. */
export const inside = (sentence: string): string => sentence.replace(/[.。]$/, '')
