import { seal } from '../../db/seal.ts'
import type { Store } from '../../db/store.ts'
import type { Author } from '../../machines/installation/entry.ts'
import type { InstallationReason, Known } from '../../machines/installation/known.ts'
import * as rules from '../../machines/installation/settings.ts'

/** From memory. */
export async function readSettings(store: Store): Promise<rules.InstallationSettings> {
  const names = Object.values(rules.settingNames)
  const values = await Promise.all(names.map((name) => store.directory.setting(name)))
  return rules.settingsOf(new Map(names.flatMap((name, at) => pairOf(name, values[at] ?? null))))
}

const pairOf = (name: string, value: string | null): [string, string][] => (value === null ? [] : [[name, value]])

/** Null once they are kept, else why not. */
export async function changeSettings(
  store: Store,
  wish: rules.InstallationSettings,
  by: Author,
  at: number,
): Promise<InstallationReason | null> {
  const text = seal(wish.organization)
  const decide = (known: Known) => rules.changeSettings(known, wish, text.commitment, by)
  const outcome = await store.installation.change({ at, asked: {}, texts: [text], decide })
  return outcome.kind === 'refused' ? outcome.reason : null
}
