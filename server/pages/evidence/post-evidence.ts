import type { Response } from 'express'
import { findGate, findItem, gateOf } from '../../../machines/reading/queries.ts'
import type { Evidence } from '../../../machines/state.ts'
import {
  type EvidenceRequest,
  earlierStands,
  receiveEvidence,
  refusalUnread,
  UnusableEvidence,
} from '../../evidence/receive.ts'
import { inTurn, multipart } from '../../evidence/uploads.ts'
import { Problem } from '../../http/problems.ts'
import { refusalOf, type Typed } from '../forms/form.ts'
import { hasBadKey } from '../forms/form-command.ts'
import { type DrawPlace, type FormPlace, FormReply } from '../forms/form-reply.ts'
import { notFound } from '../layout/error-page.ts'
import type { PersonHandler } from '../request/for-person.ts'
import type { PageRequest } from '../request/page-request.ts'
import { fieldText, typedIn, unknownFieldsIn } from '../request/read-form.ts'

/** Files and reports that come in by a form. */

const readUpload = multipart(4)

export const postEvidence =
  (draw: DrawPlace): PersonHandler =>
  async (request, res) => {
    const { services, caller, req, w } = request
    const { launch, gate, item } = req.params
    const place = { launch: String(launch), gate: String(gate), item: String(item) }
    const asks = await kindOf(request, place)
    if (asks === null) return notFound(services, req, res)
    if (!req.is('multipart/form-data')) throw new Problem('invalid', { detail: w.t('form.not-a-form') })
    const route = `page POST /launches/${place.launch}/gates/${place.gate}/items/${place.item}/evidence`
    const reply = new FormReply(request, res, place, draw)
    const upload: PageUpload = {
      place,
      reply,
      kind: asks === 'junit' ? 'junit' : 'file',
      asks,
      ask: { caller, ...place, route },
    }
    // Which build and which request it is stands in the body: only who may never do this is refused unread.
    const refused = await refusalUnread(services, upload.ask, upload.kind)
    if (refused?.kind === 'refused' && refused.refusal.kind === 'forbidden')
      return reply.send(tickOf(place, {}), async () => refused)
    await inTurn(req, caller, () => takeUpload(request, res, upload))
  }

interface PageUpload {
  place: { launch: string; gate: string; item: string }
  reply: FormReply
  kind: 'junit' | 'file'
  asks: Evidence['kind']
  ask: EvidenceRequest
}

const tickOf = ({ item }: PageUpload['place'], body: Typed): Typed => ({ ...body, type: 'gate.tick', item })

async function takeUpload(
  request: PageRequest,
  res: Response,
  { place, reply, kind, asks, ask }: PageUpload,
): Promise<void> {
  const { services, req, w } = request
  const upload = await readUpload(req, res)
  const body = upload.kind === 'read' ? typedIn(upload.fields) : {}
  const typed = tickOf(place, body)
  const withEarlier = (sentence: string, stands: boolean) =>
    stands ? w.t('report.earlier-stands', { sentence }) : sentence
  // A file that is too large is not an error of the request: the page says so.
  if (upload.kind === 'too-large') {
    const sentence = withEarlier(w.t('form.file-too-large'), await earlierStands(services, ask))
    return reply.refuse(refusalOf(typed, 413, sentence))
  }
  if (upload.kind === 'unreadable') return reply.refuse(refusalOf(typed, 422, w.t('form.not-a-form')))
  const unknown = unknownFieldsIn(req, body, ['candidate', 'requestKey'])
  if (unknown !== null) return reply.refuse(refusalOf(typed, 422, unknown))
  if (hasBadKey(body)) return reply.refuse(refusalOf(typed, 422, w.t('form.bad-key')))
  const { file } = upload
  if (!file || file.bytes.length === 0) {
    const missing = w.reason({ code: 'evidence-missing', params: { kind: asks } }, null)
    return reply.refuse(refusalOf(typed, 422, missing))
  }
  const { name, bytes } = file
  const said = { ...ask, candidate: fieldText(body.candidate), key: fieldText(body.requestKey) }
  const received = kind === 'junit' ? ({ kind: 'report', bytes } as const) : ({ kind: 'file', name, bytes } as const)
  try {
    await reply.send(typed, () => receiveEvidence(services, said, received))
  } catch (error) {
    if (!(error instanceof UnusableEvidence)) throw error
    const { reason, earlierStands: stands } = error
    const sentence =
      reason.code === 'file-type' ? w.t('form.file-type') : w.t('form.not-saved', { why: w.reason(reason, null) })
    await reply.refuse(refusalOf(typed, 422, withEarlier(sentence, stands)))
  }
}

/** What the item asks for; null when there is no such item. */
async function kindOf(request: PageRequest, { launch, gate, item }: FormPlace): Promise<Evidence['kind'] | null> {
  const view = await request.view(launch)
  const definition = view && findGate(view.launch.definition, gate ?? '')
  if (!view || !definition) return null
  return findItem(definition, gateOf(view.launch, definition.id).gate.context, item ?? '')?.asks.kind ?? null
}
