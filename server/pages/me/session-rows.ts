import type { Session } from '../../../machines/installation/records.ts'
import { deviceName } from '../../auth/device-name.ts'
import { aboutWords } from '../layout/pieces.ts'
import { happened } from '../layout/time.ts'
import type { PageRequest } from '../request/page-request.ts'

/** Where this person is signed in, this browser first, then by when they were last seen. `current` is the hash of this session. */
export function sessionRows(
  { w, now, preferences }: PageRequest,
  sessions: readonly Session[],
  current: string | null,
) {
  const zone = preferences.timeZone
  const order = (session: Session) => (session.hash === current ? Number.POSITIVE_INFINITY : session.seenAt)
  return [...sessions]
    .sort((a, b) => order(b) - order(a))
    .map((session) => {
      const name = deviceName(session.device)
      const device = name === null ? w.t('me.device-unknown') : w.t('me.device', { ...name })
      return {
        hash: session.hash,
        device,
        about: aboutWords(w, device),
        method: w.t(`me.method.${session.method}`),
        since: w.t('me.session-since', { when: happened(w, session.createdAt, now, zone).text }),
        seen: w.t('me.session-seen', { when: happened(w, session.seenAt, now, zone).text }),
        isCurrent: session.hash === current,
        words: { current: w.t('me.session-this'), end: w.t('me.session-end') },
      }
    })
}
