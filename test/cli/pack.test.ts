import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { enTerminal } from '../../server/words/en/terminal.ts'
import { inFull } from '../support/fault-scenario.ts'
import { cameraPhoto } from '../support/images.ts'
import { freePort } from '../support/server.ts'

/** The package that `npm pack` makes, in a folder without our sources: with FAULT_ROUNDS as npm installs it, else unpacked beside its three libraries. */

const run = promisify(execFile)
let folder: string
let files: string[]
let port: number
let server: ChildProcess | undefined
let printed = ''

const installed = (path: string) => join(folder, 'node_modules/launchgate', path)
const env = () => ({
  PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
  HOME: folder,
  LC_ALL: 'C.UTF-8',
  PORT: String(port),
  LAUNCHGATE_DEMO: '1',
  LAUNCHGATE_URL: `http://localhost:${port}`,
})
const launchgate = (...args: string[]) =>
  run(join(folder, 'node_modules/.bin/launchgate'), args, { cwd: folder, env: env() })
const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`http://localhost:${port}${path}`, { headers, redirect: 'manual' })

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'launchgate-pack-'))
  port = await freePort()
  const { stdout } = await run('npm', ['pack', '--json', '--loglevel=error', '--pack-destination', folder])
  const [{ filename, files: packed }] = JSON.parse(stdout.slice(stdout.indexOf('[\n')))
  files = packed.map(({ path }: { path: string }) => path)
  await (inFull ? install(filename) : unpack(filename))
}, 240_000)

afterAll(async () => {
  server?.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

async function install(tarball: string): Promise<void> {
  await run('npm', ['init', '-y'], { cwd: folder })
  await run('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', join(folder, tarball)], { cwd: folder })
}

async function unpack(tarball: string): Promise<void> {
  mkdirSync(join(folder, 'node_modules/.bin'), { recursive: true })
  await run('tar', ['-xzf', join(folder, tarball), '-C', join(folder, 'node_modules')])
  await run('mv', [join(folder, 'node_modules/package'), installed('')])
  for (const name of ['better-sqlite3', 'htmx.org', 'sharp', '@img', 'detect-libc', 'semver'])
    symlinkSync(join(process.cwd(), 'node_modules', name), join(folder, 'node_modules', name))
  symlinkSync(installed('server/cli/launchgate.js'), join(folder, 'node_modules/.bin/launchgate'))
}

describe('the package', () => {
  test('has what it runs, and neither sources nor tests', () => {
    const threads = ['packed', 'verify-worker', 'report-worker', 'thumbnail-process'].map(
      (name) => `bundle/${name}.mjs`,
    )
    expect(files).toEqual(
      expect.arrayContaining([
        ...threads,
        'bundle/pipelines.json',
        'bundle/LICENSES.txt',
        'server/cli/launchgate.js',
        'db/sqlite/migrations/meta/_journal.json',
        'machines/pipeline/first-look.yaml',
        'public/css/app.css',
        'views/launch/page.ejs',
        'README.md',
        'LICENSE',
      ]),
    )
    expect(files.filter((path) => /\.ts$|\.map$|^test\/|snapshot/.test(path))).toEqual([])
    expect(existsSync('bundle'), 'nothing is left in the clone').toBe(false)
  })

  test('names the libraries in its bundle with their licenses', () => {
    const licenses = readFileSync(installed('bundle/LICENSES.txt'), 'utf8')
    for (const name of ['express', 'zod', 'drizzle-orm', 'pino', 'xstate'])
      expect(licenses).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+$`, 'm'))
    expect(licenses).not.toContain('License: unknown')
  })

  test('has no folder of this machine in it', () => {
    const bundled = files.filter((path) => path.startsWith('bundle/'))
    const naming = bundled.filter((path) => readFileSync(installed(path), 'utf8').includes(process.cwd()))
    expect(naming).toEqual([])
  })
})

describe('an installed server', () => {
  test('starts with the demo, draws its pages and tells its figures', async () => {
    server = spawn(join(folder, 'node_modules/.bin/launchgate'), ['serve'], { cwd: folder, env: env() })
    server.on('error', (error) => (printed += String(error)))
    for (const stream of [server.stdout, server.stderr]) stream?.on('data', (text) => (printed += text))
    await vi.waitFor(async () => expect((await get('/readyz')).status, printed).toBe(200), { timeout: 60_000 })
    const page = await (await get('/sign-in')).text()
    expect(page).toContain('Priya Nair')
    const [, style = ''] = /href="(\/assets\/[^"]+app\.css)"/.exec(page) ?? []
    expect((await get(style)).status).toBe(200)
    expect((await get(style.replace('app.css', 'htmx.js'))).status).toBe(200)
    expect(await (await get('/metrics')).text()).toContain('launchgate_launches{state="preparing.locked"} 2')
  }, 90_000)

  test('takes a picture and makes a preview of it', async () => {
    const token = await tokenOf('--as', 'sam')
    const form = new FormData()
    form.set('file', new File([await cameraPhoto()], 'plan.jpg', { type: 'image/jpeg' }))
    const item = '/api/v1/launches/aurora/gates/security/items/TSC-1/evidence'
    const answer = await fetch(`http://localhost:${port}${item}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: form,
    })
    expect(await answer.json()).toMatchObject({ ticked: true })
    const cookie = await signIn('sam')
    const picture = await vi.waitFor(async () => {
      const gate = await (await get('/launches/aurora/gates/security', { cookie })).text()
      return /src="([^"]+\/thumbnail)"/.exec(gate)?.[1] ?? Promise.reject(new Error('no preview yet'))
    }, 20_000)
    const thumbnail = await get(picture, { cookie })
    expect([thumbnail.status, thumbnail.headers.get('content-type')]).toEqual([200, 'image/webp'])
  }, 60_000)

  test('reads a report in its thread, and verifies a launch for a page in another', async () => {
    const aurora = `http://localhost:${port}/api/v1/launches/aurora`
    const authorization = `Bearer ${await tokenOf('--service', 'ci')}`
    await fetch(`${aurora}/candidate`, {
      method: 'PUT',
      headers: { authorization, 'content-type': 'application/json' },
      body: '{"version":"4813"}',
    })
    const answer = await fetch(`${aurora}/gates/testing-signoff/items/TFN-1/evidence?candidate=4813`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/xml' },
      body: '<testsuite name="must-pass"><testcase name="pays by card"><failure/></testcase></testsuite>',
    })
    expect(await answer.json()).toMatchObject({ accepted: true, ticked: false })
    const cookie = await signIn('omar')
    await vi.waitFor(
      async () => expect(await (await get('/launches/aurora/log', { cookie })).text()).toMatch(/verified/i),
      { timeout: 20_000 },
    )
  }, 60_000)

  test('is checked and verified from the command line, and stops when it is told to', async () => {
    const check = await launchgate('check', 'hello', '--token', await tokenOf('--service', 'ci')).catch(
      (error) => error,
    )
    expect([check.code, check.stdout.split('\n')[0]]).toEqual([3, 'Not ready: 3 of 3 gates still open'])
    expect((await launchgate('verify')).stdout).toMatch(/^aurora: verified/m)
    const ended = new Promise((resolve) => server?.once('exit', resolve))
    server?.kill('SIGTERM')
    expect(await ended).toBe(0)
  }, 60_000)
})

