import type { Store } from '../../db/store.ts'
import { type Verified, verifyLaunch } from '../../db/verify.ts'
import type { LaunchView } from '../read-launch.ts'
import type { Words } from '../words/index.ts'

/** Whether a log is whole, in one sentence; asked anew when it has grown, since the answer costs a replay of everything. */
export async function wholeWords(store: Store, w: Words, { launch, version }: LaunchView): Promise<string> {
  const verified = await verifiedAt(store, launch.launch, version)
  if (verified.whole) return w.t('log-page.is-whole', { size: verified.entries, root: verified.root.slice(0, 16) })
  return verified.seq === undefined
    ? w.t('log-page.is-damaged')
    : w.t('log-page.is-damaged-at', { seq: w.number(verified.seq) })
}

interface Known {
  version: number
  verified: Promise<Verified>
}

const known = new WeakMap<Store, Map<string, Known>>()

/** Those who ask at the same time wait for one answer. */
function verifiedAt(store: Store, launch: string, version: number): Promise<Verified> {
  const ofStore = known.get(store) ?? new Map<string, Known>()
  known.set(store, ofStore)
  const last = ofStore.get(launch)
  if (last?.version === version) return last.verified
  const verified = verifyLaunch(store, launch)
  ofStore.set(launch, { version, verified })
  // An answer that never came is asked for again.
  verified.catch(() => ofStore.delete(launch))
  return verified
}
