import { randomBytes } from 'node:crypto'
import type { Pipeline } from '../../../machines/pipeline/pipeline.ts'
import { fourEyesClashes } from '../../../machines/reading/four-eyes.ts'
import { holdersOf, neededGates } from '../../../machines/reading/queries.ts'
import { mayHaveRoles } from '../../auth/people.ts'
import { render } from '../../http/render.ts'
import type { LaunchView, Names } from '../../launches/read-launch.ts'
import { ownProperty } from '../../own-property.ts'
import { preview } from '../../pipelines/preview.ts'
import type { Key, Words } from '../../words/index.ts'
import { zonesOf } from '../forms/zones.ts'
import { personName } from '../layout/person-name.ts'
import { aboutWords, listed } from '../layout/pieces.ts'
import { leavesOutWords, pipelineTitle } from '../layout/pipeline-words.ts'
import { renderPage } from '../layout/shell.ts'
import type { PageRequest } from '../request/page-request.ts'
import type { NewDraft } from './draft.ts'

/** What the page has to say about what was sent. */
export interface DraftFeedback {
  status: number
  sentence: string
  /** By the name of the field. */
  errors: Record<string, string>
  /** Something is invalid; otherwise the page was only asked to show more. */
  isRefusal: boolean
  at: 'people' | null
}

/** Classes of the fields that are not as wide as their form. */
const sizes: Partial<Record<keyof NewDraft, string>> = { date: 'mid', time: 'short' }

/** The form for a new launch of this pipeline, filled in; nothing of it is stored. */
export async function drawNewLaunch(
  request: PageRequest,
  names: Names,
  offered: readonly Pipeline[],
  pipeline: Pipeline,
  draft: NewDraft,
  said: DraftFeedback | null,
): Promise<string> {
  const { w, now, actor } = request
  const view = preview(pipeline, names, now, draft, actor)
  const error = (name: string) => said?.errors[name] ?? null
  const text = (
    name: 'title' | 'slug' | 'store' | 'date' | 'time',
    label: string,
    hint: string | null,
    required = true,
  ) => {
    const id = `new-${name}`
    const said = { error: error(name), hint }
    const describedBy = Object.entries(said).flatMap(([part, words]) => (words ? [`${id}-${part}`] : []))
    return {
      name,
      id,
      label,
      required,
      value: draft[name],
      ...said,
      describedBy: describedBy.join(' '),
      type: name === 'date' || name === 'time' ? name : 'text',
      size: sizes[name] ?? null,
      // The address follows the title until somebody types one.
      slugOf: name === 'slug' ? 'new-title' : null,
    }
  }
  const fields = {
    title: text('title', w.t('new.name'), null),
    slug: text('slug', w.t('new.address'), w.t('new.address-hint'), false),
    store: text('store', w.t('new.store'), w.t('new.store-hint'), false),
    date: text('date', w.t('new.date'), null),
    time: text('time', w.t('new.time'), null),
    zone: {
      name: 'zone',
      id: 'new-zone',
      label: w.t('ui.time-zone'),
      error: error('zone'),
      zones: zonesOf(draft.zone),
    },
  }
  const clashes = clashesOf(w, view)
  const roles = rolesOf(request, view, draft, said).map((role) => ({
    ...role,
    clashes: clashes.filter((clash) => clash.roles.includes(role.roleId)).map(({ sentence }) => sentence),
  }))
  const title = w.t('new.title')
  const body = render('new-launch/page', {
    title,
    lead: w.t('new.lead'),
    said: said && !said.isRefusal && said.at === null ? said : null,
    checked: said?.at === 'people' && clashes.length === 0 ? said.sentence : null,
    refusal:
      said?.isRefusal === true
        ? {
            refusal: { sentence: said.sentence, changed: [] },
            invalidFields: [
              { id: 'new-pipeline', label: w.t('ui.pipeline'), error: error('pipeline') },
              ...Object.values(fields),
              ...roles.map(({ id, role, error: wrong }) => ({ id, label: role, error: wrong })),
            ].flatMap(({ id, label, error: value }) =>
              value === null ? [] : [{ id, sentence: w.t('mark.label', { label, value }) }],
            ),
          }
        : null,
    key: randomBytes(18).toString('base64url'),
    shown: pipeline.definition.id,
    pipelines: offered.map(({ definition, texts }) => ({
      id: definition.id,
      title: pipelineTitle(w, { definition, texts }),
      about: aboutWords(w, pipelineTitle(w, { definition, texts })),
      checked: definition.id === pipeline.definition.id,
      pitch: pitchOf(w, definition.id),
      hint: w.t('new.pipeline-size', { gates: definition.gates.length, phases: definition.phases.length }),
      href: `/pipelines/${definition.id}`,
    })),
    fields,
    questionsTitle: w.t('new.questions'),
    questions: questionsOf(w, view, draft),
    roles,
    clashes: clashes.map(({ sentence }) => sentence),
    words: {
      pipeline: w.t('ui.pipeline'),
      what: w.t('new.details'),
      people: w.t('new.people'),
      peopleSide: w.t('new.people-side'),
      showPipeline: w.t('new.show-pipeline'),
      readPipeline: w.t('new.read-pipeline'),
      checkPeople: w.t('new.check-conflicts'),
      invite: w.t('admin.invites.title'),
      yes: w.t('new.yes'),
      no: w.t('new.no'),
      create: w.command('launch.create'),
      leave: w.t('form.cancel'),
      next: w.t('new.next'),
      conflicts: w.t('new.conflicts'),
    },
  })
  return renderPage(request, {
    title,
    current: 'launches',
    crumbs: [
      { label: w.t('page.launches'), href: '/launches' },
      { label: title, href: null },
    ],
    live: null,
    hasBar: false,
    isNarrow: true,
    zone: null,
    body,
  })
}