describe('Node.js that is too old', () => {
  test.each([
    ['C', enTerminal['cli.node-too-old']],
    ['ko_KR.UTF-8', '이상이 필요합니다'],
  ])('is told so in the language of %s, with the exit code of a wrong setting', async (locale, sentence) => {
    // The launcher is run as that version would see itself.
    const old = `data:text/javascript,Object.defineProperty(process.versions,'node',{value:'20.19.0'})`
    const asked = run(process.execPath, ['--import', old, installed('server/cli/launchgate.js'), 'check'], {
      env: { ...env(), LC_ALL: locale },
    })
    const { code, stderr } = await asked.catch((error) => error)
    expect(code).toBe(78)
    expect(stderr).toContain(sentence.replace('{least}', '24.7').replace('{found}', '20.19.0'))
  })

  test('is not asked for by engines, since a clone starts on Node.js 20 and brings its own', () => {
    expect(JSON.parse(readFileSync('package.json', 'utf8')).engines).toEqual({ node: '>=20' })
  })
})

const tokens = new Map<string, string>()

/** Of `--as PERSON` or `--service NAME`. */
async function tokenOf(...holder: [option: string, name: string]): Promise<string> {
  const known = tokens.get(holder[1])
  if (known !== undefined) return known
  const scopes = ['status:read', 'evidence:write', 'candidate:write'].flatMap((scope) => ['--scope', scope])
  const token = (await launchgate('token', 'create', ...holder, ...scopes)).stdout.trim()
  tokens.set(holder[1], token)
  return token
}

async function signIn(person: string): Promise<string> {
  const answer = await fetch(`http://localhost:${port}/sign-in`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'sec-fetch-site': 'same-origin' },
    body: new URLSearchParams({ person }),
  })
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')
}
