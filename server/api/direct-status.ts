import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { authenticate } from '../auth/tokens.ts'
import { languageFor } from '../http/language.ts'
import { newHttpRequestId } from '../http/request-id.ts'
import { types } from '../http/send-body.ts'
import { isOwnHost, safeHeaderFields } from '../http/web-safety.ts'
import { judge } from '../launches/judgements.ts'
import type { Services } from '../services.ts'
import { hasAlready } from './access.ts'
import { type Answer, countAbsent, etag, retryAfter } from './status-answer.ts'
import { statusText } from './status-texts.ts'

/**
 * The two addresses that pipelines ask all day, answered before Express: its routing and its header handling take as long as all the
 * rest of such an answer. Only the plain question is answered here, from a token that may ask it. Everything else, every refusal
 * too, is left to the routes (status.ts), which answer the same to the same question.
 */
export function directStatus(services: Services, { isDraining }: { isDraining(): boolean }, routes: RequestListener) {
  const { config, figures, log } = services
  const isOwn = isOwnHost(config)
  const safe = safeHeaderFields(config).flat()
  const requests = {
    status: figures.requests.route(routeOf('status')),
    deploy: figures.requests.route(routeOf('deploy')),
  }

  const send = async (req: IncomingMessage, res: ServerResponse, address: Address, answer: Answer): Promise<void> => {
    const { now, stored, judgement } = answer
    const { decision } = judgement.verdict
    const id = newHttpRequestId()
    const language = languageFor(req)
    const fields = [...safe, 'X-Request-Id', id, 'Launchgate-Decision', decision]
    if (address === 'status') {
      const tag = etag(language, answer)
      fields.push('ETag', tag)
      if (hasAlready(req, tag)) return void res.writeHead(304, fields).end()
    } else if (decision !== 'go') fields.push('Retry-After', String(retryAfter(judgement.verdict, now)))
    const form = address === 'deploy' && decision !== 'go' ? 'locked' : 'status'
    const variant = { form, asked: askedAt[address], language, people: true } as const
    const text = (await statusText(services, stored, judgement, variant))(now, id)
    const type = form === 'locked' ? types.problem : types.json
    fields.push('Content-Type', type, 'Content-Length', String(text.length))
    res.writeHead(form === 'locked' ? 423 : 200, fields).end(text, 'latin1')
  }

  const answerDirectly = async (req: IncomingMessage, res: ServerResponse, question: Question): Promise<boolean> => {
    const started = performance.now()
    const answer = await answerTo(services, req, question)
    if (answer === null) return false
    await send(req, res, question.address, answer)
    requests[question.address].observe('GET', res.statusCode, (performance.now() - started) / 1000)
    return true
  }

  const listener: RequestListener = (req, res) => {
    const question = isDraining() || log.isLevelEnabled('debug') ? null : questionIn(req)
    if (question === null || !isOwn(req)) return void routes(req, res)
    answerDirectly(req, res, question).then(
      (isAnswered) => isAnswered || routes(req, res),
      // The routes meet the same error, and say what there is to say about it.
      () => (res.headersSent ? res.destroy() : routes(req, res)),
    )
  }
  return listener
}

type Address = 'status' | 'deploy'
const routeOf = (address: Address) => `/api/v1/launches/:launch/${address}`
const askedAt = { status: { build: 'current' }, deploy: { build: 'unnamed' } } as const

interface Question {
  launch: string
  address: Address
  authorization: string
}

/** What a request asks, where it is the plain question; else null. */
function questionIn({ method, url = '', headers }: IncomingMessage): Question | null {
  const { authorization } = headers
  if (method !== 'GET' || authorization === undefined) return null
  if (headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined) return null
  const [, launch, address] = /^\/api\/v1\/launches\/([a-z0-9-]{1,200})\/(status|deploy)$/.exec(url) ?? []
  if (launch === undefined || (address !== 'status' && address !== 'deploy')) return null
  return { launch, address, authorization }
}

/** Null for a caller who gets no plain answer. */
async function answerTo(services: Services, req: IncomingMessage, question: Question): Promise<Answer | null> {
  const { store, clock, log } = services
  const { launch, address, authorization } = question
  const caller = await authenticate(store, authorization, clock(), log)
  const token = caller?.token
  if (caller === null || !token?.scopes.includes('status:read')) return null
  if (token.launch !== null && token.launch !== launch) return null
  const stored = await store.load(launch)
  if (stored === null || req.destroyed) return null
  const absent = await countAbsent(services, stored)
  const now = clock()
  return { caller, stored, absent, now, judgement: judge(stored, now, askedAt[address]) }
}
