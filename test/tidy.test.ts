import { describe, expect, it } from 'vitest'
import * as schema from '../db/sqlite/schema.ts'
import { gluedInPage, gluedInView } from './support/tidy/glue.ts'
import {
  clocksAndChance,
  domainTables,
  environment,
  forgottenViews,
  htmxHeaders,
  importRules,
  inlineCode,
  silencedChecks,
  skippedTests,
  strayWrites,
} from './support/tidy/rules.ts'
import { type Source, sourcesIn } from './support/tidy/source.ts'
import { stateComparisons, stateComparisonsInView } from './support/tidy/states.ts'
import { forgottenStyles, longLines, longStyles, unusedClasses } from './support/tidy/styles.ts'
import { circles, pageImports } from './support/tidy/tree.ts'

/** The code's own manners: every rule holds for the sources as they are, and is shown to catch what breaks it. */

const machines = sourcesIn(['machines'], /\.ts$/)
const db = sourcesIn(['db'], /\.ts$/)
const server = sourcesIn(['server'], /\.ts$/)
const pages = server.filter(({ path }) => path.startsWith('server/pages/'))
const views = sourcesIn(['views'], /\.ejs$/)
const scripts = sourcesIn(['public'], /\.js$/)
const styles = sourcesIn(['public'], /\.css$/)
const tests = sourcesIn(['test'], /\.ts$/)
const product = [...machines, ...db, ...server]

const file = (path: string, text: string): Source => ({ path, text })

/** One snippet a case, each judged on its own: those that must be caught, then those that must not. */
function judges(check: (source: Source) => string[], path: string, bad: string[], good: string[]) {
  it.each(bad)('catches %s', (text) => {
    const found = check(file(path, text))
    expect(found).not.toEqual([])
    expect(found[0]).toContain(`${path}:1 `)
  })
  it.each(good)('lets %s be', (text) => expect(check(file(path, text))).toEqual([]))
}

it('there is something to read', () => {
  for (const sources of [machines, db, server, tests]) expect(sources.length).toBeGreaterThan(3)
})

describe('A folder imports only what it may know', () => {
  it('holds everywhere', () => expect([...product, ...views, ...scripts].flatMap(importRules)).toEqual([]))

  it.each([
    ['machines/decide.ts', `import { canonical } from '../db/seal.ts'`],
    ['machines/decide.ts', `import { randomUUID } from 'node:crypto'`],
    ['machines/pipeline/pipeline.ts', `import { parse } from 'yaml'`],
    ['machines/pipeline/pipeline.ts', `export { parse } from 'yaml'`],
    ['machines/gate.ts', `const zod = await import('express')`],
    ['machines/gate.ts', `type A = import('../server/services.ts').Services`],
    ['machines/gate.ts', `const fs = require('fs')`],
    ['db/rows.ts', `import type { Services } from '../server/services.ts'`],
    ['db/rows.ts', `import { gates } from './sqlite/schema.ts'`],
    ['db/verify.ts', `import Database from 'better-sqlite3'`],
    ['db/sqlite/store.ts', `import { pool } from '../postgres/store.ts'`],
    ['db/postgres/store.ts', `import type { Row } from '../sqlite/schema.ts'`],
    ['server/commands/handle-command.ts', `import { openStore } from '../../db/open-store.ts'`],
    ['server/pages/my-tasks/page.ts', `import { gateRow } from '../../../db/rows.ts'`],
    ['server/pages/my-tasks/page.ts', `import { gates } from '../../../db/sqlite/schema.ts'`],
    ['server/pages/my-tasks/page.ts', `import { eq } from 'drizzle-orm/sqlite-core'`],
    ['server/pages/my-tasks/page.ts', `import { priya } from '../../../test/support/shop.ts'`],
    ['public/js/app.js', `import { decide } from '../machines/decide.ts'`],
    ['views/gate.ejs', `<% const fs = require('node:fs') %>`],
    ['views/gate.ejs', `<% const it = await import('/machines/reading/queries.ts') %>`],
  ])('catches in %s: %s', (path, text) => {
    expect(importRules(file(path, text))).toEqual([expect.stringMatching(`^${path}:1 `)])
  })

  it.each([
    ['machines/decide.ts', `import { setup } from 'xstate'; import { z } from 'zod'; import { step } from './step.ts'`],
    ['db/sqlite/store.ts', `import Database from 'better-sqlite3'; import { seal } from '../seal.ts'`],
    ['db/open-store.ts', `import { openSqlite } from './sqlite/store.ts'`],
    ['server/main.ts', `import { openStore } from '../db/open-store.ts'`],
    [
      'server/cli/verify.ts',
      `import { openStore } from '../../db/open-store.ts'; import { verify } from '../../db/verify.ts'`,
    ],
    ['server/launches/live-events.ts', `import express from 'express'; import { asOf } from '../../machines/due.ts'`],
    ['public/js/app.js', `import { say } from './status.js'`],
    ['views/gate.ejs', `<p>We import and require nothing.</p><%# import('x') %>`],
  ])('lets in %s be: %s', (path, text) => expect(importRules(file(path, text))).toEqual([]))
})

