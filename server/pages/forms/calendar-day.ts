/** Days as the filters of logs write them: YYYY-MM-DD. */

/** Whether the calendar has this day. */
export const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, 10) === text

/** Null after the last day of the last year that the filter can write. */
export function followingDay(date: string): string | null {
  const next = new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString()
  return next.startsWith('+') ? null : next.slice(0, 10)
}
