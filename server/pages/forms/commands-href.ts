import type { LaunchView } from '../../launches/read-launch.ts'

/**
 * Where the forms of a launch send their commands. A form about a gate says so in the address too: after a refusal without JavaScript
 * it stands in the address bar, and leads back to that gate.
 */
export function commandsHref({ launch: { launch } }: LaunchView, gate?: string): string {
  return `/launches/${launch}/commands${gate === undefined ? '' : `?${new URLSearchParams({ gate })}`}`
}