describe('A page imports only its own folder and what every page may use', () => {
  it('holds everywhere', () => expect(server.flatMap(pageImports)).toEqual([]))
  it.each([
    ['server/pages/gate/page.ts', `import { launchPage } from '../launch/page.ts'`],
    ['server/pages/gate/page.ts', `import type { Draft } from '../new-launch/draft.ts'`],
    ['server/pages/confirm/page.ts', `import { gatePage } from '../gate/page.ts'`],
    ['server/pages/forms/form-reply.ts', `import { drawPlace } from '../draw-place.ts'`],
  ])('catches in %s: %s', (path, text) => {
    expect(pageImports(file(path, text))).toEqual([expect.stringMatching(`^${path}:1 .* move what both need`)])
  })
  it.each([
    ['server/pages/gate/page.ts', `import { gateItems } from './items.ts'; import { page } from '../layout/shell.ts'`],
    [
      'server/pages/confirm/page.ts',
      `import { gateForm } from '../forms/gate-form.ts'; import { render } from '../../http/render.ts'`,
    ],
    ['server/pages/index.ts', `import { gatePage } from './gate/page.ts'`],
  ])('lets in %s be: %s', (path, text) => expect(pageImports(file(path, text))).toEqual([]))
})

describe('No files import each other in a circle', () => {
  it('holds everywhere', () => expect(circles(product)).toEqual([]))
  it('catches two files, of which one imports a type only', () => {
    const rows = file('db/rows.ts', `import { store } from './store.ts'`)
    const store = file('db/store.ts', `import type { Row } from './rows.ts'`)
    expect(circles([rows, store])).toEqual([
      expect.stringMatching(/^db\/rows.ts → db\/store.ts → db\/rows.ts is a circle/),
    ])
  })
  it('lets two files import a third', () => {
    const both = ['db/a.ts', 'db/b.ts'].map((path) => file(path, `import { c } from './c.ts'`))
    expect(circles([...both, file('db/c.ts', '')])).toEqual([])
  })
})

describe('machines/ has no clock and no chance', () => {
  it('holds everywhere', () => expect(machines.flatMap(clocksAndChance)).toEqual([]))
  judges(
    clocksAndChance,
    'machines/due.ts',
    [
      'const now = Date.now()',
      'const clock = Date.now',
      'const now = new Date()',
      'const now = Date()',
      'const now = performance.now()',
      'const id = Math.random()',
      'const id = crypto.randomUUID()',
      'const id = globalThis.crypto.randomUUID()',
      'setTimeout(() => {}, 5)',
      'const env = process.env',
    ],
    ['const at = new Date(value).toISOString()', '// Date.now() is asked at the edge', 'const most = Math.max(1, 2)'],
  )
})

describe('Settings are read in server/config.ts only', () => {
  it('holds everywhere', () => expect(product.flatMap(environment)).toEqual([]))
  judges(
    environment,
    'server/cli/check.ts',
    [
      'const url = process.env.LAUNCHGATE_URL',
      `const url = process['env'].LAUNCHGATE_URL`,
      'const { env } = process',
      `import { env } from 'node:process'`,
      'const all = globalThis.process.env',
    ],
    ['process.exit(3)', '// process.env is read in config.ts', 'const url = config.env'],
  )
})

describe('htmx is known to server/http/respond.ts only', () => {
  it('holds everywhere', () => expect(server.flatMap(htmxHeaders)).toEqual([]))
  judges(
    htmxHeaders,
    'server/pages/gate/page.ts',
    [
      `req.get('HX-Request')`,
      `res.set('hx-redirect', '/')`,
      'res.set({ "HX-Trigger": name })',
      'const a = `<a hx-get="/">`',
    ],
    [`// HX-Request is read in respond.ts`, `res.set('Location', '/')`],
  )
})

