import type { InstallationReason } from '../../machines/installation/known.ts'
import type { Words } from './index.ts'

/** Why a change of the installation was refused, in one sentence. A reason without a sentence does not compile. */
export const installationReason = (w: Words, reason: InstallationReason): string => w.t(`installation-reason.${reason}`)
