import type { ItemDefinition } from '../../../machines/pipeline/pipeline.ts'
import type { CanGate } from '../../../machines/reading/can.ts'
import { obstacle } from '../../../machines/reading/obstacle.ts'
import { gateOf, rechecksOnCandidate } from '../../../machines/reading/queries.ts'
import type { LaunchView } from '../../launches/read-launch.ts'
import { buildToCheck, describeEffects, sampleChecks } from '../confirm/simulate.ts'
import type { PageRequest } from '../request/page-request.ts'
import { commandsHref } from './commands-href.ts'
import type { FieldSpec, Form, FormMaker } from './form.ts'

/** The form that ticks or fails one item, with the evidence that the item asks for. */

export type AllowedChecks = CanGate['items'][string]

/** What the person should know before they check: bounds, age, and whether it holds for one build. */
export function itemNotes({ w }: PageRequest, view: LaunchView, item: ItemDefinition): string[] {
  const build = view.launch.context.candidate?.version
  return [
    ...(item.freshFor === null ? [] : [w.t('item.fresh-for', { duration: w.duration(item.freshFor) })]),
    ...(rechecksOnCandidate(item) && build !== undefined ? [w.t('item.about-build', { candidate: build })] : []),
  ]
}

export function commandFields(view: LaunchView, id: string, item: ItemDefinition) {
  const hidden = { gate: id, item: item.id, candidate: buildToCheck(view, item) }
  return { action: commandsHref(view, id), hidden }
}

/** What would follow from a check of this item, and the form for it, by itself on a page. */
export function checkForm(
  request: PageRequest,
  view: LaunchView,
  id: string,
  item: ItemDefinition,
  maker: FormMaker,
): Form {
  const { actor, now } = request
  const at = { gate: id, item: item.id }
  const may = checks.filter((type) => obstacle(view.launch, { type, ...at }, actor, now) === null)
  const [good] = sampleChecks(view, id, item)
  const form = itemForm(request, view, id, item, may, maker, 'tick')
  const { version } = gateOf(view.launch, id).gate
  return {
    ...form,
    // A file goes to an address of its own, which takes no version.
    hidden: form.multipart ? form.hidden : [...form.hidden, ['ifVersion', String(version)]],
    intro: [...itemNotes(request, view, item), ...(good ? describeEffects(request, view, good) : []), ...form.intro],
  }
}

const checks = ['gate.tick', 'gate.failCheck'] as const

/** What would follow if the check failed; where it cannot, nothing. */
function ifFailed(request: PageRequest, view: LaunchView, id: string, item: ItemDefinition): string[] {
  const [, bad] = sampleChecks(view, id, item)
  const follows = bad === undefined ? [] : describeEffects(request, view, bad)
  return follows.map((sentence) => request.w.t('effect.if-failed', { sentence }))
}

/** `tick`: what is asked for now; `again`: a new check of what is ticked already. */
export type Purpose = 'tick' | 'again'

/** The form for the one kind of evidence that the item asks for. */
export function itemForm(
  request: PageRequest,
  view: LaunchView,
  id: string,
  item: ItemDefinition,
  may: AllowedChecks,
  maker: FormMaker,
  purpose: Purpose,
): Form {
  const { w } = request
  const { action, hidden } = commandFields(view, id, item)
  const about = w.item(view, id, item.id)
  const name = `gate-tick-${item.id}`
  const sentence = `t-${item.id}`
  const hint = w.hint(view, id, item.id)
  const { asks } = item
  const tick = { label: w.command('gate.tick'), about, main: purpose === 'tick' }
  if (asks.kind === 'none')
    return maker.make({
      name,
      action,
      hidden: { ...hidden, type: 'gate.tick' },
      buttons: [{ ...tick, pressed: purpose === 'again' ? null : false }],
    })
  if (asks.kind === 'file' || asks.kind === 'junit')
    return maker.make({
      name,
      action: `/launches/${view.launch.launch}/gates/${id}/items/${item.id}/evidence`,
      about: sentence,
      hidden: { candidate: hidden.candidate },
      multipart: true,
      intro: may.includes('gate.failCheck') ? ifFailed(request, view, id, item) : [],
      fields: [fileField(request, asks.kind, hint)],
      buttons: [{ label: w.t(asks.kind === 'junit' ? 'item.give-report' : 'item.give-file'), about, main: tick.main }],
    })
  if (asks.kind === 'number') {
    const fail = { label: w.command('gate.failCheck'), about, value: { name: 'type', value: 'gate.failCheck' } }
    const save = { ...tick, label: w.t('form.save'), value: { name: 'type', value: 'gate.tick' } }
    return maker.make({
      name,
      action,
      hidden: { ...hidden, 'evidence.kind': 'number' },
      about: sentence,
      intro: may.includes('gate.failCheck') ? ifFailed(request, view, id, item) : [],
      fields: [
        {
          kind: 'number',
          name: 'evidence.value',
          label: w.kind('number'),
          unit: w.unit(view, id, item.id),
          hint: [w.bounds(asks), ...(hint === null ? [] : [hint])].join(' · '),
          required: true,
        },
      ],
      buttons: [...(may.includes('gate.tick') ? [save] : []), ...(may.includes('gate.failCheck') ? [fail] : [])],
    })
  }
  const fields: FieldSpec[] =
    asks.kind === 'note'
      ? [{ kind: 'textarea', name: 'evidence.text', label: w.kind('note'), hint, required: true }]
      : [
          {
            kind: 'url',
            name: 'evidence.url',
            label: w.kind('link'),
            hint: hint ?? w.t('form.link-hint'),
            required: true,
          },
          { kind: 'text', name: 'evidence.title', label: w.t('form.link-title') },
        ]
  return maker.make({
    name,
    action,
    hidden: { ...hidden, type: 'gate.tick', 'evidence.kind': asks.kind },
    about: sentence,
    fields,
    buttons: [tick],
  })
}

function fileField({ w }: PageRequest, kind: 'file' | 'junit', hint: string | null): FieldSpec {
  const isReport = kind === 'junit'
  return {
    kind: 'file',
    name: 'file',
    label: w.kind(kind),
    hint: w.sentences([
      ...(hint === null ? [] : [w.t('gate.sentence', { text: hint })]),
      w.t(isReport ? 'form.report-hint' : 'form.file-hint'),
    ]),
    required: true,
    accept: isReport ? '.xml,application/xml,text/xml' : null,
  }
}
