/** Times as the fields of a form say them, `2026-12-01T10:00`, in the zone of a launch. */

const day = 86_400_000
const minute = 60_000
const dayInMinutes = day / minute
const written = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::\d{2}(?:\.\d{1,3})?)?$/

/** An instant in epoch ms as a `datetime-local` field of this IANA zone holds it, to the minute (HTML, local date and time). */
export function toLocal(ms: number, zone: string): string {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(ms)
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((each) => each.type === type)?.value ?? ''
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}`
}

/**
 * The instant in UTC (RFC 3339) at which the clocks of this zone show the local time; the first of two when they are set back.
 * Null when it is not written as a field writes it, or when the clocks never show it.
 */
export function fromLocal(text: string, zone: string): string | null {
  const numbers = written.exec(text)?.slice(1).map(Number)
  if (!numbers) return null
  const [year = 0, month = 0, date = 0, hour = 0, minute = 0] = numbers
  const asUtc = Date.UTC(year, month - 1, date, hour, minute)
  // The offset of that day is the one before or the one after any change of the clocks.
  const offsets = [asUtc - day, asUtc + day].map((near) => Date.parse(`${toLocal(near, zone)}Z`) - near)
  const instants = offsets.map((offset) => asUtc - offset).sort((a, b) => a - b)
  const found = instants.find((instant) => toLocal(instant, zone) === text.slice(0, 16))
  return found === undefined ? null : new Date(found).toISOString()
}

/** The first instant, in epoch ms, at which the clocks of this zone show this day (YYYY-MM-DD) or a later one. */
export function startOfDay(day: string, zone: string): number {
  const midnight = fromLocal(`${day}T00:00`, zone)
  if (midnight !== null) return Date.parse(midnight)
  // Clocks that are set forward at midnight never show it.
  let [before, after] = [-dayInMinutes, dayInMinutes]
  const near = Date.parse(`${day}T00:00:00Z`)
  while (after - before > 1) {
    const between = Math.floor((before + after) / 2)
    if (toLocal(near + between * minute, zone).slice(0, 10) < day) before = between
    else after = between
  }
  return near + after * minute
}

/** Whether this machine knows the time zone. */
export function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== ''
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}
