import type { RequestHandler, Response } from 'express'
import multer from 'multer'
import { findGate, findItem, gateOf } from '../../machines/queries.ts'
import type { Evidence } from '../../machines/state.ts'
import { receiveEvidence, UnusableEvidence } from '../evidence.ts'
import type { LaunchView } from '../read-launch.ts'
import { answer, type Place, refusalOf, refuse, typedIn } from './commands.ts'
import { notFound } from './errors.ts'
import type { Visit } from './visit.ts'

/** Files and reports: how they come in by a form, and how they are downloaded. */

export const longestFile = 10 * 1024 * 1024

const upload = multer({
  storage: multer.memoryStorage(),
  limits: { fileSize: longestFile, files: 1, fields: 10, fieldSize: 64 * 1024 },
  // Browsers send names as UTF-8, whatever the header's own alphabet.
  defParamCharset: 'utf8',
}).single('file')

/** Reads a multipart body. A file that is too large is not an error of the request: the page says so. */
export const readUpload: RequestHandler = (req, res, next) => {
  upload(req, res, (error: unknown) => {
    if (error instanceof multer.MulterError && error.code === 'LIMIT_FILE_SIZE') res.locals.tooLarge = true
    else if (error instanceof multer.MulterError) res.locals.unreadable = true
    else if (error) return next(error)
    next()
  })
}

export async function postEvidence(visit: Visit, res: Response): Promise<void> {
  const { services, caller, req, w } = visit
  const { launch, gate, item } = req.params
  const place = { launch: String(launch), gate: String(gate), item: String(item) }
  const body = typedIn(req.body)
  const typed = { ...body, type: 'gate.tick', item: place.item }
  const kind = kindOf(visit, place)
  if (kind === null) return notFound(services, req, res)
  if (res.locals.tooLarge) return refuse(visit, res, place, refusalOf(typed, 413, w.t('form.file-too-large')))
  const file = req.file
  if (res.locals.unreadable || !file || file.size === 0) {
    const missing = w.reason({ code: 'evidence-missing', params: { kind } }, null)
    return refuse(visit, res, place, refusalOf(typed, 422, missing))
  }
  const unknown = Object.keys(body).filter((name) => !['candidate', 'requestKey', 'ifVersion'].includes(name))
  if (unknown.length > 0) {
    const sentence = w.t('form.unknown-fields', { names: w.list(unknown) })
    return refuse(visit, res, place, refusalOf(typed, 422, sentence))
  }
  const candidate = said(body.candidate)
  const ask = { caller, ...place, candidate, key: said(body.requestKey), route: `POST ${req.path}` }
  const { buffer: bytes, originalname: name } = file
  const received = kind === 'junit' ? ({ kind: 'report', bytes } as const) : ({ kind: 'file', name, bytes } as const)
  try {
    await answer(visit, res, place, typed, () => receiveEvidence(services, ask, received))
  } catch (error) {
    if (!(error instanceof UnusableEvidence)) throw error
    const sentence = w.t(error.code === 'file-type' ? 'form.file-type' : 'form.not-a-report')
    await refuse(visit, res, place, refusalOf(typed, 422, sentence))
  }
}

const said = (value: string | string[] | undefined): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined

/** What the item asks for; null when there is no such item. */
function kindOf(visit: Visit, { launch, gate, item }: Place): Evidence['kind'] | null {
  const view = visit.launches.find((each) => each.launch.launch === launch)
  const definition = view && findGate(view.launch.definition, gate ?? '')
  if (!view || !definition) return null
  return findItem(definition, gateOf(view.launch, definition.id).gate.context, item ?? '')?.asks.kind ?? null
}

/** The stored file under its own name, never shown inside a page of ours. */
export async function download(visit: Visit, res: Response): Promise<void> {
  const { services, req } = visit
  const sha256 = String(req.params.sha256)
  const view = visit.launches.find(({ launch }) => launch.launch === req.params.launch)
  const file =
    view && /^[0-9a-f]{64}$/.test(sha256) ? await services.store.evidenceFile(view.launch.launch, sha256) : null
  if (!view || !file) return notFound(services, req, res)
  res.attachment(fileName(view, sha256, file.type))
  res.set({
    'Content-Type': file.type,
    'Content-Length': String(file.size),
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'Cache-Control': 'no-store',
  })
  const stream = services.evidence.read(sha256)
  stream.on('error', (error) => res.destroy(error))
  stream.pipe(res)
}

function fileName(view: LaunchView, sha256: string, type: string): string {
  for (const { context } of Object.values(view.launch.gates))
    for (const { ticked, failed } of Object.values(context.items))
      for (const evidence of [ticked?.evidence, failed?.evidence])
        if (evidence?.kind === 'file' && evidence.sha256 === sha256) return view.text(evidence.name) ?? sha256
  return type === 'application/xml' ? `report-${sha256.slice(0, 12)}.xml` : sha256
}
