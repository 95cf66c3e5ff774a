/** Every time zone that this machine knows, UTC first; and what was chosen, known or not. */
export function zonesOf(chosen: string): { zone: string; label: string; selected: boolean }[] {
  const all = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')]
  const known = all.includes(chosen) || chosen === '' ? all : [chosen, ...all]
  return known.map((zone) => ({ zone, label: zone.replaceAll('_', ' '), selected: zone === chosen }))
}
