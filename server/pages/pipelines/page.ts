import type { Response } from 'express'
import { mayCreate } from '../../../machines/create.ts'
import { neededBy, needsOf, stepsOf } from '../../../machines/pipeline/graph.ts'
import type { GateDefinition, ItemDefinition, Pipeline } from '../../../machines/pipeline/pipeline.ts'
import { render } from '../../http/render.ts'
import { sendPage } from '../../http/respond.ts'
import { readViews } from '../../launches/launch-lists.ts'
import { launchTitle } from '../../launches/launch-title.ts'
import { type LaunchView, readNames } from '../../launches/read-launch.ts'
import { preview } from '../../pipelines/preview.ts'
import { notFound } from '../layout/error-page.ts'
import { listed } from '../layout/pieces.ts'
import { leavesOutWords, pipelineHref, pipelineTitle } from '../layout/pipeline-words.ts'
import { renderPage } from '../layout/shell.ts'
import { shownText } from '../layout/shown-text.ts'
import type { PageRequest } from '../request/page-request.ts'

/** Pipelines to read, each in its versions: what each gate asks, of whom, and what it waits for, as text. */

export async function showPipelines(request: PageRequest, res: Response): Promise<void> {
  const { w, services } = request
  const title = w.t('pipelines.title')
  const rows = (await services.pipelines.all()).map(({ definition, texts }) => ({
    href: `/pipelines/${definition.id}`,
    title: shownText(w, pipelineTitle(w, { definition, texts })),
    version: versionWords(request, definition),
    size: sizeWords(request, definition),
  }))
  const body = render('pipelines/list', { title, lead: w.t('pipelines.lead'), rows })
  sendPage(
    res,
    await renderPage(request, { title, current: 'launches', crumbs: [], live: null, hasBar: false, zone: null, body }),
  )
}

