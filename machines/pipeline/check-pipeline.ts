import { checkTexts } from './check-texts.ts'
import { allNeedsOf, cycles, needsOf } from './graph.ts'
import { type Definition, type GateDefinition, type ItemDefinition, type Pipeline, slug } from './pipeline.ts'
import type { PipelinePath, PipelineProblem, Repeatable } from './pipeline-problem.ts'

/**
 * Every error of a pipeline that the shape of its parts doesn't show. No errors: launches can be created from it.
 * It reads no YAML: paths are those of the file's format (`gates`, `payment-gateway`, `signers`, 0), and a reader turns them into lines.
 */
export function checkPipeline(pipeline: Pipeline): PipelineProblem[] {
  const { definition } = pipeline
  return [
    ...checkIds(definition),
    ...checkRoles(definition),
    ...definition.gates.flatMap((gate) => [...checkGate(definition, gate), ...checkNeeds(definition, gate)]),
    ...checkCycles(definition),
    ...checkDecision(definition),
    ...checkQuestions(definition),
    ...checkTexts(pipeline),
  ]
}

const itemIdInPipeline = /^[A-Z][A-Z0-9]*-[0-9]+$/

function checkIds({ id, roles, phases, questions, gates }: Definition): PipelineProblem[] {
  const slugs: PipelinePath[] = [
    ['id'],
    ...roles.map((role) => ['roles', role]),
    ...phases.map((phase) => ['phases', phase]),
    ...questions.map((question) => ['questions', question.id]),
    ...gates.map((gate) => ['gates', gate.id]),
  ]
  const malformed = slugs
    .map((path) => ({ path, id: path.length === 1 ? id : String(path.at(-1)) }))
    .filter((each) => !slug.safeParse(each.id).success)
    .map(
      (each): PipelineProblem => ({
        path: each.path,
        ...(each.path.length > 1 ? { about: 'key' } : {}),
        code: 'invalid-id',
        params: { id: each.id },
      }),
    )
  const items = gates.flatMap((gate) => gate.items.map((item) => ({ gate: gate.id, id: item.id })))
  const malformedItems = items
    .filter((item) => !itemIdInPipeline.test(item.id))
    .map(
      (item): PipelineProblem => ({
        path: ['gates', item.gate, 'items', item.id],
        code: 'invalid-item-id',
        params: { id: item.id },
      }),
    )
  const firstGate = new Map<string, string>()
  const twice: PipelineProblem[] = []
  for (const item of items) {
    const first = firstGate.get(item.id)
    if (first === undefined) firstGate.set(item.id, item.gate)
    else
      twice.push({
        path: ['gates', item.gate, 'items', item.id],
        code: 'duplicate-item-id',
        params: { id: item.id, gate: first },
      })
  }
  return [
    ...malformed,
    ...malformedItems,
    ...twice,
    ...repeated(roles, (role) => ['roles', role], 'role'),
    ...repeated(phases, (phase) => ['phases', phase], 'phase'),
    ...repeated(
      questions.map((question) => question.id),
      (question) => ['questions', question],
      'question',
    ),
    ...repeated(
      gates.map((gate) => gate.id),
      (gate) => ['gates', gate],
      'gate',
    ),
  ]
}

/** An issue for each duplicate in a list. */
function repeated(
  names: readonly string[],
  path: (name: string, index: number) => PipelinePath,
  what: Repeatable,
): PipelineProblem[] {
  const seen = new Set<string>()
  return names.flatMap((name, index) => {
    if (!seen.has(name)) {
      seen.add(name)
      return []
    }
    return [{ path: path(name, index), code: `duplicate-${what}`, params: { name } }]
  })
}

function checkRoles(definition: Definition): PipelineProblem[] {
  const { lead, sponsor, candidateRoles } = definition
  return [
    ...unknownRole(definition, lead, ['lead']),
    ...unknownRole(definition, sponsor, ['sponsor']),
    ...candidateRoles.flatMap((role, index) => unknownRole(definition, role, ['candidateRoles', index])),
    ...repeated(candidateRoles, (_, index) => ['candidateRoles', index], 'role'),
  ]
}

function unknownRole({ roles }: Definition, role: string, path: PipelinePath): PipelineProblem[] {
  if (roles.includes(role)) return []
  return [{ path, code: 'unknown-role', params: { role, roles } }]
}

function checkGate(definition: Definition, gate: GateDefinition): PipelineProblem[] {
  const at = ['gates', gate.id]
  const issues = [
    ...unknownRole(definition, gate.owner, [...at, 'owner']),
    ...gate.signers.flatMap((role, index) => unknownRole(definition, role, [...at, 'signers', index])),
    ...repeated(gate.signers, (_, index) => [...at, 'signers', index], 'signer'),
    ...gate.items.flatMap((item) => checkItem(definition, gate, item)),
  ]
  if (!definition.phases.includes(gate.phase))
    issues.push({
      path: [...at, 'phase'],
      code: 'unknown-phase',
      params: { phase: gate.phase, phases: definition.phases },
    })
  if (gate.signers.includes(gate.owner))
    issues.push({
      path: [...at, 'signers', gate.signers.indexOf(gate.owner)],
      code: 'owner-signs',
      params: { role: gate.owner, gate: gate.id },
    })
  if (gate.critical && gate.signers.length === 0)
    issues.push({
      path: [...at, 'critical'],
      code: 'no-signers',
      params: { gate: gate.id },
    })
  if (gate.items.length === 0)
    issues.push({
      path: [...at, 'items'],
      code: 'no-items',
      params: { gate: gate.id },
    })
  return issues
}

