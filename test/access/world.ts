import type { Scope } from '../../machines/installation/scopes.ts'
import { scopes } from '../../machines/installation/scopes.ts'
import { createToken } from '../../server/auth/tokens.ts'
import { visitor } from '../pages/visitor.ts'
import { deactivate } from '../support/directory.ts'
import { listening } from '../support/halfway.ts'
import { openShop, type Shop } from '../support/shop.ts'

/**
 * Everyone who may knock. Of the launch `corner` Joon owns the gates `stock` and `pages`, Wei signs `stock`, Priya leads and Helen is
 * the sponsor; in the launch `attic` none of them has a role. Fay has no role in either. Chloe was deactivated while she was signed in.
 */
export const people = {
  member: 'fay',
  owner: 'joon',
  signer: 'wei',
  lead: 'priya',
  sponsor: 'helen',
  auditor: 'omar',
  admin: 'ada',
  deactivated: 'chloe',
} as const
export type PageCaller = keyof typeof people | 'nobody'
export const pageCallers: readonly PageCaller[] = [
  'nobody',
  'member',
  'owner',
  'signer',
  'lead',
  'sponsor',
  'auditor',
  'admin',
  'deactivated',
]

/** Programs: everyone's token with every scope, the lead's with one scope alone, and a service's with what a service may have. */
export type ApiCaller = PageCaller | 'service' | Scope
export const apiCallers: readonly ApiCaller[] = [...pageCallers, 'service', ...scopes]

export interface World {
  shop: Shop
  /** The answer's status to a request of this caller in the browser. */
  page(caller: PageCaller, method: string, path: string, fields: Record<string, string> | FormData): Promise<number>
  /** The same of a program. */
  program(caller: ApiCaller, method: string, path: string, body: object | null): Promise<number>
  close(): Promise<void>
}

const serviceScopes: Scope[] = ['status:read', 'launch:read', 'audit:read', 'evidence:write', 'candidate:write']
const ours = { 'Sec-Fetch-Site': 'same-origin' }

export async function openWorld(): Promise<World> {
  const shop = await openShop({ LAUNCHGATE_DEMO: '1' })
  const cookies = new Map<PageCaller, string>()
  const tokens = new Map<ApiCaller, string>()
  for (const [caller, id] of Object.entries(people) as [keyof typeof people, string][]) {
    cookies.set(caller, (await visitor(shop, id)).cookie)
    tokens.set(caller, (await createToken(shop.store, { person: id, scopes: [...scopes] }, shop.now)).token)
  }
  for (const scope of scopes)
    tokens.set(scope, (await createToken(shop.store, { person: people.lead, scopes: [scope] }, shop.now)).token)
  tokens.set('service', (await createToken(shop.store, { service: 'ci', scopes: serviceScopes }, shop.now)).token)
  await launchesOf(shop)
  await deactivate(shop.store, people.deactivated, shop.now)
  const listens = await listening(shop)
  return {
    shop,
    page: (caller, method, path, fields) => {
      const cookie = cookies.get(caller)
      const headers = { ...ours, ...(cookie === undefined ? {} : { Cookie: cookie }) }
      return statusOf(`${listens.url}${path}`, {
        method,
        headers,
        ...(method === 'GET' ? {} : { body: fields instanceof FormData ? fields : new URLSearchParams(fields) }),
      })
    },
    program: (caller, method, path, body) => {
      const token = tokens.get(caller)
      const headers = {
        ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
        ...(body === null ? {} : { 'Content-Type': 'application/json' }),
      }
      return statusOf(`${listens.url}${path}`, {
        method,
        headers,
        ...(body === null ? {} : { body: JSON.stringify(body) }),
      })
    },
    async close() {
      await listens.close()
      await shop.close()
    },
  }
}

/** The status is enough: an event stream would not end. */
async function statusOf(url: string, init: RequestInit): Promise<number> {
  const leave = new AbortController()
  const answer = await fetch(url, { ...init, redirect: 'manual', signal: leave.signal })
  leave.abort()
  return answer.status
}

const common = { pipeline: 'pop-up', targetAt: '2026-12-01T10:00:00+08:00', timeZone: 'Asia/Taipei' }

async function launchesOf(shop: Shop): Promise<void> {
  const own = {
    'ecommerce-sme': ['priya'],
    'head-of-digital': ['helen'],
    'inventory-manager': ['joon'],
    'logistics-manager': ['wei'],
    'backend-developer': ['tom'],
    'technical-sme': ['ana'],
    tester: ['sam'],
    'content-team': ['lin', 'joon'],
    'full-stack-developer': [],
  }
  const other = Object.fromEntries(Object.keys(own).map((role) => [role, [otherPeople[role] ?? 'ben']]))
  for (const [slug, staff] of [['corner', own] as const, ['attic', other] as const]) {
    await shop.post('ada', '/api/v1/launches', { ...common, slug, title: slug, people: staff }).expect(201)
    const [lead = ''] = staff['ecommerce-sme'] ?? []
    await shop.send(lead, slug, { type: 'launch.start' }).expect(200)
  }
}

/** Of the launch `attic`: nobody who knocks. */
const otherPeople: Readonly<Record<string, string>> = {
  'ecommerce-sme': 'marta',
  'head-of-digital': 'yuna',
  'inventory-manager': 'tom',
  'logistics-manager': 'ana',
  'backend-developer': 'lin',
  'technical-sme': 'sam',
  tester: 'ben',
  'content-team': 'ben',
  'full-stack-developer': 'ben',
}
