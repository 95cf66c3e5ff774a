import type { Logger } from 'pino'
import {
  databaseFolder,
  lockStore,
  makeFolder,
  openServerStore,
  sweepDrafts as sweepBackupDrafts,
} from '../db/open-store.ts'
import { engine } from '../machines/installation/entry.ts'
import { createApp } from './app.ts'
import { installationSecret } from './auth/installation-secret.ts'
import { newSetupLink } from './auth/one-time-links.ts'
import { backupInProcess } from './backups/backup-process.ts'
import { backupsFolder } from './backups/backups-folder.ts'
import { type ScheduledBackups, scheduledBackups } from './backups/scheduled-backups.ts'
import { t } from './cli/language.ts'
import { guardedClock } from './clock.ts'
import { type Config, mayBeDemo, readConfig } from './config.ts'
import { demoMode, seedDemo } from './demo/seed.ts'
import { evidenceFolder } from './evidence/folder.ts'
import { sweepOrphanedPreviews, sweepPreviewDrafts } from './evidence/previews/sweep-previews.ts'
import { sweepDrafts } from './evidence/sweep-drafts.ts'
import { newFigures } from './figures/figures.ts'
import { giveBackMemoryWhenQuiet } from './garbage.ts'
import { drain, usualDrainTimes } from './http/drain.ts'
import { webServer } from './http/web-server.ts'
import { clockWorker } from './launches/clock-worker.ts'
import { verifierInThread } from './launches/verifier.ts'
import { serverLog } from './logging/logger.ts'
import { logStoreNews } from './logging/store-outages.ts'
import { mailer } from './mail/mailer.ts'
import { outbox } from './mail/outbox.ts'
import { builtInPipelines } from './pipelines/built-in.ts'
import { pipelinesOf } from './pipelines/choosable.ts'
import type { Services } from './services.ts'
import { WrongSetting } from './settings/setting.ts'

/** What `npm start` runs: one server, until SIGTERM or SIGINT; then it drains and ends with exit code 0. */
export async function serve(): Promise<void> {
  const config = readConfig()
  makeDataDir(config.dataDir)
  // Made now, so that a file that others can read stops the start and not a sign-in.
  installationSecret(config)
  const { log, output } = await serverLog(config)
  process.once('exit', output.end)
  // Node prints warnings to stderr with a blocking write; here they are lines of the log.
  process.removeAllListeners('warning').on('warning', (warning) => log.warn({ err: warning }, 'Node.js warning'))
  const lock = lockStore(config.databaseUrl)
  const store = await openServerStore(config.databaseUrl, (news) => logStoreNews(log, news), {
    copiesTo: backupsFolder(config.dataDir),
  })
  const services: Services = {
    store,
    config,
    clock: guardedClock(Date.now, () => performance.now()),
    log,
    pipelines: pipelinesOf(await builtInPipelines(), store),
    evidence: evidenceFolder(config.dataDir),
    verifier: verifierInThread(config),
    figures: newFigures(),
  }
  if (config.demo && (await seedDemo(services)).why === 'not-empty')
    throw new WrongSetting((t) => t('setting.demo-not-empty'))
  const drafts = await sweepDrafts(config.dataDir)
  if (drafts > 0) log.info({ drafts }, 'removed incomplete evidence files')
  await sweepPreviewDrafts(config.dataDir)
  const app = createApp(services, {
    droppedLogLines: output.dropped,
    disks: [config.dataDir, databaseFolder(config.databaseUrl)],
  })
  const server = webServer(app.handler)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(config.port, config.host, resolve)
  })
  giveBackMemoryWhenQuiet()
  const worker = clockWorker(services, app.events)
  const backups = ownBackups(services)
  const mails = outbox(services, mailer(config, log))
  output.write(greeting(config, await howToSignIn(services)))
  void sweepOrphanedPreviews(config.dataDir).then(
    (previews) => previews > 0 && log.info({ previews }, 'removed previews of evidence that is gone'),
    (error: unknown) => log.warn({ err: error }, 'previews of evidence that is gone could not be removed'),
  )

  stopOnSignal(log, async (signal) => {
    log.info({ signal }, 'draining')
    const backupsStopped = backups?.stop()
    // Ctrl-C stops accepting at once; only SIGTERM gives a load balancer a moment to notice.
    await drain(server, app.drain, signal === 'SIGINT' ? { ...usualDrainTimes, accepting: 0 } : usualDrainTimes)
    await worker.stop()
    await backupsStopped
    await mails.stop()
    await services.verifier.close()
    await store.close()
    lock.release()
    await output.flush(1000)
  })
}

/** Null where BACKUP_EVERY is unset. */
function ownBackups({ config, figures, log }: Services): ScheduledBackups | null {
  const { backupEvery, backupKeep, dataDir } = config
  if (backupEvery === null) return null
  return scheduledBackups({
    folder: backupsFolder(dataDir),
    every: backupEvery,
    keep: backupKeep,
    make: backupInProcess(process.argv[1] ?? ''),
    sweep: sweepBackupDrafts,
    figures: figures.backups,
    log,
  })
}

/** npm forwards a signal that the terminal has sent to us already. Within this time, in ms, both count as one. */
const sameSignal = 500

/** The first signal stops the server with exit code 0; a second one ends the process at once with 130. */
function stopOnSignal(log: Logger, stop: (signal: NodeJS.Signals) => Promise<void>): void {
  let since: number | null = null
  const heard = (signal: NodeJS.Signals) => {
    if (since !== null) {
      if (performance.now() - since > sameSignal) process.exit(130)
      return
    }
    since = performance.now()
    stop(signal).then(
      () => process.exit(0),
      (error: unknown) => {
        log.fatal({ err: error }, 'failed to stop cleanly')
        process.exit(1)
      },
    )
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, heard)
}

/** Throws WrongSetting if the folder can't be created. */
function makeDataDir(path: string): void {
  try {
    makeFolder(path)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new WrongSetting((t) => t('setting.data-dir', { file: JSON.stringify(path), why }), { cause: error })
  }
}

/** How to sign in. Without people: the link by which the first administrator is made, on the console alone. */
async function howToSignIn(services: Services): Promise<string[]> {
  const { config, clock } = services
  const link = await newSetupLink(services, clock(), engine)
  if (typeof link !== 'string')
    return [
      mayBeDemo(config) ? t('cli.set-up-or-demo') : t('cli.set-up'),
      link.url,
      t('cli.setup-code', { code: link.secret }),
    ]
  return [(await demoMode(services)) ? t('cli.pick-demo-user') : t('cli.sign-in')]
}

/** The address, and what to try first. */
function greeting(config: Config, signIn: string[]): string {
  const lines = [
    t('cli.running', { url: config.baseUrl }),
    '',
    ...signIn,
    '',
    t('cli.try-check'),
    `curl -sS --fail-with-body "${config.baseUrl}/api/v1/launches/hello/deploy?format=text"`,
  ]
  return `\n${lines.map((line) => (line === '' ? '\n' : `  ${line}\n`)).join('')}\n`
}
