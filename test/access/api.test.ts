import { afterAll, beforeAll, expect, test } from 'vitest'
import { scopes } from '../../machines/installation/scopes.ts'
import { registeredRoutes } from './routes.ts'
import { type ApiCaller, apiCallers, openWorld, type World } from './world.ts'

/**
 * Who gets what answer of each API call, written by hand from http.md and security.md: a route without a row fails, and so does a row
 * without a route.
 */

type Statuses = Readonly<Record<ApiCaller, number>>
interface Row {
  path: (launch: string) => string
  body?: (launch: string, caller: ApiCaller) => object
  own: Statuses
  /** In a launch in which none of them has a role; the same where it is left out. */
  other?: Statuses
}

/** Everyone's own token has every scope; `unknown` is the answer to a missing token and to one of somebody deactivated. */
function withScope(status: number, unknown: number, ...enough: ApiCaller[]): Statuses {
  const all = Object.fromEntries(apiCallers.map((caller) => [caller, status])) as Record<ApiCaller, number>
  const lacking = Object.fromEntries(scopes.filter((scope) => !enough.includes(scope)).map((scope) => [scope, 403]))
  return { ...all, ...lacking, nobody: unknown, deactivated: unknown }
}

const reads = (path: (launch: string) => string, ...enough: ApiCaller[]): Row => ({
  path,
  own: withScope(200, 401, ...enough),
})
/** What a rule lets only these people do. A token of the lead with one of these scopes may as well; a service may not. */
const only = (status: number, scoped: ApiCaller[], ...may: ApiCaller[]): Statuses => {
  const nobody = withScope(403, 401)
  return { ...nobody, ...Object.fromEntries([...may, ...scoped].map((caller) => [caller, status])) }
}

const installationLog = (path: string): Row => ({ path: () => path, own: only(200, [], 'auditor', 'admin', 'service') })

const rows: Readonly<Record<string, Row>> = {
  'GET /launches/:launch/status': reads((launch) => `/launches/${launch}/status`, 'status:read'),
  'POST /launches/:launch/status': reads((launch) => `/launches/${launch}/status`, 'status:read'),
  // Locked is the answer to whoever may ask.
  'GET /launches/:launch/deploy': {
    path: (launch) => `/launches/${launch}/deploy?candidate=4812`,
    own: withScope(423, 401, 'status:read'),
  },
  'POST /launches/:launch/deploy': {
    path: (launch) => `/launches/${launch}/deploy?candidate=4812`,
    own: withScope(423, 401, 'status:read'),
  },
  'GET /people': reads(() => '/people', 'launch:read'),
  'GET /launches': reads(() => '/launches', 'launch:read'),
  'GET /launches/:launch': reads((launch) => `/launches/${launch}`, 'launch:read'),
  'GET /launches/:launch/entries': reads((launch) => `/launches/${launch}/entries`, 'launch:read'),
  'GET /launches/:launch/events': reads((launch) => `/launches/${launch}/events`, 'launch:read'),
  'GET /launches/:launch/evidence/:sha256': {
    path: (launch) => `/launches/${launch}/evidence/${'0'.repeat(64)}`,
    // What there is comes before the scope.
    own: { ...withScope(404, 401, ...scopes) },
  },
  'POST /launches': {
    path: () => '/launches',
    body: (launch, caller) => ({ ...newLaunch, slug: `${launch}-${caller.replace(':', '-')}` }),
    own: only(201, ['launch:write'], 'lead', 'admin'),
  },
  'POST /launches/:launch/commands': {
    path: (launch) => `/launches/${launch}/commands`,
    body: () => ({ type: 'launch.setPublicStatus', public: true }),
    own: only(200, ['launch:write'], 'lead'),
    other: only(200, []),
  },
  'PUT /launches/:launch/candidate': {
    path: (launch) => `/launches/${launch}/candidate`,
    body: () => ({ version: '4812' }),
    own: only(200, [], 'service'),
    other: only(200, [], 'service'),
  },
  'POST /launches/:launch/gates/:gate/items/:item/evidence': {
    path: (launch) => `/launches/${launch}/gates/stock/items/INV-1/evidence`,
    body: () => ({ value: 99 }),
    own: only(200, [], 'owner', 'service'),
    other: only(200, [], 'service'),
  },
  'GET /launches/:launch/log/entries.jsonl': reads(
    (launch) => `/launches/${launch}/log/entries.jsonl`,
    'launch:read',
    'audit:read',
  ),
  'GET /launches/:launch/log/entries/:seq': reads(
    (launch) => `/launches/${launch}/log/entries/0`,
    'launch:read',
    'audit:read',
  ),
  // The installation's log is for auditors and administrators, and for services that audit.
  'GET /log/entries.jsonl': installationLog('/log/entries.jsonl'),
  'GET /log/entries/:seq': installationLog('/log/entries/0'),
}

const newLaunch = {
  pipeline: 'first-look',
  title: 'New',
  targetAt: '2026-12-01T10:00:00+08:00',
  timeZone: 'Asia/Taipei',
}

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

test('every API call has its row', () => {
  expect(Object.keys(rows).sort()).toEqual(registeredRoutes(world.shop.services).api.sort())
})

test.each(Object.entries(rows))('%s', async (route, row) => {
  const [method = ''] = route.split(' ')
  for (const [launch, expected] of [['corner', row.own] as const, ['attic', row.other ?? row.own] as const]) {
    const found: Partial<Record<ApiCaller, number>> = {}
    for (const caller of apiCallers)
      found[caller] = await world.program(
        caller,
        method,
        `/api/v1${row.path(launch)}`,
        row.body?.(launch, caller) ?? null,
      )
    expect(found, launch).toEqual(expected)
  }
})
