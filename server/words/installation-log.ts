import { isCommitment } from '../../machines/commitment.ts'
import type { InstallationEntry } from '../../machines/installation/entry.ts'
import type { Names } from '../launches/read-launch.ts'
import type { TextOf } from './log.ts'
import type { Parts } from './params.ts'
import type { Arguments } from './t.ts'

/** What the sentences of the installation's log are made of, beside the entries. */
export interface InstallationTexts {
  names: Names
  textOf: TextOf
  /** Role → title. */
  roles: ReadonlyMap<string, string>
  zone: string
}

/** One entry as a sentence without a full stop: who, and what they did. */
export function installationSentence(parts: Parts, entry: InstallationEntry, texts: InstallationTexts): string {
  const { speech } = parts
  const fields = Object.entries(entry.data).map(([name, value]): [string, string | number] => [
    name,
    fieldInWords(parts, name, value, texts),
  ])
  const line = speech.format(`installation-log.${entry.action}`, {
    ...Object.fromEntries(fields),
    who: whoDid(parts, entry, texts),
    ...derived(parts, entry),
  })
  const permissions = permissionsOf(parts, entry, texts)
  return permissions === '' ? line : speech.t('installation-log.with-permissions', { line, permissions })
}

/** Who did it, by the name that they have now. */
export function whoDid(
  { speech }: Parts,
  { actor, data }: InstallationEntry,
  { names, textOf }: InstallationTexts,
): string {
  switch (actor.kind) {
    case 'person':
      return names.person(actor.id)?.name || speech.t('installation-log.who.deleted')
    case 'service':
      return names.service(actor.id) ?? actor.id
    case 'operator':
      return speech.t('installation-log.who.operator')
    case 'engine':
      return speech.t('installation-log.who.engine')
    case 'nobody': {
      const address = 'address' in data ? textOf(data.address) : null
      return address === null
        ? speech.t('installation-log.who.nobody')
        : speech.t('installation-log.who.address', { address })
    }
  }
}

function fieldInWords(
  { speech, dates, numbers }: Parts,
  name: string,
  value: unknown,
  { names, textOf, zone }: InstallationTexts,
): string | number {
  const { t, has, format } = speech
  if (typeof value === 'number') return value
  if (Array.isArray(value)) return numbers.list(value.map(String))
  if (typeof value !== 'string') return ''
  if (isCommitment(value)) return textOf(value) ?? t('installation-log.deleted-text')
  if (name === 'person' || name === 'holder' || name === 'service') {
    const person = names.person(value)
    return person === undefined ? (names.service(value) ?? value) : person.name || t('installation-log.who.deleted')
  }
  if (name === 'expiresAt' || name === 'madeAt') return dates.dateTimeOffset(Date.parse(value), zone)
  const code = `installation-log.${name}.${value}`
  return has(code) ? format(code, {}) : value
}

/** Roles and permissions that an entry gives; empty where there are none. */
function permissionsOf({ speech, numbers }: Parts, { data }: InstallationEntry, { roles }: InstallationTexts): string {
  if (!('roles' in data)) return ''
  const { t } = speech
  const all = [
    ...(data.admin ? [t('role.admin')] : []),
    ...(data.auditor ? [t('role.auditor')] : []),
    ...data.roles.map((role) => roles.get(role) ?? role),
  ]
  return numbers.list(all)
}

function derived({ speech }: Parts, { action, actor, data }: InstallationEntry): Arguments {
  if (action === 'person.add') return { self: data.person === actor.id ? 'yes' : 'no' }
  if (action === 'log.view' || action === 'log.export')
    return { log: data.launch ?? speech.t('installation-log.this-installation') }
  // The status is a code, which has no grouping of digits.
  if (action === 'access.deny')
    return { route: data.route ?? speech.t('installation-log.some-route'), status: String(data.status) }
  return {}
}
