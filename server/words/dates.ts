import { calendarDays } from './calendar-days.ts'
import type { Speech } from './t.ts'

/** Instants are epoch milliseconds, zones IANA names; the clock has 24 hours. */
export interface Dates {
  /** `Tue 1 Dec`, with the year only if it is not the year of `now`. */
  date: (ms: number, zone: string, now?: number) => string
  /** `Tue 1 Dec 10:00`, with the year only if it is not the year of `now`. */
  dateTime: (ms: number, zone: string, now?: number) => string
  /** `Tue 1 Dec 2026 10:00 +08:00`: always the year, and what UTC is offset by. */
  dateTimeOffset: (ms: number, zone: string) => string
  /** `18 minutes ago`, `in 3 hours`; from 24 hours on by the dates of `zone`: `yesterday`, `in 3 days`; beyond 7 of them the date. */
  relative: (ms: number, now: number, zone: string) => string
  /** Dates of `zone` from `now` to `ms`: 1 is tomorrow, -1 yesterday. */
  daysUntil: (ms: number, now: number, zone: string) => number
  /** `3 days`, `19 hours`: how long ago `ms` was, counted as `relative` counts; a minute at the least. */
  elapsed: (ms: number, now: number, zone: string) => string
  /** `3 days`: in the largest unit that comes out even, minutes at the least. */
  duration: (ms: number) => string
  /** From one instant to another: `Tue 1 Dec 10:00 to Tue 1 Dec 14:00`. */
  range: (from: number, to: number, zone: string, now?: number) => string
}

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

export function dates(speech: Speech): Dates {
  const { lang, t } = speech
  const formats = new Map<string, Intl.DateTimeFormat>()
  const formatOf = (zone: string): Intl.DateTimeFormat => {
    const known = formats.get(zone)
    if (known) return known
    const fresh = new Intl.DateTimeFormat(lang, {
      timeZone: zone,
      weekday: t('date.weekday-style') === 'narrow' ? 'narrow' : 'short',
      year: 'numeric',
      month: t('date.month-style') === 'numeric' ? 'numeric' : 'short',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      timeZoneName: 'longOffset',
    })
    formats.set(zone, fresh)
    return fresh
  }
  const partsOf = (ms: number, zone: string) => {
    const parts = formatOf(zone).formatToParts(ms)
    return (type: Intl.DateTimeFormatPartTypes) => parts.find((each) => each.type === type)?.value ?? ''
  }
  const dateOf = (ms: number, zone: string, now: number | null): string => {
    const part = partsOf(ms, zone)
    const words = { weekday: part('weekday'), day: part('day'), month: part('month') }
    const year = part('year')
    return now !== null && partsOf(now, zone)('year') === year
      ? t('date.this-year', words)
      : t('date.any-year', { ...words, year })
  }
  const withTime = (ms: number, zone: string, now: number | null): string => {
    const part = partsOf(ms, zone)
    return t('date.time', { date: dateOf(ms, zone, now), time: `${part('hour')}:${part('minute')}` })
  }
  const relatively = new Intl.RelativeTimeFormat(lang, { numeric: 'auto' })
  const self: Dates = {
    date: (ms, zone, now = Date.now()) => dateOf(ms, zone, now),
    dateTime: (ms, zone, now = Date.now()) => withTime(ms, zone, now),
    dateTimeOffset: (ms, zone) => {
      const offset = partsOf(ms, zone)('timeZoneName').replace('GMT', '')
      return t('date.offset', { dateTime: withTime(ms, zone, null), offset: offset === '' ? '+00:00' : offset })
    },
    daysUntil: (ms, now, zone) => calendarDays(now, ms, zone),
    relative: (ms, now, zone) => {
      const far = Math.abs(ms - now)
      const days = calendarDays(now, ms, zone)
      // 24 hours can pass within one date, when clocks are set back.
      const inDays = far >= day && days !== 0
      if (inDays) return Math.abs(days) > 7 ? dateOf(ms, zone, now) : relatively.format(days, 'day')
      // A minute that has begun is not over: 90 seconds ago is one minute ago.
      const count = (unit: number) => Math.trunc((ms - now) / unit)
      if (far >= hour) return relatively.format(count(hour), 'hour')
      if (far >= minute) return relatively.format(count(minute), 'minute')
      return ms <= now ? t('date.just-now') : relatively.format(0, 'second')
    },
    elapsed: (ms, now, zone) => {
      const far = Math.max(now - ms, minute)
      const days = calendarDays(ms, now, zone)
      if (far >= day && days !== 0) return self.duration(days * day)
      const unit = far >= hour ? hour : minute
      return self.duration(Math.floor(far / unit) * unit)
    },
    duration: (ms) => {
      const units = [
        [day, 'day'],
        [hour, 'hour'],
        [minute, 'minute'],
      ] as const
      const [unit, name] = units.find(([whole]) => ms % whole === 0) ?? ([1000, 'second'] as const)
      const words = new Intl.NumberFormat(lang, { style: 'unit', unit: name, unitDisplay: 'long' })
      return words.format(Math.round(ms / unit))
    },
    range: (from, to, zone, now = Date.now()) =>
      t('date.range', { from: withTime(from, zone, now), to: withTime(to, zone, now) }),
  }
  return self
}
