import { type Stats, statSync } from 'node:fs'

/**
 * Why the open database is no longer the one at its path. `missing`: nothing is there now, and it may come back. `replaced`: another
 * file is there, or this one was cut short. `companion`: SQLite's -wal or -shm file was removed or replaced.
 */
export type Displaced = { kind: 'missing' | 'replaced' | 'companion'; why: string }

const companions = ['-wal', '-shm'] as const

/** Compares the files at the paths of an open database with those that were there when it was opened, by device and inode. */
export class FileWatch {
  readonly #file: string
  #main: Stats
  #companions: (Stats | undefined)[]
  /** A database file never shrinks here, since nothing vacuums it. */
  #size: number

  /** To be made when the database is open and its companions exist. */
  constructor(file: string) {
    this.#file = file
    this.#main = statSync(file)
    this.#size = this.#main.size
    this.#companions = companions.map((end) => statSync(file + end, { throwIfNoEntry: false }))
  }

  /** To be called when the same file was opened anew: SQLite may have made other companions. */
  renew(): void {
    this.#companions = companions.map((end) => statSync(this.#file + end, { throwIfNoEntry: false }))
  }

  /** Null when everything is still in its place. */
  look(): Displaced | null {
    return this.lookAtFile() ?? this.#lookAtCompanions()
  }

  /** The same for the database file alone. */
  lookAtFile(): Displaced | null {
    const now = statSync(this.#file, { throwIfNoEntry: false })
    if (now === undefined) return { kind: 'missing', why: `${this.#file} was deleted or moved away.` }
    if (!isSame(now, this.#main))
      return {
        kind: 'replaced',
        why: `${this.#file} was replaced by another file. Restart the server to use that one.`,
      }
    if (now.size < this.#size)
      return { kind: 'replaced', why: `${this.#file} was cut short. Restore a backup, then restart the server.` }
    this.#size = now.size
    return null
  }

  #lookAtCompanions(): Displaced | null {
    for (const [index, end] of companions.entries()) {
      const before = this.#companions[index]
      const now = statSync(this.#file + end, { throwIfNoEntry: false })
      if (before !== undefined && (now === undefined || !isSame(now, before)))
        return { kind: 'companion', why: `${this.#file}${end} was deleted or replaced.` }
    }
    return null
  }
}

const isSame = (one: Stats, other: Stats): boolean => one.dev === other.dev && one.ino === other.ino