describe('Views hold no style and no code', () => {
  it('holds everywhere', () => expect(views.flatMap(inlineCode)).toEqual([]))
  judges(
    inlineCode,
    'views/gate.ejs',
    [
      '<p style="color: red">',
      '<p class="<%= page.a > 1 %>" style="color: red">',
      '<p class="a"style=color:red>',
      '<style>p { color: red }</style>',
      '<script>go()</script>',
      '<script nonce="<%= page.nonce %>"><%- page.code %></script>',
      '<button hx-on:click="go()">',
      '<button data-hx-on:click="go()">',
      '<button onclick="go()">',
      '<button <%= page.off %> onsubmit = "go()">',
      '<a href="javascript:go()">',
      `<% const html = '<p style="color: red">' %>`,
      '<%- "<script>go()</script>" %>',
    ],
    [
      '<script src="/public/js/app.js" defer></script>',
      '<p class="style">a style = a way; on = off</p>',
      '<% const once = page.one %><p data-style="x"><%= once %></p>',
      '<%# <p style="no"> %><!-- <style> -->',
      '<link rel="stylesheet" href="/public/css/app.css">',
    ],
  )
})

describe('Marks between words are the catalogue’s', () => {
  it('holds in the views', () => expect(views.flatMap(gluedInView)).toEqual([]))
  it('holds in the code of the pages', () => expect(pages.flatMap(gluedInPage)).toEqual([]))

  describe('in a view', () => {
    judges(
      gluedInView,
      'views/gate.ejs',
      [
        '<p><%= page.role %>, <%= page.state %></p>',
        '<p><% if (page.state) { %>, <%= page.state %><% } %></p>',
        `<%- include('/layout/text', { page: name }) %>, <% } %>`,
        '<span class="vh">: <%= page.about %></span>',
        '<b><%= page.zone %></b> (<%= page.offset %>)',
        '<b><%= page.status %>.</b>',
        '<p><%= page.status %>。<%= page.rest %></p>',
        '<a aria-label="<%= page.gate %>: <%= page.status %>">',
        `<%= page.role + ', ' + page.state %>`,
      ],
      [
        '<p><%= page.role %> · <b><%= page.state %></b> <%= page.time %></p>',
        '<a href="#<%= page.id %>" class="a b-<%= page.mark %>"><%= page.name %></a>',
        '<%# a: b, c (d). %><!-- a, b. --><p><%= page.text %></p>',
        `<%- include('/layout/text', { page: page.name || '' }) %>`,
        '<pre>$ curl "<%= page.address %>", <%= page.text %></pre>',
      ],
    )
  })

  describe('in the code of a page', () => {
    judges(
      gluedInPage,
      'server/pages/gate/page.ts',
      [
        `const title = \`\${gate}, \${launch}\``,
        `const line = \`\${person} (\${role})\``,
        `const line = \`\${label}：\${value}\``,
        `const all = names.join(', ')`,
        `const all = names.join('、')`,
      ],
      [
        `const id = \`\${a}-\${b}\``,
        `const time = \`\${hour}:\${minute}\``,
        `const facts = \`\${a} · \${b}\``,
        `const all = facts.join(' · ')`,
        `const ids = [a, b].join(' ')`,
      ],
    )
  })
})

describe('Templates have lines that people can read', () => {
  it('holds everywhere', () => expect(views.flatMap(longLines)).toEqual([]))
  it('catches a line of 161 characters', () => {
    expect(longLines(file('views/a.ejs', `${'x'.repeat(160)}\n`))).toEqual([])
    expect(longLines(file('views/a.ejs', `\n${'x'.repeat(161)}\n`))).toEqual([
      expect.stringMatching(/^views\/a.ejs:2 /),
    ])
  })
})

