import type { GroupGrant } from '../settings/oidc.ts'

/** What somebody's groups at the OpenID provider amount to. */
export interface RolesByGroup {
  /** Sorted, each once. */
  roles: string[]
  admin: boolean
  auditor: boolean
  /** Groups without a grant, in the provider's order: what to show to a person who got nothing. */
  unmatched: string[]
}

/** Group names match exactly: no upper-case variants, no prefixes. */
export function groupsToRoles(groups: readonly string[], grants: readonly GroupGrant[]): RolesByGroup {
  const given = grants.filter(({ group }) => groups.includes(group))
  const has = (permission: 'admin' | 'auditor') =>
    given.some((each) => 'permission' in each && each.permission === permission)
  const roles = new Set(given.flatMap((each) => ('role' in each ? [each.role] : [])))
  return {
    roles: [...roles].sort(),
    admin: has('admin'),
    auditor: has('auditor'),
    unmatched: [...new Set(groups)].filter((group) => grants.every((each) => each.group !== group)),
  }
}
