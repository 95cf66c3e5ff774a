import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { usualDrainTimes } from '../../server/http/drain.ts'
import { createLaunch, openShop, type Shop } from '../support/shop.ts'

/** What docs/operating gives to operators fits what the server does. */

const folder = 'docs/operating'
const read = (name: string) => readFileSync(`${folder}/${name}`, 'utf8')

let shop: Shop
/** Each name in the answer of /metrics, those of a histogram's series too. */
let known: Set<string>
/** Those that are ours, by their type. */
let own: Map<string, string>

beforeAll(async () => {
  shop = await openShop()
  await createLaunch(shop, 'corner')
  await shop.send('joon', 'corner', { type: 'launch.start' }).expect(403)
  shop.services.figures.backups.succeeded(shop.now)
  const { text } = await shop.get(null, '/metrics').expect(200)
  own = new Map([...text.matchAll(/^# TYPE (launchgate_\w+) (\w+)$/gm)].map(([, name = '', type = '']) => [name, type]))
  known = new Set([...text.matchAll(/^([a-z]\w+)[{ ]/gm)].map(([, name = '']) => name))
})
afterAll(() => shop.close())

/** The metrics that a query of PromQL reads: names before a selector, a comparison or the end, which are no functions and no labels. */
function metricsIn(query: string): string[] {
  const bare = query
    .replace(/"[^"]*"/g, '')
    .replace(/\{[^}]*\}/g, '')
    .replace(/\b(by|without)\s*\([^)]*\)/g, '')
  return [...bare.matchAll(/\b[a-z]\w*_\w+\b(?!\s*\()/g)].map(([name]) => name).filter((name) => !name.startsWith('__'))
}

interface Panel {
  type: string
  title: string
  targets?: { expr: string }[]
}

describe('the dashboard', () => {
  const { panels }: { panels: Panel[] } = JSON.parse(read('dashboard.json'))
  const drawn = panels.filter(({ type }) => type !== 'row')

  test.each(drawn.map((panel) => [panel.title, panel] as const))(
    '%s reads metrics that exist',
    (_, { targets = [] }) => {
      const names = targets.flatMap(({ expr }) => metricsIn(expr))
      expect(names).not.toEqual([])
      for (const name of names) expect(known).toContain(name)
    },
  )

  test('a metric that does not exist is found', () => {
    expect(metricsIn('sum by (code) (rate(launchgate_gone_total{code="some_code"}[5m]))')).toEqual([
      'launchgate_gone_total',
    ])
  })
})

interface Rule {
  alert: string
  expr: string
  for: string
  labels: { severity: string }
  annotations: { summary: string; description: string }
}

describe('the alert rules', () => {
  const { groups }: { groups: { rules: Rule[] }[] } = parse(read('alerts.yml'))
  const rules = groups.flatMap((group) => group.rules)

  test('are three, each with what it means and what to do', () => {
    expect(rules).toHaveLength(3)
    for (const { annotations, labels, for: duration } of rules) {
      expect(annotations.summary.length * annotations.description.length).toBeGreaterThan(0)
      expect([labels.severity, duration]).toEqual([
        expect.stringMatching(/^(critical|warning)$/),
        expect.stringMatching(/^\d+m$/),
      ])
    }
  })

  test('read metrics that exist', () => {
    const names = rules.flatMap(({ expr }) => metricsIn(expr))
    expect(names.length).toBeGreaterThan(4)
    for (const name of names) expect(known).toContain(name)
  })

  test('are what promtool takes, and fire when they should', () => {
    if (isMissing('promtool')) return
    const check = spawnSync('promtool', ['check', 'rules', 'alerts.yml'], { cwd: folder, encoding: 'utf8' })
    expect([check.status, check.stderr + check.stdout]).toEqual([0, expect.stringContaining('3 rules found')])
    const fired = spawnSync('promtool', ['test', 'rules', 'alerts.test.yml'], { cwd: folder, encoding: 'utf8' })
    expect([fired.status, fired.stderr + fired.stdout]).toEqual([0, expect.stringContaining('SUCCESS')])
  })
})

describe('the metrics', () => {
  test('have names as Prometheus asks', () => {
    for (const [name, type] of own) {
      expect([name, type === 'counter']).toEqual([name, name.endsWith('_total')])
      if (type === 'histogram') expect(name).toMatch(/_(seconds|writes|bytes)$/)
    }
  })

  test('are listed in the table, each with its type', () => {
    const listed = [...read('README.md').matchAll(/^\| `(launchgate_\w+)(?:\{[^}]*\})?` \| (\w+) \|/gm)]
    expect(new Map(listed.map(([, name = '', type = '']) => [name, type]))).toEqual(own)
  })

  test('are what promtool takes', async () => {
    if (isMissing('promtool')) return
    const { text } = await shop.get(null, '/metrics').expect(200)
    const checked = spawnSync('promtool', ['check', 'metrics'], { input: text, encoding: 'utf8' })
    // Its advice is about names of Node.js's own metrics.
    const ours = (checked.stdout + checked.stderr).split('\n').filter((line) => line.includes('launchgate'))
    expect([checked.error, ours]).toEqual([undefined, []])
  })
})

describe('the systemd unit', () => {
  const unit = read('launchgate.service')
  const value = (name: string) => new RegExp(`^${name}=(.*)$`, 'm').exec(unit)?.[1]

  test('restarts after a failure, but not for a wrong setting', () => {
    expect([value('Restart'), value('RestartPreventExitStatus'), value('KillSignal')]).toEqual([
      'on-failure',
      '78',
      'SIGTERM',
    ])
  })

  test('leaves the server the time to drain', () => {
    const { accepting, finishing } = usualDrainTimes
    expect(Number(value('TimeoutStopSec')) * 1000).toBeGreaterThanOrEqual(2 * (accepting + finishing))
  })

  test('starts what the package has, and writes nowhere but into its own folder', () => {
    const { bin } = JSON.parse(readFileSync('package.json', 'utf8'))
    expect(value('ExecStart')).toContain(`/node_modules/launchgate/${bin.launchgate} serve`)
    expect([value('StateDirectory'), value('WorkingDirectory')]).toEqual(['launchgate', '/var/lib/launchgate'])
    expect([value('ProtectSystem'), value('DynamicUser'), value('NoNewPrivileges')]).toEqual(['strict', 'yes', 'yes'])
  })

  test('is what systemd-analyze takes, with little exposure', () => {
    if (isMissing('systemd-analyze')) return
    const verified = spawnSync('systemd-analyze', ['verify', `${folder}/launchgate.service`], { encoding: 'utf8' })
    expect([verified.status, verified.stderr]).toEqual([0, ''])
    const secured = spawnSync('systemd-analyze', [
      'security',
      '--offline=true',
      '--threshold=20',
      `${folder}/launchgate.service`,
    ])
    expect(secured.status).toBe(0)
  })
})

/** Says so where a program of the machine is not there; what it would check is then checked in part by the other tests. */
function isMissing(program: string): boolean {
  const { error } = spawnSync(program, ['--version'])
  if (error) console.log(`${program} is not installed: its check is left out.`)
  return error !== undefined
}
