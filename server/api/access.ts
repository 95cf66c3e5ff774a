import type { IncomingMessage } from 'node:http'
import type { Request, Response } from 'express'
import { z } from 'zod'
import { mayAudit } from '../../machines/installation/directory.ts'
import type { Scope } from '../../machines/installation/scopes.ts'
import type { LaunchState } from '../../machines/state.ts'
import { rememberTokenCaller } from '../audit/log-denials.ts'
import { actorOf, type Caller } from '../auth/caller.ts'
import { credentialsIn } from '../auth/credentials.ts'
import { authenticate } from '../auth/tokens.ts'
import { reserveWrite } from '../commands/write-limit.ts'
import { languageOf } from '../http/language.ts'
import { fieldErrors, Problem } from '../http/problems.ts'
import { isRequestKey } from '../http/request-key.ts'
import { sendBody } from '../http/send-body.ts'
import { isOurs, isSafe } from '../http/web-safety.ts'
import { type LaunchView, readLaunch } from '../launches/read-launch.ts'
import type { Services } from '../services.ts'
import { languages, words } from '../words/index.ts'
import type { ResponseBody } from './responses/index.ts'

/** Who may ask what of the API, judged in the promised order: who, what there is, whether it can be read, whether they may. */

/**
 * The caller of a machine path, by their token alone: the cookie is never read here. A browser repeats Basic by itself, also for
 * a form of another site: such a request changes nothing. Throws the problem of that.
 */
export async function callerOfToken(services: Services, req: Request): Promise<Caller | null> {
  const isBasic = credentialsIn(req.get('Authorization'))?.scheme === 'basic'
  if (isBasic && !isSafe(req) && !isOurs(services, req))
    throw new Problem('forbidden', { detail: words(languageOf(req)).t('api.other-site') })
  const caller = await authenticate(services.store, req.get('Authorization'), services.clock(), services.log)
  if (caller !== null) rememberTokenCaller(req, caller)
  return caller
}

/** The caller, who must be known; for a method that writes, with room for one more write. */
export async function requireCaller(services: Services, req: Request): Promise<Caller> {
  const caller = await callerOfToken(services, req)
  if (!caller)
    throw new Problem('unauthenticated', { detail: words(languageOf(req)).t('problem.unauthenticated.detail') })
  if (!isSafe(req)) reserveWrite(services, req, caller)
  return caller
}

/** The launch with its texts. A token for one launch sees no other. */
export async function requireLaunch(services: Services, req: Request, caller: Caller | null): Promise<LaunchView> {
  return found(req, caller, (slug) => readLaunch(services, slug, services.clock()))
}

/** The same as it is stored, without its texts: for what only judges. */
export async function requireStored(services: Services, req: Request, caller: Caller | null): Promise<LaunchState> {
  return found(req, caller, (slug) => services.store.load(slug))
}

async function found<T>(req: Request, caller: Caller | null, read: (slug: string) => Promise<T | null>): Promise<T> {
  const slug = String(req.params.launch)
  const limit = caller?.token?.launch ?? null
  const launch = limit === null || limit === slug ? await read(slug) : null
  if (launch === null) throw new Problem('unknown', unknownFields(req, 'unknown-launch', { launch: slug }))
  return launch
}

export function unknownFields(req: Request, code: string, params: Record<string, unknown>) {
  const reason = { code, params }
  return { detail: words(languageOf(req)).reason(reason, null), reason }
}

/** Any one of these scopes will do. */
export function requireScope(req: Request, caller: Caller, ...scopes: Scope[]): void {
  if (caller.token && scopes.some((scope) => caller.token?.scopes.includes(scope))) return
  throw new Problem('forbidden', {
    detail: words(languageOf(req)).t('api.scope', { scopes: scopes.join(', ') }),
    scopes,
  })
}

