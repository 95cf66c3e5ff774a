import type { Store } from '../../db/store.ts'

/** What a reset makes anew; `borealis` is over and stays as it is. */
export const renewed = ['aurora', 'hello'] as const
export type Renewed = (typeof renewed)[number]

const setting = (name: Renewed) => `demo ${name}`

/** The launch that this one of the demo is now: `aurora`, after a reset `aurora-2`. Settings are in memory. */
export async function currentName(store: Store, name: Renewed): Promise<string> {
  return (await store.directory.setting(setting(name))) ?? name
}

export async function setCurrentName(store: Store, name: Renewed, slug: string): Promise<void> {
  await store.directory.setSetting(setting(name), slug)
}