describe('Styles are short, served and used', () => {
  const gate = file('views/gate.ejs', '<p class="say s-<%= page.mark %><% if (page.isLate) { %> late<% } %>">')
  const script = file('public/js/live.js', `element.className = 'live-word'; form.closest('.act')`)
  const used = (css: string) => unusedClasses([file('public/css/parts/a.css', css)], [gate, script])

  it('holds everywhere', () => {
    expect(styles.flatMap(longStyles)).toEqual([])
    expect(forgottenStyles(styles)).toEqual([])
    expect(unusedClasses(styles, [...views, ...scripts, ...server])).toEqual([])
  })
  it('catches a stylesheet of 501 lines', () => {
    expect(longStyles(file('public/css/a.css', 'p {}\n'.repeat(500)))).toEqual([])
    expect(longStyles(file('public/css/a.css', 'p {}\n'.repeat(501)))).toHaveLength(1)
  })
  it('catches a stylesheet that is in no page', () => {
    const index = file('public/css/app.css', '@layer parts;\n@import "./parts/a.css";\n')
    const [a, b] = [file('public/css/parts/a.css', ''), file('public/css/parts/b.css', '')]
    expect(forgottenStyles([index, a])).toEqual([])
    expect(forgottenStyles([index, a, b])).toEqual([expect.stringMatching(/^public\/css\/parts\/b.css:1/)])
  })
  it.each(['.old {}', 'p.old > b {}', '.say { & .old:hover { color: red } }', '@media print { .say, .old {} }'])(
    'catches %s',
    (css) => expect(used(css)).toEqual([expect.stringMatching(/a.css:1 styles .old/)]),
  )
  it.each(['.say.late {}', '.s-blocked {}', '.act .live-word {}', '.htmx-request p { opacity: .5 }', '/* .old {} */'])(
    'lets %s be',
    (css) => expect(used(css)).toEqual([]),
  )
})

describe('Every view is shown by somebody', () => {
  it('holds everywhere', () => expect(forgottenViews(views, server)).toEqual([]))

  const page = file('server/pages/gate.ts', `render('gate', page)`)
  const gate = file('views/gate.ejs', `<%- include('/parts/item', { page: item }) %>`)
  const item = file('views/parts/item.ejs', '<li></li>')
  it('lets a page, its partial and a family chosen by name be', () => {
    expect(forgottenViews([gate, item], [page])).toEqual([])
    for (const include of [`include(\`/parts/\${page.kind}\`)`, `include('parts/' + page.kind)`])
      expect(forgottenViews([file('views/gate.ejs', `<%- ${include} %>`), item], [page])).toEqual([])
  })
  it('catches a partial that nobody includes, not even itself', () => {
    const alone = file('views/parts/old.ejs', `<%- include('/parts/old') %>`)
    expect(forgottenViews([gate, item, alone], [page])).toEqual([
      expect.stringMatching(/^views\/parts\/old.ejs is shown/),
    ])
  })
  it('catches a page that no route renders', () => {
    expect(forgottenViews([gate, item], [file('server/a.ts', '// gate')])).toEqual([
      expect.stringMatching(/^views\/gate.ejs/),
    ])
  })
  it('catches an include of what is not there', () => {
    expect(forgottenViews([gate], [page])).toEqual([expect.stringMatching(/^views\/gate.ejs:1 includes \/parts\/item/)])
  })
})

describe('Only machines/reading/queries.ts compares states', () => {
  const deciding = (path: string) => path === 'machines/decide.ts' || path.startsWith('server/')
  it('holds everywhere', () => {
    const judged = product.filter(({ path }) => path !== 'machines/reading/queries.ts')
    expect(judged.flatMap((source) => stateComparisons(source, deciding(source.path)))).toEqual([])
  })
  it('holds in the views', () => expect(views.flatMap(stateComparisonsInView)).toEqual([]))
  it('catches those that machines/reading/queries.ts does make', () => {
    const queries = machines.filter(({ path }) => path === 'machines/reading/queries.ts')
    expect(queries.flatMap((source) => stateComparisons(source, false)).length).toBeGreaterThan(3)
  })

  describe('in decide and server/', () => {
    judges(
      (source) => stateComparisons(source, true),
      'server/pages/gate/page.ts',
      [
        `if (gate.state === 'open.notStarted') go()`,
        `if ('blocked' !== gate.state) go()`,
        `if (launch['state'] == 'held') go()`,
        `if (gate?.state === ('awaitingSignOff' as GateValue)) go()`,
        `if (launch.state !== \`preparing.locked\`) go()`,
        `const { state } = item; if (state === 'ticked') go()`,
        `const over = value === 'launched'`,
        `if (statusOf(definition, gate) === 'needs-recheck') go()`,
        `if (gate.state === wanted) go()`,
        `if (gate.state !== undefined && gate.state === other.state) go()`,
        `switch (gate.state) { default: go() }`,
        `switch (value) { case 'preparing.unlocked': go() }`,
        `if (['launched', 'cancelled'].includes(launch.state)) go()`,
        `if (['launched'].includes(value)) go()`,
        `const over = ['launched', 'cancelled']`,
        `if (over.has(launch.state)) go()`,
        `if (new Set(['draft']).has(value)) go()`,
        `if (gate.state.startsWith('open')) go()`,
        `if (value.startsWith('cleared.')) go()`,
        `if (/^open/.test(gate.state)) go()`,
        `const [outer] = gate.state.split('.')`,
        `if (snapshot.matches('open')) go()`,
        `if (gate.state in closed) go()`,
        `if (Object.is(gate.state, other)) go()`,
      ],
      [
        `if (refusal.kind !== 'stale') go()`,
        `const label = words.launchState(launch.state)`,
        `if (outcome.state === null) go()`,
        `if (isBlocked(gate)) go()`,
        `const params = { state: launch.state }`,
        `const names = { draft: 'Draft', held: 'On hold' }`,
        `// gate.state === 'blocked'`,
        `if (['stale', 'refused'].includes(refusal.kind)) go()`,
      ],
    )
  })

  describe('elsewhere in machines/ and db/', () => {
    judges(
      (source) => stateComparisons(source, false),
      'machines/reading/verdict.ts',
      [
        `if (gate.state === 'blocked') go()`,
        `switch (x) { case 'held': go() }`,
        `if (gate.state.startsWith('open')) go()`,
        `if (snapshot.matches('open')) go()`,
      ],
      [`if (entry.to !== gate.state) go()`, `const target = 'awaitingSignOff'`],
    )
  })

  describe('in a view', () => {
    judges(
      stateComparisonsInView,
      'views/gate.ejs',
      [
        `<% if (page.gate.state === 'blocked') { %>`,
        `<%= page.how == 'open.returned' ? 1 : 2 %>`,
        `<% if (a.matches(b)) { %>`,
      ],
      [`<% if (page.isBlocked) { %>`, `<p>state === 'blocked'</p>`, `<%# a.state === 'blocked' %>`],
    )
  })
})

