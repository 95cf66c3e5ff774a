const day = 86_400_000
const formats = new Map<string, Intl.DateTimeFormat>()

/** Midnight of the instant's date in this zone, as if the zone were UTC: dates are then whole days apart, whatever the clocks did. */
function dateOf(ms: number, zone: string): number {
  const known = formats.get(zone)
  const format =
    known ??
    new Intl.DateTimeFormat('en-u-ca-iso8601-nu-latn', {
      timeZone: zone,
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
    })
  if (!known) formats.set(zone, format)
  const parts = format.formatToParts(ms)
  const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((each) => each.type === type)?.value)
  return Date.UTC(part('year'), part('month') - 1, part('day'))
}

/**
 * How many dates lie between two instants in this IANA zone: 1 from 23:50 to 00:10 of the next date, negative backwards. A date that
 * is 23 or 25 hours long, because clocks change, counts as one.
 */
export function calendarDays(from: number, to: number, zone: string): number {
  return (dateOf(to, zone) - dateOf(from, zone)) / day
}
