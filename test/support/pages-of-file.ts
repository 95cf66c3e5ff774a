import { closeSync, openSync, writeSync } from 'node:fs'
import Database from 'better-sqlite3'
import { z } from 'zod'

/** The pages of a SQLite file that hold the rows of a table, in the order of its keys. */
export function pagesOf(file: string, table: string): { pages: number[]; size: number } {
  const client = new Database(file)
  try {
    const query = client.prepare(`select pageno from dbstat where name = ? and pagetype = 'leaf' order by path`)
    return {
      pages: z.array(z.number()).parse(query.pluck().all(table)),
      size: Number(client.pragma('page_size', { simple: true })),
    }
  } finally {
    client.close()
  }
}

/** Overwrites a part of a file with zeros, as a disk that lost it. */
export function blank(file: string, from: number, bytes: number): void {
  const opened = openSync(file, 'r+')
  writeSync(opened, Buffer.alloc(bytes), 0, bytes, from)
  closeSync(opened)
}