/** For whom a pipeline of ours is; what was imported says so in its title. */
const pitches: Readonly<Record<string, Extract<Key, `new.pitch.${string}`>>> = {
  'first-look': 'new.pitch.first-look',
  'ecommerce-essential': 'new.pitch.ecommerce-essential',
  ecommerce: 'new.pitch.ecommerce',
}

function pitchOf(w: Words, pipeline: string): string | null {
  const key = ownProperty(pitches, pipeline)
  return key === undefined ? null : w.t(key)
}

function questionsOf(w: Words, view: LaunchView, draft: NewDraft) {
  return view.launch.definition.questions.map(({ id, leavesOut }) => ({
    id,
    question: w.question(view, id),
    no: draft.scope[id] === false,
    leavesOut: leavesOutWords(w, view, leavesOut),
  }))
}

function rolesOf({ w }: PageRequest, view: LaunchView, draft: NewDraft, said: DraftFeedback | null) {
  const { lead, sponsor, roles } = view.launch.definition
  return roles.map((role) => {
    const chosen = new Set(draft.people[role] ?? [])
    const people = view.names.people
      .filter(mayHaveRoles)
      .map((person) => ({
        id: person.id,
        name: personName(w, person.name),
        checked: chosen.has(person.id),
        usual: person.roles.includes(role),
      }))
      // Whom one looks for comes first: those who are chosen, then those who usually have the role.
      .sort((a, b) => Number(b.checked) - Number(a.checked) || Number(b.usual) - Number(a.usual))
    const title = w.role(view, role)
    const error = said?.errors[`people.${role}`] ?? null
    return {
      id: `new-people-${role}`,
      roleId: role,
      name: `people.${role}`,
      role:
        role === lead
          ? w.t('launch.role-lead', { role: title })
          : role === sponsor
            ? w.t('launch.role-sponsor', { role: title })
            : title,
      does: doesWords(w, view, role),
      names: listed(
        w,
        people.filter(({ checked }) => checked).map(({ name }) => name),
      ),
      comma: w.marks.list,
      nobody: w.t('new.unassigned'),
      people,
      error,
      open: error !== null || (chosen.size === 0 && isUsed(view, role)),
    }
  })
}

/** Roles that own or sign something are needed; for others nobody is missing. */
function isUsed(view: LaunchView, role: string): boolean {
  return view.launch.definition.gates.some(
    ({ owner, signers, items }) =>
      owner === role || signers.includes(role) || items.some((item) => item.owner === role),
  )
}

/** "Owns Content; signs Pricing; items in Inventory". */
function doesWords(w: Words, view: LaunchView, role: string): string | null {
  const titles = (ids: { id: string }[]) =>
    w.shortList(
      ids.map(({ id }) => w.gate(view, id)),
      'gates',
    )
  const gates = neededGates(view.launch)
  const owns = gates.filter(({ owner }) => owner === role)
  const signs = gates.filter(({ signers }) => signers.includes(role))
  const helps = gates.filter(({ owner, items }) => owner !== role && items.some((item) => item.owner === role))
  const parts = [
    ...(owns.length > 0 ? [w.t('new.owns', { gates: titles(owns) })] : []),
    ...(signs.length > 0 ? [w.t('new.signs', { gates: titles(signs) })] : []),
    ...(helps.length > 0 ? [w.t('new.items-in', { gates: titles(helps) })] : []),
  ]
  return parts.length > 0 ? parts.join(' · ') : null
}

/** What about the people would prevent the start, in the sentences of the rules, and the roles that each is about. */
function clashesOf(w: Words, view: LaunchView): { sentence: string; roles: string[] }[] {
  const { launch } = view
  const empty = launch.definition.roles.filter((role) => isUsed(view, role) && holdersOf(launch, role).length === 0)
  return [
    ...empty.map((role) => ({
      sentence: w.reason({ code: 'nobody-in-role', params: { role } }, view),
      roles: [role],
    })),
    ...fourEyesClashes(launch)
      // Without anybody in a role the sentence above says it.
      .filter(({ roles }) => !roles.some((role) => empty.includes(role)))
      .map((clash) => ({
        sentence: w.reason({ code: 'four-eyes-impossible', params: { ...clash } }, view),
        roles: clash.roles,
      })),
  ]
}
