import { execFile } from 'node:child_process'
import { createReadStream, createWriteStream } from 'node:fs'
import { access, mkdir, mkdtemp, readFile, rename, rm, statfs, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { brotliDecompressSync, createBrotliDecompress } from 'node:zlib'

/** How to start the Chromium that npm brought: no browser of the machine and no font of the machine is needed. */
export interface Chromium {
  executablePath: string
  args: string[]
  /** Arguments that Playwright would add. */
  ignoreDefaultArgs: string[]
  env: Record<string, string>
}

const root = fileURLToPath(new URL('../../', import.meta.url))
const require = createRequire(import.meta.url)
const cache = join(root, 'node_modules', '.cache')

/** Unpacks the browser at the first call on a machine (some seconds), later only looks. `CHROMIUM_PATH` names another one. */
export async function chromium(): Promise<Chromium> {
  await mkdir(cache, { recursive: true })
  const env = { ...ownEnvironment(), FONTCONFIG_FILE: await fontsConf() }
  const how = { args, ignoreDefaultArgs: (await isSharedMemoryLarge()) ? ['--disable-dev-shm-usage'] : [] }
  const chosen = process.env.CHROMIUM_PATH
  if (chosen) return { ...how, executablePath: chosen, env }
  const bin = join(dirname(require.resolve('@sparticuz/chromium')), '..', 'bin')
  const executablePath = join(await unpackBrowser(bin), 'chromium')
  return { ...how, executablePath, env: await withLibraries(executablePath, bin, env) }
}

/** Nothing that would weaken a page's protection: what a page may do here is what it may do at home. */
const args = [
  // Chromium refuses to run as root with its sandbox, which a container often is.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-gpu',
  // The cores are for the tests.
  '--num-raster-threads=1',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--font-render-hinting=none',
]

/**
 * Chromium draws into shared memory. In /dev/shm that costs a tenth less CPU time for each page than in files under /tmp, but a
 * container often has only 64 MB there, and Chromium crashes when it is full.
 */
async function isSharedMemoryLarge(): Promise<boolean> {
  if (!(await isThere('/dev/shm'))) return false
  const { bavail, bsize } = await statfs('/dev/shm')
  return bavail * bsize >= 2 ** 30
}

function ownEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}

/** A folder of this version in the cache; two processes that come at once both end with a whole one. */
async function unpackBrowser(bin: string): Promise<string> {
  return inCache(`chromium-${await versionOf(bin)}`, async (draft) => {
    await pipeline(
      createReadStream(join(bin, 'chromium.br')),
      createBrotliDecompress({ chunkSize: 2 ** 21 }),
      createWriteStream(join(draft, 'chromium'), { mode: 0o755 }),
    )
  })
}

/** A bare machine has neither NSS nor expat: then the ones that the package brings are put in reach. */
async function withLibraries(executablePath: string, bin: string, env: Record<string, string>) {
  const missing = await whyNotStarted(executablePath, env)
  if (missing === null) return env
  if (!/error while loading shared libraries/.test(missing)) throw new Error(`Chromium does not start: ${missing}`)
  const folder = await inCache(`chromium-libraries-${await versionOf(bin)}`, async (draft) => {
    await untar(brotliDecompressSync(await readFile(join(bin, 'al2023.tar.br'))), draft)
  })
  const path = [join(folder, 'lib'), ...(env.LD_LIBRARY_PATH ? [env.LD_LIBRARY_PATH] : [])].join(':')
  const complete = { ...env, LD_LIBRARY_PATH: path }
  const still = await whyNotStarted(executablePath, complete)
  if (still !== null) throw new Error(`Chromium does not start, with its own libraries either: ${still}`)
  return complete
}

async function whyNotStarted(executablePath: string, env: Record<string, string>): Promise<string | null> {
  try {
    await promisify(execFile)(executablePath, ['--version'], { env })
    return null
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

async function versionOf(bin: string): Promise<string> {
  const { version }: { version: string } = JSON.parse(await readFile(join(bin, '..', 'package.json'), 'utf8'))
  return version
}

/** Fills a folder beside the place and renames it there, so that a place that exists is complete. */
async function inCache(name: string, fill: (draft: string) => Promise<void>): Promise<string> {
  const place = join(cache, name)
  if (await isThere(place)) return place
  const draft = await mkdtemp(`${place}.`)
  try {
    await fill(draft)
    await rename(draft, place)
  } catch (error) {
    // Another process may have been first.
    if (!(await isThere(place))) throw error
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
  return place
}

async function isThere(path: string): Promise<boolean> {
  try {
    await access(path)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false
    throw error
  }
}

/** The regular files of a POSIX ustar archive: 512-byte headers with name, size in octal and type. */
async function untar(archive: Buffer, folder: string): Promise<void> {
  const text = (at: number, length: number) =>
    archive
      .subarray(at, at + length)
      .toString('latin1')
      .replace(/\0.*$/s, '')
  for (let at = 0; at + 512 <= archive.length && text(at, 100) !== ''; ) {
    const [name, size, type] = [text(at, 100), Number.parseInt(text(at + 124, 12), 8), text(at + 156, 1)]
    if (type === '0' || type === '') {
      await mkdir(dirname(join(folder, name)), { recursive: true })
      await writeFile(join(folder, name), archive.subarray(at + 512, at + 512 + size), { mode: 0o755 })
    }
    at += 512 + Math.ceil(size / 512) * 512
  }
}

/** Without any font Chromium crashes, and the usual small ones draw nothing for Korean and Chinese. */
async function fontsConf(): Promise<string> {
  const folders = ['kr', 'tc'].flatMap((script) => {
    const family = dirname(require.resolve(`@expo-google-fonts/noto-sans-${script}/package.json`))
    return [join(family, '400Regular'), join(family, '700Bold')]
  })
  const families = ['Noto Sans KR', 'Noto Sans TC']
  const generic = ['sans-serif', 'serif', 'monospace', 'system-ui']
  const file = join(cache, 'fonts.conf')
  const draft = `${file}.${process.pid}`
  await writeFile(
    draft,
    `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
${folders.map((folder) => `  <dir>${escaped(folder)}</dir>`).join('\n')}
  <cachedir>${escaped(join(cache, 'fontconfig'))}</cachedir>
${generic.map((name) => `  <alias><family>${name}</family><prefer>${families.map((family) => `<family>${family}</family>`).join('')}</prefer></alias>`).join('\n')}
</fontconfig>
`,
  )
  await rename(draft, file)
  return file
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