/** What only auditors, admins and services may read, with audit:read; a token for one launch shows nothing else. */
export function requireAuditor(req: Request, caller: Caller): void {
  requireScope(req, caller, 'audit:read')
  const { t } = words(languageOf(req))
  const launch = caller.token?.launch ?? null
  if (launch !== null) throw new Problem('forbidden', { detail: t('api.one-launch', { launch }) })
  if (!mayAudit(actorOf(caller))) throw new Problem('forbidden', { detail: t('api.auditors-only') })
}

/** What a schema says no to, field by field. */
export function parse<T>(req: Request, schema: z.ZodType<T>, value: unknown, where: 'body' | 'query' = 'body'): T {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw invalid(req, parsed.error, where)
}

export function invalid(req: Request, error: z.ZodError, where: 'body' | 'query' = 'body'): Problem {
  const w = words(languageOf(req))
  const errors = fieldErrors(error).map(({ pointer, detail }) => ({
    pointer: where === 'query' ? `?${pointer.slice(1)}` : pointer,
    detail: sentenceFor(w, pointer, detail),
  }))
  return new Problem('invalid', {
    detail: errors[0] ? `${errors[0].pointer}: ${errors[0].detail}` : w.t('problem.invalid.detail'),
    errors,
  })
}

function sentenceFor(w: ReturnType<typeof words>, pointer: string, what: string): string {
  if (pointer === '/reason' && what === 'missing-or-wrong')
    return w.reason({ code: 'reason-missing', params: {} }, null)
  if (pointer === '/slug') return w.reason({ code: 'slug-malformed', params: {} }, null)
  if (what === 'unknown-field') return w.t('api.unknown-field')
  if (what === 'too-long') return w.t('api.too-long')
  return what === 'missing-or-wrong' ? w.t('api.missing-or-wrong') : w.t('api.not-accepted')
}

/** The query parameters that an address takes beside `lang`; any other is refused by name. Made once for an address: schemas are dear. */
export function queryParameters<S extends z.ZodRawShape>(shape: S) {
  return z.strictObject({ ...shape, lang: z.enum(languages).optional() })
}

export const noParameters = queryParameters({})

export function query<T>(req: Request, schema: z.ZodType<T>): T {
  return parse(req, schema, req.query, 'query')
}

export const limit = z
  .string()
  .regex(/^[0-9]{1,3}$/)
  .transform(Number)
  .pipe(z.number().min(1).max(500))
  .optional()
export const wholeNumber = z
  .string()
  .regex(/^-?[0-9]{1,9}$/)
  .transform(Number)

/** The value of Idempotency-Key, when one was sent: 1 to 200 visible characters. */
export function idempotencyKey(req: Request): string | undefined {
  const key = req.get('Idempotency-Key')
  if (key === undefined) return undefined
  if (isRequestKey(key)) return key
  const detail = words(languageOf(req)).t('api.not-accepted')
  throw new Problem('invalid', {
    detail: `Idempotency-Key: ${detail}`,
    errors: [{ pointer: 'Idempotency-Key', detail }],
  })
}

/** JSON without a validator of its own: no ETag, and never from a cache. */
export function sendJson(res: Response, body: ResponseBody, status = 200): void {
  sendBody(res, status, 'json', JSON.stringify(body))
}

/** Sets a weak ETag; true when the caller has this very answer already and got 304 (RFC 9110 section 13.1.2). */
export function isUnchanged(req: Request, res: Response, tag: string): boolean {
  res.set('ETag', tag)
  if (!hasAlready(req, tag)) return false
  res.status(304).end()
  return true
}

/** Whether If-None-Match names this weak tag, by weak comparison (RFC 9110 section 8.8.3.2). */
export function hasAlready(req: IncomingMessage, tag: string): boolean {
  const { 'if-none-match': header } = req.headers
  if (header === undefined) return false
  const strong = (each: string) => each.trim().replace(/^W\//, '')
  const held = header.split(',').map(strong)
  return held.includes('*') || held.includes(strong(tag))
}

/** Who reads, as a part of an ETag: the same for every token of a person, another for everybody else. */
export function viewerOf(caller: Caller): string {
  return caller.kind === 'person' ? `person-${caller.person.id}` : `service-${caller.service.name}`
}
