import type { Response } from 'express'
import { findGate, findItem, gateOf } from '../../machines/reading/queries.ts'
import { type Evidence, evidenceSchema } from '../../machines/state.ts'
import { keptName } from '../evidence/file-name.ts'
import { readEvidence } from '../evidence/read.ts'
import {
  type EvidenceRequest,
  earlierStands,
  receiveEvidence,
  refusalUnread,
  UnusableEvidence,
} from '../evidence/receive.ts'
import { inTurn, multipart } from '../evidence/uploads.ts'
import { Problem } from '../http/problems.ts'
import type { LaunchView } from '../launches/read-launch.ts'
import { answer, hasBadKey, type Place, refuse } from './commands.ts'
import { refusalOf, type Typed } from './forms/form.ts'
import { notFound } from './layout/error-page.ts'
import { textsOf } from './layout/log-lines.ts'
import type { PageRequest } from './request/page-request.ts'
import { text, typedIn, unknownFieldsIn } from './request/read-form.ts'

/** Files and reports: how they come in by a form, and how they are downloaded. */

const readUpload = multipart(4)

export async function postEvidence(request: PageRequest, res: Response): Promise<void> {
  const { services, caller, req, w } = request
  const { launch, gate, item } = req.params
  const place = { launch: String(launch), gate: String(gate), item: String(item) }
  const asks = await kindOf(request, place)
  if (asks === null) return notFound(services, req, res)
  if (!req.is('multipart/form-data')) throw new Problem('invalid', { detail: w.t('form.not-a-form') })
  const route = `page POST /launches/${place.launch}/gates/${place.gate}/items/${place.item}/evidence`
  const upload: PageUpload = {
    place,
    kind: asks === 'junit' ? 'junit' : 'file',
    asks,
    ask: { caller, ...place, route },
  }
  // Which build and which request it is stands in the body: only who may never do this is refused unread.
  const refused = await refusalUnread(services, upload.ask, upload.kind)
  if (refused?.kind === 'refused' && refused.refusal.kind === 'forbidden')
    return answer(request, res, place, tickOf(place, {}), async () => refused)
  await inTurn(req, caller, () => takeUpload(request, res, upload))
}

interface PageUpload {
  place: { launch: string; gate: string; item: string }
  kind: 'junit' | 'file'
  asks: Evidence['kind']
  ask: EvidenceRequest
}

const tickOf = ({ item }: PageUpload['place'], body: Typed): Typed => ({ ...body, type: 'gate.tick', item })

async function takeUpload(request: PageRequest, res: Response, { place, kind, asks, ask }: PageUpload): Promise<void> {
  const { services, req, w } = request
  const upload = await readUpload(req, res)
  const body = upload.kind === 'read' ? typedIn(upload.fields) : {}
  const typed = tickOf(place, body)
  const withEarlier = (sentence: string, stands: boolean) =>
    stands ? w.t('report.earlier-stands', { sentence }) : sentence
  // A file that is too large is not an error of the request: the page says so.
  if (upload.kind === 'too-large') {
    const sentence = withEarlier(w.t('form.file-too-large'), await earlierStands(services, ask))
    return refuse(request, res, place, refusalOf(typed, 413, sentence))
  }
  if (upload.kind === 'unreadable') return refuse(request, res, place, refusalOf(typed, 422, w.t('form.not-a-form')))
  const unknown = unknownFieldsIn(req, body, ['candidate', 'requestKey'])
  if (unknown !== null) return refuse(request, res, place, refusalOf(typed, 422, unknown))
  if (hasBadKey(body)) return refuse(request, res, place, refusalOf(typed, 422, w.t('form.bad-key')))
  const { file } = upload
  if (!file || file.bytes.length === 0) {
    const missing = w.reason({ code: 'evidence-missing', params: { kind: asks } }, null)
    return refuse(request, res, place, refusalOf(typed, 422, missing))
  }
  const { name, bytes } = file
  const said = { ...ask, candidate: text(body.candidate), key: text(body.requestKey) }
  const received = kind === 'junit' ? ({ kind: 'report', bytes } as const) : ({ kind: 'file', name, bytes } as const)
  try {
    await answer(request, res, place, typed, () => receiveEvidence(services, said, received))
  } catch (error) {
    if (!(error instanceof UnusableEvidence)) throw error
    const { reason, earlierStands: stands } = error
    const sentence =
      reason.code === 'file-type' ? w.t('form.file-type') : w.t('form.not-saved', { why: w.reason(reason, null) })
    await refuse(request, res, place, refusalOf(typed, 422, withEarlier(sentence, stands)))
  }
}

/** What the item asks for; null when there is no such item. */
async function kindOf(request: PageRequest, { launch, gate, item }: Place): Promise<Evidence['kind'] | null> {
  const view = await request.view(launch)
  const definition = view && findGate(view.launch.definition, gate ?? '')
  if (!view || !definition) return null
  return findItem(definition, gateOf(view.launch, definition.id).gate.context, item ?? '')?.asks.kind ?? null
}

/** The stored file under its own name, never shown inside a page of ours. */
export async function download(request: PageRequest, res: Response): Promise<void> {
  const { services, req } = request
  const sha256 = String(req.params.sha256)
  const view = await request.view(String(req.params.launch))
  const file =
    view && /^[0-9a-f]{64}$/.test(sha256) ? await services.store.evidenceFile(view.launch.launch, sha256) : null
  if (!view || !file) return notFound(services, req, res)
  const bytes = await readEvidence(services, file, request.w.t('api.damaged-file'))
  res.attachment(keptName(await fileName(request, view, sha256, file.type)))
  res.set({
    'Content-Type': file.type,
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'Cache-Control': 'no-store',
  })
  res.send(bytes)
}

/** As it was called when it was given; what took its place since does not change that. */
async function fileName(request: PageRequest, view: LaunchView, sha256: string, type: string): Promise<string> {
  const entry = await request.services.store.search.newestOfFile(view.launch.launch, sha256)
  const file = fileIn(entry?.data.evidence, sha256)
  if (file) return (await textsOf(request, view, file))(file.name) ?? sha256
  return type === 'application/xml' ? `report-${sha256.slice(0, 12)}.xml` : sha256
}

/** The evidence that this is, if it is this file. */
function fileIn(said: unknown, sha256: string) {
  const { data } = evidenceSchema.safeParse(said)
  return data?.kind === 'file' && data.sha256 === sha256 ? data : null
}
