import type { ActionName, Entry } from '../machines/entry.ts'
import { commitmentsIn } from './commitments-in.ts'

/** Which private texts of a launch are a person's own words. */

/** They say what the launch is and what it checks: a launch could not be read without them. */
const aboutLaunch: ReadonlySet<ActionName> = new Set(['launch.create', 'launch.schedule', 'gate.addItem'])

/** Whether the texts of this entry go when its author is erased. */
export const mayBeErased = ({ action }: Pick<Entry, 'action'>): boolean => !aboutLaunch.has(action)

/** Texts that go when the author of all these entries of one launch is erased. */
export function erasableTexts(entries: readonly Pick<Entry, 'action' | 'data'>[]): string[] {
  const texts = entries.filter(mayBeErased).flatMap(({ data }) => [...commitmentsIn(data)])
  const kept = new Set(entries.filter((entry) => !mayBeErased(entry)).flatMap(({ data }) => [...commitmentsIn(data)]))
  return [...new Set(texts)].filter((text) => !kept.has(text))
}
