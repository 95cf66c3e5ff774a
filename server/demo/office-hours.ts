/** When the demo’s people work: Monday to Friday, 09:00 to 18:30 in the time zone of their launch. */

/** How far ahead of UTC, in hours; neither has had summer time since 1988. */
const zones = { 'Asia/Taipei': 8, 'Asia/Seoul': 9 } as const
export type OfficeZone = keyof typeof zones

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const opens = 9 * 60
const closes = 18 * 60 + 30
const friday = 5

/**
 * So many days before the day that it is in this zone at `now`, at a time like `15:40`. What would have been done on a weekend was done on
 * the Friday before: three days are told within its hours, so that nothing changes its place. From one day before on it lies behind `now`.
 */
export function atOffice(now: number, daysAgo: number, time: string, zone: OfficeZone): number {
  const midnight = dayAt(now, zone) - daysAgo * day
  const past = Math.max(0, weekdayOf(midnight, zone) - friday)
  const isLong = weekdayOf(midnight, zone) >= friday
  const within = minutesOf(time) - opens
  const minutes = isLong ? (past * (closes - opens) + within) / 3 : within
  return midnight - past * day + Math.round((opens + minutes) * minute)
}

/** An hour of a day, so many days after the day that it is there at `now`; RFC 3339. */
export function onDay(now: number, days: number, atHour: number, zone: OfficeZone): string {
  return new Date(dayAt(now, zone) + days * day + atHour * hour).toISOString()
}

/** The midnight with which the present day of the zone began. */
function dayAt(now: number, zone: OfficeZone): number {
  const ahead = zones[zone] * hour
  return Math.floor((now + ahead) / day) * day - ahead
}

/** From Monday, 1, to Sunday, 7. */
const weekdayOf = (at: number, zone: OfficeZone): number => new Date(at + zones[zone] * hour).getUTCDay() || 7

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return hours * 60 + minutes
}
