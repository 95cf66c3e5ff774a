/** Every time zone that this machine knows, UTC first; and the one that was chosen, known or not. */
export function zoneNames(chosen: string): { zone: string; label: string }[] {
  const all = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')]
  const known = all.includes(chosen) || chosen === '' ? all : [chosen, ...all]
  return known.map((zone) => ({ zone, label: zone.replaceAll('_', ' ') }))
}
