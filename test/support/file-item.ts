import { withFile } from './demo-database.ts'
import type { Demo } from './fault-scenario.ts'

/** The item that asks for a file in demo-database.ts, its owner's token, and where its files are. */
export interface FileItem {
  headers: { authorization: string }
  launch: string
  gate: string
  /** Hands in a file. */
  attach(bytes: Buffer): Promise<Response>
}

export function fileItem({ server, token }: Demo): FileItem {
  const { launch, gate, item, owner } = withFile
  const headers = { authorization: `Bearer ${token(owner)}` }
  return {
    headers,
    launch: `/api/v1/launches/${launch}`,
    gate,
    attach(bytes) {
      const body = new FormData()
      body.set('file', new Blob([bytes]), 'photos.txt')
      const path = `/api/v1/launches/${launch}/gates/${gate}/items/${item}/evidence`
      return fetch(server.url + path, { method: 'POST', headers, body })
    },
  }
}
