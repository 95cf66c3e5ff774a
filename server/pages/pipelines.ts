import type { Response } from 'express'
import { mayCreate } from '../../machines/create.ts'
import type { GateDefinition, ItemDefinition, Pipeline } from '../../machines/pipeline.ts'
import { type LaunchView, readNames } from '../read-launch.ts'
import { render } from '../render.ts'
import { sendPage } from '../respond.ts'
import { notFound } from './errors.ts'
import { leavesOutWords } from './new-launch-page.ts'
import { pipelineTitle, preview } from './preview.ts'
import { page } from './shell.ts'
import type { Visit } from './visit.ts'

/** Pipelines to read: what each gate asks, of whom, and what it waits for, as text. */

export async function showPipelines(visit: Visit, res: Response): Promise<void> {
  const { w, services } = visit
  const title = w.t('pipelines.title')
  const rows = (await services.pipelines.all()).map(({ definition, texts }) => ({
    href: `/pipelines/${definition.id}`,
    title: pipelineTitle(w, { definition, texts }),
    version: versionWords(visit, definition),
    size: sizeWords(visit, definition),
  }))
  const body = render('pipelines', { title, lead: w.t('pipelines.lead'), rows })
  sendPage(res, page(visit, { title, current: 'launches', crumbs: [], live: null, hasBar: false, zone: null, body }))
}

export async function showPipeline(visit: Visit, res: Response): Promise<void> {
  const { w, services, req, actor, now } = visit
  const pipeline = await services.pipelines.get(String(req.params.pipeline))
  if (!pipeline) return notFound(services, req, res)
  const view = preview(pipeline, await readNames(services), now)
  const { definition } = pipeline
  const title = pipelineTitle(w, pipeline)
  const roles = (ids: readonly string[]) => w.list(ids.map((role) => w.role(view, role)))
  const body = render('pipeline', {
    title,
    version: versionWords(visit, definition),
    size: sizeWords(visit, definition),
    make: mayCreate(actor, definition)
      ? { href: `/launches/new?pipeline=${definition.id}`, label: w.t('pipeline.make') }
      : null,
    facts: [
      { label: w.t('role.lead'), text: w.role(view, definition.lead) },
      { label: w.t('role.sponsor'), text: w.role(view, definition.sponsor) },
      { label: w.t('pipeline.build-roles'), text: roles(definition.candidateRoles) },
      {
        label: w.t('pipeline.waivers'),
        text: w.t('pipeline.at-most', { duration: w.duration(definition.waiverLimit) }),
      },
      { label: w.t('pipeline.decision'), text: w.gate(view, definition.decision) },
    ],
    questions: definition.questions.map(({ id, leavesOut }) => ({
      question: w.question(view, id),
      leavesOut: leavesOutWords(w, view, leavesOut),
    })),
    phases: definition.phases.map((phase) => ({
      id: phase,
      name: w.phase(view, phase),
      gates: definition.gates.filter((gate) => gate.phase === phase).map((gate) => gateWords(visit, view, gate)),
    })),
    words: {
      facts: w.t('pipeline.facts'),
      questions: w.t('new.questions', { count: definition.questions.length }),
      advice: w.t('ui.good-to-have'),
      killer: w.t('ui.killer-gate'),
      needs: w.t('pipeline.needs'),
    },
  })
  sendPage(
    res,
    page(visit, {
      title,
      current: 'launches',
      crumbs: [
        { label: w.t('pipelines.title'), href: '/pipelines' },
        { label: title, href: null },
      ],
      live: null,
      hasBar: false,
      zone: null,
      body,
    }),
  )
}

const versionWords = ({ w }: Visit, { id, version }: Pipeline['definition']): string =>
  w.t('pipeline.version', { id, version: w.number(version) })

const sizeWords = ({ w }: Visit, { gates, phases, roles }: Pipeline['definition']): string =>
  w.t('pipeline.size', { gates: gates.length, phases: phases.length, roles: roles.length })

function gateWords({ w }: Visit, view: LaunchView, gate: GateDefinition) {
  const owner = w.t('pipeline.owned', { role: w.role(view, gate.owner) })
  const signers =
    gate.signers.length === 0
      ? w.t('pipeline.not-signed')
      : w.t('pipeline.signed', { roles: w.list(gate.signers.map((role) => w.role(view, role))) })
  const items = gate.items.map((item) => itemWords(w, view, gate, item))
  return {
    id: gate.id,
    title: w.gate(view, gate.id),
    killer: gate.killer,
    why: w.why(view, gate.id),
    who: [owner, signers, ...(gate.due === null ? [] : [w.t('pipeline.due', { duration: w.duration(gate.due) })])],
    needs: gate.needs.map((id) => ({ href: `#${id}`, name: w.gate(view, id) })),
    required: items.filter(({ required }) => required),
    advice: items.filter(({ required }) => !required),
  }
}

function itemWords(w: Visit['w'], view: LaunchView, gate: GateDefinition, item: ItemDefinition) {
  const { asks, freshFor, recheckOn } = item
  const unit = w.unit(view, gate.id, item.id)
  const hint = w.hint(view, gate.id, item.id)
  const asked =
    asks.kind === 'number'
      ? [w.t('pipeline.number', { bounds: w.bounds(asks), unit: unit ?? '' }).trim()]
      : asks.kind === 'none'
        ? []
        : [w.kind(asks.kind)]
  return {
    id: item.id,
    text: w.item(view, gate.id, item.id),
    required: item.required,
    details: [
      ...asked,
      ...(hint === null ? [] : [hint]),
      ...(item.owner === gate.owner ? [] : [w.role(view, item.owner)]),
      ...(freshFor === null ? [] : [w.t('pipeline.fresh', { duration: w.duration(freshFor) })]),
      ...recheckOn.map((on) =>
        on === 'candidate' ? w.t('pipeline.on-build') : w.t('pipeline.on-gate', { gate: w.gate(view, on.needs) }),
      ),
    ],
  }
}