describe("Only the store's execute writes rows of a launch", () => {
  it('holds everywhere', () => expect(product.flatMap(strayWrites)).toEqual([]))
  it('knows the tables by their names', () => expect(Object.keys(schema)).toEqual(expect.arrayContaining(domainTables)))
  judges(
    strayWrites,
    'server/demo/seed.ts',
    [
      'db.insert(gates).values(row)',
      'tx.update(schema.launches).set(row)',
      'db.delete(entries).run()',
      `client.exec('INSERT INTO entries VALUES (1)')`,
      `client.exec('insert or replace into "private_texts" values (1)')`,
      `client.exec('update gates set state = 1')`,
      `client.exec(\`delete from launches where id = \${id}\`)`,
      `db.run(sql\`delete from \${table}\`)`,
    ],
    [
      'db.insert(sessions).values(row)',
      'told.delete(launch)',
      `hash.update(text)`,
      `client.exec('select * from gates')`,
      `client.exec('update settings set value = 1')`,
    ],
  )
  it('catches it beside the store, and lets the store be', () => {
    const text = 'db.insert(gates).values(row)'
    expect(strayWrites(file('db/sqlite/directory.ts', text))).toHaveLength(1)
    for (const path of ['db/sqlite/commit-statements.ts', 'db/sqlite/erasure.ts'])
      expect(strayWrites(file(path, text))).toEqual([])
  })
})

describe('Nothing silences the type checker or the linter without a because', () => {
  it('holds everywhere', () => expect([...product, ...tests].flatMap(silencedChecks)).toEqual([]))
  judges(
    silencedChecks,
    'server/a.ts',
    [
      'const a: any = 1',
      'const a = b as any',
      'function f(a: Record<string, any>) {}',
      'const a = 1 // @ts-ignore it is fine, believe me',
      '// @ts-nocheck',
      'const a = 1 // @ts-expect-error',
      'const a = 1 // biome-ignore lint: no',
      'const a = 1 // biome-ignore lint/style/useConst',
    ],
    [
      `const any = 'any'`,
      `const text = '@ts-ignore'`,
      'const a = 1 // @ts-expect-error the types of ejs know no _with',
      'const a = 1 // biome-ignore lint/style/useConst: assigned in a callback below',
    ],
  )
})

describe('Every test runs', () => {
  it('holds everywhere', () => expect(tests.flatMap(skippedTests)).toEqual([]))
  judges(
    skippedTests,
    'test/a.test.ts',
    [
      `it.skip('a', f)`,
      `describe.only('a', f)`,
      `test.todo('a')`,
      `it.skipIf(slow)('a', f)`,
      `it.skip.each([1])('a', f)`,
      `it.each.skip('a')`,
    ],
    [`it('a', f)`, `it.each([1])('a', f)`, `page.only('a')`],
  )
})
