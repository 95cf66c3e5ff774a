import type { Request, Response } from 'express'
import { z } from 'zod'
import type { Caller } from '../auth/caller.ts'
import { authenticate, type Scope } from '../auth/tokens.ts'
import { languageOf } from '../language.ts'
import { fieldErrors, Problem } from '../problems.ts'
import { type LaunchView, readLaunch } from '../read-launch.ts'
import { isRequestKey } from '../request-key.ts'
import type { Services } from '../services.ts'
import { words } from '../words/index.ts'

/** Who may ask what of the API, judged in the promised order: who, what there is, whether it can be read, whether they may. */

/** The caller of a machine path, by bearer token alone: the cookie is never read here. */
export async function callerOfToken(services: Services, req: Request): Promise<Caller | null> {
  return authenticate(services.store, req.get('Authorization'), services.clock(), services.log)
}

export async function requireCaller(services: Services, req: Request): Promise<Caller> {
  const caller = await callerOfToken(services, req)
  if (!caller)
    throw new Problem('unauthenticated', { detail: words(languageOf(req)).t('problem.unauthenticated.detail') })
  return caller
}

/** A token for one launch sees no other. */
export async function requireLaunch(services: Services, req: Request, caller: Caller | null): Promise<LaunchView> {
  const slug = String(req.params.launch)
  const limit = caller?.token?.launch ?? null
  const view = limit === null || limit === slug ? await readLaunch(services, slug, services.clock()) : null
  if (!view) throw new Problem('unknown', unknownFields(req, 'unknown-launch', { launch: slug }))
  return view
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

/** Query parameters that an address takes beside `lang`; any other is refused by name. */
export function query<S extends z.ZodRawShape>(req: Request, shape: S) {
  const schema = z.strictObject({ ...shape, lang: z.enum(['en', 'zh-Hant', 'ko']).optional() })
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
export function sendJson(res: Response, body: unknown, status = 200): void {
  res.status(status).type('application/json').send(JSON.stringify(body))
}

/** Sets a weak ETag; true when the caller has this very answer already and got 304 (RFC 9110 section 13.1.2). */
export function isUnchanged(req: Request, res: Response, tag: string): boolean {
  res.set('ETag', tag)
  const held = (req.get('If-None-Match') ?? '').split(',').map((each) => each.trim())
  if (!held.includes(tag)) return false
  res.status(304).end()
  return true
}
