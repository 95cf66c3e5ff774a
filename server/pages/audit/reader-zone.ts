import { settingNames, usualSettings } from '../../../machines/installation/settings.ts'
import type { PageRequest } from '../request/page-request.ts'

/** The time zone of what is of no launch: the reader's own, or else the one of the installation. */
export async function readerZone({ services, me }: PageRequest): Promise<string> {
  const { directory } = services.store
  const own = (await directory.profile(me.id))?.timeZone ?? null
  return own ?? (await directory.setting(settingNames.timeZone)) ?? usualSettings.timeZone
}
