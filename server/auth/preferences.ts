import type { Request, RequestHandler } from 'express'
import type { Profile } from '../../machines/installation/records.ts'
import { settingNames } from '../../machines/installation/settings.ts'
import { preferLanguage } from '../http/language.ts'
import type { Services } from '../services.ts'
import { callerOf } from './sessions.ts'

/** What the reader of a page chose, or the installation for everyone: language, time zone, theme. */
export interface Preferences extends Pick<Profile, 'theme'> {
  /** An IANA name. */
  timeZone: string
}

const chosen = new WeakMap<Request, Preferences>()
const usual: Preferences = { theme: 'system', timeZone: 'UTC' }

/** Comes after readSession. Reads from memory only. */
export function readPreferences({ store }: Services): RequestHandler {
  const { directory } = store
  return async (req, _res, next) => {
    const caller = callerOf(req)
    const profile = caller?.kind === 'person' ? await directory.profile(caller.person.id) : null
    preferLanguage(req, { person: profile?.language ?? null, fallback: await directory.setting(settingNames.language) })
    const timeZone = profile?.timeZone ?? (await directory.setting(settingNames.timeZone)) ?? usual.timeZone
    chosen.set(req, { theme: profile?.theme ?? usual.theme, timeZone })
    next()
  }
}

export const preferencesOf = (req: Request): Preferences => chosen.get(req) ?? usual
