import { expect, test } from 'vitest'
import { groupsToRoles } from '../../../server/auth/group-roles.ts'
import { readConfig } from '../../../server/config.ts'

const grants =
  readConfig({
    OIDC_ISSUER: 'https://id.example.com',
    OIDC_CLIENT_ID: 'launchgate',
    OIDC_CLIENT_SECRET: 'quiet',
    OIDC_GROUP_ROLES: 'qa=tester,qa=content-team,shop-leads=ecommerce-sme,leads=tester,admins=admin,audit=auditor',
  }).oidc?.groupGrants ?? []

const nothing = { roles: [], admin: false, auditor: false, unmatched: [] }

test.each<[string[], Partial<ReturnType<typeof groupsToRoles>>]>([
  [[], {}],
  [['qa'], { roles: ['content-team', 'tester'] }],
  [['leads', 'qa', 'qa'], { roles: ['content-team', 'tester'] }],
  [['shop-leads', 'admins'], { roles: ['ecommerce-sme'], admin: true }],
  [['audit'], { auditor: true }],
  [['QA', 'qa ', '/qa', 'admin', 'tester'], { unmatched: ['QA', 'qa ', '/qa', 'admin', 'tester'] }],
  [['all', 'leads', 'all'], { roles: ['tester'], unmatched: ['all'] }],
])('%j', (groups, expected) => expect(groupsToRoles(groups, grants)).toEqual({ ...nothing, ...expected }))

test('without grants nobody gets anything', () =>
  expect(groupsToRoles(['admins'], [])).toEqual({ ...nothing, unmatched: ['admins'] }))
