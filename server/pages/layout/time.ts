import type { Words } from '../../words/index.ts'

/** An instant as a page shows it: `iso` for machines, `text` to read, `title` the absolute time where `text` is not. */
export interface Time {
  iso: string
  text: string
  title: string | null
}

/** What happened: relative for seven days, with the absolute time behind it. */
export function happened(w: Words, ms: number, now: number, zone: string): Time {
  return { iso: new Date(ms).toISOString(), text: w.relative(ms, now, zone), title: w.dateTimeOffset(ms, zone) }
}

/** With its offset, as gate pages and the log print it. */
export function absolute(w: Words, ms: number, zone: string): Time {
  return { iso: new Date(ms).toISOString(), text: w.dateTimeOffset(ms, zone), title: null }
}

/** A target or due date: absolute, without the year when it is this one. */
export function planned(w: Words, ms: number, now: number, zone: string): Time {
  return { iso: new Date(ms).toISOString(), text: w.dateTime(ms, zone, now), title: w.dateTimeOffset(ms, zone) }
}

/** A due date in a list: the day alone. */
export function due(w: Words, ms: number, now: number, zone: string): Time {
  return { iso: new Date(ms).toISOString(), text: w.date(ms, zone, now), title: w.dateTimeOffset(ms, zone) }
}

/** How far away the target is, in dates of its time zone; null once it has passed, which the page says separately. */
export function daysLeft(w: Words, targetAt: number, now: number, zone: string): string | null {
  const day = 86_400_000
  if (targetAt < now) return null
  const days = w.daysUntil(targetAt, now, zone)
  return targetAt - now < day || days === 0 ? w.relative(targetAt, now, zone) : w.t('launch.days-left', { days })
}
