const milliseconds: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** `90s`, `30m`, `24h` or `90d` in milliseconds, where the unit is one of these; null for anything else, and for 0. */
export function parseDuration(text: string, units: string): number | null {
  const [, count, unit = ''] = /^([0-9]{1,6})([smhd])$/.exec(text) ?? []
  const ms = units.includes(unit) ? Number(count) * (milliseconds[unit] ?? 0) : 0
  return ms > 0 ? ms : null
}
