import { expect, test } from 'vitest'
import { readConfig } from '../../../server/config.ts'

const complete = { OIDC_ISSUER: 'https://id.example.com', OIDC_CLIENT_ID: 'launchgate', OIDC_CLIENT_SECRET: 'quiet' }
const withGroups = (groups: string) => readConfig({ ...complete, OIDC_GROUP_ROLES: groups }).oidc?.groupGrants

test('single sign-on is off by default', () => {
  expect(readConfig({}).oidc).toBeNull()
  expect(readConfig({ OIDC_ISSUER: '', OIDC_CLIENT_ID: '', OIDC_CLIENT_SECRET: '' }).oidc).toBeNull()
})

test('the three settings switch it on', () => {
  expect(readConfig(complete).oidc).toEqual({
    issuer: 'https://id.example.com',
    clientId: 'launchgate',
    clientSecret: 'quiet',
    groupGrants: [],
  })
})

test.each([
  ['OIDC_CLIENT_SECRET', 'Missing OIDC_CLIENT_SECRET: needed with OIDC_ISSUER, OIDC_CLIENT_ID.'],
  ['OIDC_CLIENT_ID', 'Missing OIDC_CLIENT_ID: needed with OIDC_ISSUER, OIDC_CLIENT_SECRET.'],
  ['OIDC_ISSUER', 'Missing OIDC_ISSUER: needed with OIDC_CLIENT_ID, OIDC_CLIENT_SECRET.'],
])('without %s the start stops', (name, sentence) => {
  expect(() => readConfig({ ...complete, [name]: '' })).toThrow(expect.objectContaining({ exitCode: 78 }))
  expect(() => readConfig({ ...complete, [name]: undefined })).toThrow(sentence)
})

test('groups without a provider stop the start', () => {
  expect(() => readConfig({ OIDC_GROUP_ROLES: 'qa=tester' })).toThrow(
    'Missing OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET: needed with OIDC_GROUP_ROLES.',
  )
})

test.each(['https://id.example.com/realms/shop', 'https://id.example.com/', 'http://localhost:9000', 'http://[::1]:9'])(
  'the issuer %s is used as it is written',
  (issuer) => expect(readConfig({ ...complete, OIDC_ISSUER: issuer }).oidc?.issuer).toBe(issuer),
)

test.each([
  ['id.example.com', '"id.example.com"'],
  ['http://id.example.com', '"http://id.example.com"'],
  ['https://id.example.com?a=b', '"https://id.example.com?a=b"'],
  ['https://id.example.com/#', '"https://id.example.com/#"'],
  ['ldap://localhost', '"ldap://localhost"'],
  ['https://tom:hunter2@id.example.com', '"https://***@id.example.com"'],
])('the issuer %s stops the start', (issuer, shown) => {
  expect(() => readConfig({ ...complete, OIDC_ISSUER: issuer })).toThrow(
    `Invalid OIDC_ISSUER ${shown}: expected an https URL without query (http only on localhost).`,
  )
})

test('an invalid client secret is not shown', () => {
  expect(() => readConfig({ ...complete, OIDC_CLIENT_SECRET: 'hunter2\n' })).toThrow(
    /^Invalid OIDC_CLIENT_SECRET: expected printable characters\.$/,
  )
})

test('groups become roles and permissions', () => {
  expect(
    withGroups('qa=tester, Shop Leads = ecommerce-sme ,/launchgate/admins=admin,審計=auditor,qa=content-team'),
  ).toEqual([
    { group: 'qa', role: 'tester' },
    { group: 'Shop Leads', role: 'ecommerce-sme' },
    { group: '/launchgate/admins', permission: 'admin' },
    { group: '審計', permission: 'auditor' },
    { group: 'qa', role: 'content-team' },
  ])
})

test.each([
  'qa',
  'qa=',
  '=tester',
  'qa=tester,',
  ',',
  'qa=Tester',
  'qa=te ster',
  'cn=qa=tester',
  'qa=constructor',
  'qa=ADMIN',
])('the groups %s stop the start', (groups) => {
  expect(() => withGroups(groups)).toThrow(
    `Invalid OIDC_GROUP_ROLES "${groups}": expected GROUP=ROLE,GROUP=ROLE,… where ROLE is a role, admin or auditor.`,
  )
})
