import { Worker } from 'node:worker_threads'
import { type Store, StoreUnavailable } from '../../db/store.ts'
import { type BytesOf, InstallationVerifier, type LaunchVerification, LaunchVerifier } from '../../db/verify.ts'
import type { VerifierAnswer, VerifierSettings, VerifierTask } from '../cli/verify-worker.ts'

/** Verifies launches, and the installation, for pages. */
export interface Verifier {
  /**
   * See LaunchVerifier.verify and InstallationVerifier.verify; null: the installation. Rejects with StoreUnavailable when the database
   * cannot be read now.
   */
  verify(launch: string | null, anew: boolean): Promise<LaunchVerification>
  /** How long a page waits for an answer, in ms; it says otherwise that the check is running. */
  patience: number
  close(): Promise<void>
}

/** In this thread, in steps between which other work runs: for the command line, and for tests that change what is stored. */
export function verifierHere(store: Store, bytesOf: BytesOf): Verifier {
  const launches = new LaunchVerifier(bytesOf)
  const installation = new InstallationVerifier()
  return {
    verify: (launch, anew) =>
      launch === null ? installation.verify(store, anew) : launches.verify(store, launch, anew),
    patience: Number.POSITIVE_INFINITY,
    close: async () => {},
  }
}

/** As long as what was verified is gone on from: a thread without work has nothing more to remember. */
const idleMs = 60_000

/** In a worker thread with a connection of its own. The thread starts when it is needed, and ends after a minute without work. */
export function verifierInThread(settings: VerifierSettings): Verifier {
  let thread: VerifierThread | null = null
  return {
    verify(launch, anew) {
      thread ??= new VerifierThread(settings, (ended) => {
        if (thread === ended) thread = null
      })
      return thread.verify(launch, anew)
    },
    patience: 300,
    close: async () => thread?.end(),
  }
}

/** Almost all that a verification reads is garbage at once: this saves 100 MB with 4,000 entries, and costs no time. */
const resourceLimits = { maxYoungGenerationSizeMb: 8 }

class VerifierThread {
  readonly #worker: Worker
  readonly #ended: (thread: VerifierThread) => void
  readonly #waiting = new Map<number, PromiseWithResolvers<LaunchVerification>>()
  #idle: NodeJS.Timeout | undefined
  #last = 0

  /** `ended` is called as soon as it takes no more work. */
  constructor(settings: VerifierSettings, ended: (thread: VerifierThread) => void) {
    this.#ended = ended
    const url = new URL('../cli/verify-worker.ts', import.meta.url)
    this.#worker = new Worker(url, { workerData: settings, resourceLimits })
    // What is verified for a page does not keep the process alive.
    this.#worker.unref()
    this.#worker.on('message', (answer: VerifierAnswer) => this.#answered(answer))
    let why: unknown
    this.#worker.on('error', (error) => {
      why = error
    })
    this.#worker.on('exit', () => this.#stop(why))
  }

  verify(launch: string | null, anew: boolean): Promise<LaunchVerification> {
    clearTimeout(this.#idle)
    const answer = Promise.withResolvers<LaunchVerification>()
    this.#last += 1
    this.#waiting.set(this.#last, answer)
    const task: VerifierTask = { id: this.#last, launch, anew }
    this.#worker.postMessage(task)
    return answer.promise
  }

  async end(): Promise<void> {
    this.#stop()
    await this.#worker.terminate()
  }

  /** Takes no more work and rejects what waits for an answer. */
  #stop(why: unknown = new Error('the thread that verifies launches has ended')): void {
    clearTimeout(this.#idle)
    this.#ended(this)
    for (const { reject } of this.#waiting.values()) reject(why)
    this.#waiting.clear()
  }

  #answered(answer: VerifierAnswer): void {
    const waiting = this.#waiting.get(answer.id)
    this.#waiting.delete(answer.id)
    switch (answer.kind) {
      case 'verified':
        waiting?.resolve(answer.verification)
        break
      case 'unavailable':
        waiting?.reject(new StoreUnavailable('nothing', answer.message))
        break
      case 'failed':
        waiting?.reject(new Error(answer.message))
        break
    }
    if (this.#waiting.size === 0) this.#idle = setTimeout(() => void this.end(), idleMs).unref()
  }
}
