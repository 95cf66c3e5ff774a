import { isRequestKey } from '../../http/request-key.ts'
import type { Typed } from './form.ts'
import { fromLocal, isZone } from './local-time.ts'

/**
 * The fields of a form as the command that they ask for. What cannot be read stays as it was typed, so that the command's own schema
 * refuses it by its name; so does a field that no form has.
 */
export function asCommand(typed: Typed, zone: string): unknown {
  const read = own[String(typed.type)]
  return read ? read(typed, zone) : fieldsOf(typed)
}

type Fields = Record<string, unknown>

/** Forms whose fields are not the command's word for word. */
const own: Record<string, (typed: Typed, zone: string) => Fields> = {
  'gate.requestWaiver': (typed, zone) => {
    const { until, ...rest } = fieldsOf(typed)
    return until === undefined ? rest : { ...rest, until: instant(until, zone) }
  },
  // A box that is not ticked is not sent, and a list that says nobody sends nothing.
  'gate.addItem': (typed) => ({
    ...fieldsOf(typed),
    required: typed.required === undefined ? false : saidAs('required', typed.required),
  }),
  'gate.assign': (typed) => ({ ...fieldsOf(typed), ...(typed.person === '' ? { person: null } : {}) }),
  'launch.unassignRole': (typed) => {
    const { who, ...rest } = fieldsOf(typed)
    const [role, person] = typeof who === 'string' ? who.split(' ') : []
    return { ...rest, ...(role === undefined ? {} : { role }), ...(person === undefined ? {} : { person }) }
  },
  'launch.schedule': schedule,
}

/** What was left as the page showed it (`was.…`) is not said, so that an old page takes nothing back; times are those of the zone typed beside them. */
function schedule(typed: Typed, zone: string): Fields {
  const { title, timeZone, targetAt, 'window.opensAt': opensAt, 'window.closesAt': closesAt, ...others } = typed
  const isSame = (name: string) => typed[name] === undefined || typed[name] === typed[`was.${name}`]
  const there = typeof timeZone === 'string' && isZone(timeZone) ? timeZone : zone
  const moved = !isSame('timeZone')
  const rest = Object.entries(others).filter(([name]) => !name.startsWith('was.'))
  const ends = Object.entries({ opensAt, closesAt }).filter(([, value]) => value !== undefined && value !== '')
  const sameWindow = isSame('window.opensAt') && isSame('window.closesAt') && (!moved || ends.length === 0)
  const window = Object.fromEntries(ends.map(([name, value]) => [name, instant(value, there)]))
  return {
    ...fieldsOf(Object.fromEntries(rest)),
    ...(isSame('title') ? {} : { title }),
    ...(moved ? { timeZone } : {}),
    ...(targetAt === undefined || (isSame('targetAt') && !moved) ? {} : { targetAt: instant(targetAt, there) }),
    ...(sameWindow ? {} : { window: ends.length === 0 ? null : window }),
  }
}

const instant = (local: unknown, zone: string): unknown =>
  typeof local === 'string' ? (fromLocal(local, zone) ?? local) : local

/** Fields of one thing inside the command: `asks.kind` is `{asks: {kind}}`. */
const inside: readonly string[] = ['evidence', 'asks']

/** An empty field is an absent one; numbers and yes or no are said as such. */
function fieldsOf(typed: Typed): Fields {
  const command = new Map<string, unknown>()
  // What a page of the launch had before it goes along with its forms, and is no part of the command.
  const isOfLaunch = String(typed.type).startsWith('launch.')
  const inner = new Map<string, Map<string, unknown>>()
  for (const [name, value] of Object.entries(typed)) {
    if (name === 'requestKey' || value === '' || (name === 'seen' && isOfLaunch)) continue
    const said = saidAs(name, value)
    const [head = '', tail] = name.split('.')
    if (!inside.includes(head) || tail === undefined) command.set(name, said)
    else inner.set(head, (inner.get(head) ?? new Map<string, unknown>()).set(tail, said))
  }
  for (const [head, fields] of inner) command.set(head, Object.fromEntries(fields))
  return Object.fromEntries(command)
}

const numbers: readonly string[] = ['evidence.value', 'asks.min', 'asks.max']
const yesOrNo: readonly string[] = ['same', 'public', 'required']

function saidAs(name: string, value: string | string[]): unknown {
  if (name === 'items') return [value].flat()
  if (typeof value !== 'string') return value
  if (name === 'ifVersion' && /^\d+$/.test(value)) return Number(value)
  if (numbers.includes(name) && /^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(value.trim())) return Number(value)
  if (yesOrNo.includes(name) && (value === 'true' || value === 'false')) return value === 'true'
  return value
}

/** Which version of the launch a form was drawn for, and what it looked like; undefined for a form that does not go by it. */
export function seenIn({ seen }: Typed): { version: number; basis: string } | undefined {
  const [, version, basis] = typeof seen === 'string' ? (/^(\d{1,9}) (.*)$/.exec(seen) ?? []) : []
  return version === undefined || basis === undefined ? undefined : { version: Number(version), basis }
}

/** A form may come without a key; one that it has must be one. */
export function hasBadKey({ requestKey }: Typed): boolean {
  return requestKey !== undefined && !isRequestKey(requestKey)
}