function checkItem(definition: Definition, gate: GateDefinition, item: ItemDefinition): PipelineProblem[] {
  const at = ['gates', gate.id, 'items', item.id]
  const issues: PipelineProblem[] = []
  if (item.owner !== gate.owner) issues.push(...unknownRole(definition, item.owner, [...at, 'owner']))
  // An item without an owner of its own belongs to the gate's: that this role signs too is said once, at the signers.
  if (item.owner !== gate.owner && gate.signers.includes(item.owner))
    issues.push({
      path: [...at, 'owner'],
      code: 'signer-owns-item',
      params: { role: item.owner, gate: gate.id, item: item.id },
    })
  const { asks } = item
  if (asks.kind === 'number' && asks.min !== null && asks.max !== null && asks.min > asks.max)
    issues.push({
      path: [...at, 'asks'],
      code: 'bounds',
      params: { item: item.id, min: String(asks.min), max: String(asks.max) },
    })
  item.recheckOn.forEach((cause, index) => {
    if (cause === 'candidate' || allNeedsOf(definition, gate.id).has(cause.needs)) return
    const path = [...at, 'recheckOn', index, 'needs']
    const known = definition.gates.some((other) => other.id === cause.needs)
    issues.push(
      known
        ? {
            path,
            code: 'not-needed',
            params: { gate: gate.id, needed: cause.needs },
          }
        : unknownGate(definition, cause.needs, path),
    )
  })
  return issues
}

function checkNeeds(definition: Definition, gate: GateDefinition): PipelineProblem[] {
  const at = ['gates', gate.id, 'needs']
  const known = new Set(definition.gates.map((other) => other.id))
  return [
    ...gate.needs.flatMap((need, index) => (known.has(need) ? [] : [unknownGate(definition, need, [...at, index])])),
    ...repeated(gate.needs, (_, index) => [...at, index], 'gate'),
  ]
}

function unknownGate({ gates }: Definition, gate: string, path: PipelinePath): PipelineProblem {
  return {
    path,
    code: 'unknown-gate',
    params: { gate, gates: gates.map((each) => each.id) },
  }
}

function checkCycles(definition: Definition): PipelineProblem[] {
  return cycles(definition).map((circle): PipelineProblem => {
    const last = circle.at(-1) ?? ''
    const first = circle[0] ?? ''
    return {
      path: ['gates', last, 'needs', needsOf(definition, last).indexOf(first)],
      code: 'cycle',
      params: { gates: [...circle, first].join(' → ') },
    }
  })
}

function checkDecision(definition: Definition): PipelineProblem[] {
  const { decision, gates } = definition
  const gate = gates.find((each) => each.id === decision)
  if (gate === undefined)
    return [
      {
        path: ['decision'],
        code: 'no-decision',
        params: { gate: decision, gates: gates.map((each) => each.id) },
      },
    ]
  const issues: PipelineProblem[] = []
  const needed = allNeedsOf(definition, decision)
  const left = gates.map((each) => each.id).filter((each) => each !== decision && !needed.has(each))
  if (left.length > 0)
    issues.push({
      path: ['gates', decision, 'needs'],
      code: 'decision-skips',
      params: { gate: decision, gates: left },
    })
  if (gate.items.length > 0 && !gate.items.some((item) => item.required))
    issues.push({
      path: ['gates', decision, 'items'],
      code: 'decision-requires-nothing',
      params: { gate: decision },
    })
  return issues
}

function checkQuestions(definition: Definition): PipelineProblem[] {
  return [
    ...definition.questions.flatMap((question) => checkQuestion(definition, question)),
    ...definition.gates.flatMap((gate) => checkWhatIsLeft(definition, gate)),
  ]
}

function checkQuestion(definition: Definition, { id, leavesOut }: Definition['questions'][number]): PipelineProblem[] {
  const at = ['questions', id, 'leavesOut']
  const items = new Set(definition.gates.flatMap((gate) => gate.items.map((item) => item.id)))
  const issues: PipelineProblem[] = [
    ...repeated(leavesOut.items, (_, index) => [...at, 'items', index], 'item'),
    ...repeated(leavesOut.gates, (_, index) => [...at, 'gates', index], 'gate'),
  ]
  leavesOut.items.forEach((item, index) => {
    if (!items.has(item))
      issues.push({
        path: [...at, 'items', index],
        code: 'unknown-item',
        params: { item },
      })
  })
  leavesOut.gates.forEach((gate, index) => {
    const path = [...at, 'gates', index]
    if (!definition.gates.some((each) => each.id === gate)) issues.push(unknownGate(definition, gate, path))
    else if (gate === definition.decision)
      issues.push({
        path,
        code: 'question-drops-decision',
        params: { question: id, gate },
      })
  })
  if (leavesOut.items.length + leavesOut.gates.length === 0)
    issues.push({
      path: at,
      code: 'question-without-effect',
      params: { question: id },
    })
  return issues
}

/** With “no” to every question, each remaining gate keeps a required item: otherwise a launch could never be created. */
function checkWhatIsLeft({ questions }: Definition, gate: GateDefinition): PipelineProblem[] {
  const required = gate.items.filter((item) => item.required).map((item) => item.id)
  const leavers = questions.filter((question) => !question.leavesOut.gates.includes(gate.id))
  const out = new Set(leavers.flatMap((question) => question.leavesOut.items))
  if (required.length === 0 || !required.every((item) => out.has(item))) return []
  const last = leavers.findLast((question) => question.leavesOut.items.some((item) => required.includes(item)))
  if (last === undefined) return []
  const index = last.leavesOut.items.findIndex((item) => required.includes(item))
  return [
    {
      path: ['questions', last.id, 'leavesOut', 'items', index],
      code: 'question-empties-gate',
      params: { gate: gate.id },
    },
  ]
}
