/** Everything that a token may allow. */
export const scopes = [
  'status:read',
  'launch:read',
  'audit:read',
  'evidence:write',
  'candidate:write',
  'launch:write',
  'sign:write',
] as const
export type Scope = (typeof scopes)[number]

export const isScope = (name: string): name is Scope => scopes.some((scope) => scope === name)

/** A service reports and asks; what a person vouches for is not for a program to say. */
export function serviceMay(scope: Scope): boolean {
  return scope !== 'launch:write' && scope !== 'sign:write'
}