export async function showPipeline(request: PageRequest, res: Response): Promise<void> {
  const { w, services, req, actor, now } = request
  const pipeline = await pipelineAsked(request)
  if (!pipeline) return notFound(services, req, res)
  const view = preview(pipeline, await readNames(services), now)
  const { definition } = pipeline
  const title = pipelineTitle(w, pipeline)
  const versions = await services.pipelines.versions(definition.id)
  const newest = Math.max(definition.version, ...versions)
  const isNewest = definition.version === newest
  const roles = (ids: readonly string[]) => w.list(ids.map((role) => w.role(view, role)))
  const body = render('pipelines/page', {
    title: shownText(w, title),
    version: versionWords(request, definition),
    size: sizeWords(request, definition),
    older: isNewest ? null : olderWords(request, definition, newest),
    make:
      isNewest && mayCreate(actor, definition)
        ? { href: `/launches/new?pipeline=${definition.id}`, label: w.t('pipeline.make') }
        : null,
    versions: await Promise.all(versions.map((version) => versionRow(request, definition, version, newest))),
    steps: stepsOf(definition).map((step, at) => stepWords(request, view, step, at + 1)),
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
      gates: definition.gates.filter((gate) => gate.phase === phase).map((gate) => gateWords(request, view, gate)),
    })),
    words: {
      index: w.t('page.gates'),
      facts: w.t('pipeline.facts'),
      questions: w.t('new.questions'),
      advice: w.t('ui.recommended'),
      critical: w.t('ui.critical-gate'),
      versions: w.t('pipeline.versions'),
      noLaunch: w.t('pipeline.no-launch'),
      order: w.t('pipeline.order'),
      orderSide: w.t('pipeline.order-side'),
      firstStep: w.t('pipeline.first-step'),
    },
  })
  sendPage(
    res,
    await renderPage(request, {
      title: isNewest ? title : w.t('foot.pipeline', { title, version: w.number(definition.version) }),
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

/** The version that the address names, or else the newest. */
async function pipelineAsked({ services, req }: PageRequest): Promise<Pipeline | undefined> {
  const id = String(req.params.pipeline)
  const { version } = req.query
  if (version === undefined) return services.pipelines.get(id)
  return /^[1-9][0-9]*$/.test(String(version)) ? services.pipelines.version(id, Number(version)) : undefined
}

function olderWords({ w }: PageRequest, { id, version }: Pipeline['definition'], newest: number) {
  return {
    note: w.t('pipeline.older', { version: w.number(version), newest: w.number(newest) }),
    newest: { href: pipelineHref(id, newest), label: w.t('pipeline.read-newest', { newest: w.number(newest) }) },
  }
}

const mostFollowers = 20

/** One version, and the launches that follow it, the first by target time; those that were archived have left this list too. */
async function versionRow(request: PageRequest, shown: Pipeline['definition'], version: number, newest: number) {
  const { services, w, now } = request
  const filter = { archived: false, pipeline: { id: shown.id, version } }
  const slugs = await services.store.lists.byTarget(filter, 0, mostFollowers)
  const more = (await services.store.lists.count(filter)) - slugs.length
  const key = version === newest ? 'pipeline.one-version-newest' : 'pipeline.one-version'
  return {
    href: pipelineHref(shown.id, version, newest),
    label: w.t(key, { version: w.number(version) }),
    isShown: version === shown.version,
    launches: (await readViews(services, slugs, now)).map((view) => ({
      href: `/launches/${view.launch.launch}`,
      title: shownText(w, launchTitle(view)),
    })),
    more: more > 0 ? w.t('pipeline.more-launches', { count: more }) : null,
  }
}

/** The gates of one step of the graph, each with what comes before it. */
function stepWords({ w }: PageRequest, view: LaunchView, step: readonly string[], number: number) {
  const { definition } = view.launch
  return {
    title: w.t('pipeline.step', { step: w.number(number) }),
    isFirst: number === 1,
    gates: step.map((id) => ({ ...gateLink(w, view, id), after: afterWords(w, view, needsOf(definition, id)) })),
  }
}

function afterWords(w: PageRequest['w'], view: LaunchView, needs: readonly string[]): string | null {
  if (needs.length === 0) return null
  if (needs.length > 1 && needs.length === view.launch.definition.gates.length - 1) return w.t('pipeline.after-all')
  return w.t('pipeline.after', { gates: w.list(needs.map((need) => w.gate(view, need))) })
}

const gateLink = (w: PageRequest['w'], view: LaunchView, id: string) => ({ href: `#${id}`, label: w.gate(view, id) })

const versionWords = ({ w }: PageRequest, { id, version }: Pipeline['definition']): string =>
  w.t('pipeline.version', { id, version: w.number(version) })

const sizeWords = ({ w }: PageRequest, { gates, phases, roles }: Pipeline['definition']): string =>
  w.t('pipeline.size', { gates: gates.length, phases: phases.length, roles: roles.length })

function gateWords({ w }: PageRequest, view: LaunchView, gate: GateDefinition) {
  const owner = w.t('pipeline.owned', { role: w.role(view, gate.owner) })
  const signers =
    gate.signers.length === 0
      ? w.t('pipeline.not-signed')
      : w.t('pipeline.signed', { roles: w.list(gate.signers.map((role) => w.role(view, role))) })
  const items = gate.items.map((item) => itemWords(w, view, gate, item))
  const dependents = neededBy(view.launch.definition, gate.id)
  const links = (ids: readonly string[]) =>
    listed(
      w,
      ids.map((id) => gateLink(w, view, id)),
    )
  return {
    id: gate.id,
    title: w.gate(view, gate.id),
    critical: gate.critical,
    why: w.why(view, gate.id),
    owner: w.role(view, gate.owner),
    who: [owner, signers, ...(gate.due === null ? [] : [w.t('pipeline.due', { duration: w.duration(gate.due) })])].join(
      ' · ',
    ),
    needs:
      gate.needs.length === 0
        ? [w.t('pipeline.needs-none')]
        : w.pieces('pipeline.needs', { gates: links(gate.needs) }).flat(),
    neededBy: dependents.length === 0 ? null : w.pieces('pipeline.needed-by', { gates: links(dependents) }).flat(),
    required: items.filter(({ required }) => required),
    advice: items.filter(({ required }) => !required),
  }
}

function itemWords(w: PageRequest['w'], view: LaunchView, gate: GateDefinition, item: ItemDefinition) {
  const { asks, freshFor, recheckOn } = item
  const hint = w.hint(view, gate.id, item.id)
  const asked =
    asks.kind === 'number'
      ? [w.t('pipeline.number', { bounds: w.bounds(asks, w.unit(view, gate.id, item.id)) })]
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
    ].join(' · '),
  }
}
