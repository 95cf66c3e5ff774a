import { z } from 'zod'
import type { InstallationEntry } from '../../machines/installation/entry.ts'
import { commitmentsIn } from '../commitments-in.ts'
import { erasableTexts } from '../erasable-texts.ts'
import { readEntry } from '../seal.ts'
import type { Connection } from './connection.ts'

/**
 * Blanks what a person wrote in launches and what the installation's log says about them, and gives them an id that says nothing. It reads
 * the leaves of their own entries alone; finding those walks once over the index of all entries. Belongs inside a write transaction.
 */
export function blankPerson(
  { $client: client }: Connection,
  { id, pseudonym }: { id: string; pseudonym: string },
  { data }: InstallationEntry,
  at: number,
): void {
  blankLaunchTexts(client, pseudonym, at)
  const invites = z.object({ invites: z.array(z.string()) }).parse(data).invites
  blankInstallationTexts(client, pseudonym, invites, at)
  renamePerson(client, id, `deleted-${pseudonym.slice(2)}`)
}

type Client = Connection['$client']

/** The salt goes as well: with it a short text could be found by trying. */
const blank = `set salt = '', value = 'null', erased_at = ?`

function blankLaunchTexts(client: Client, pseudonym: string, at: number): void {
  const rows = z
    .array(z.object({ launch: z.string(), leaf: z.string() }))
    .parse(client.prepare('select launch, leaf from entries where actor = ? order by launch, seq').all(pseudonym))
  const update = client.prepare(`update private_texts ${blank} where launch = ? and commitment = ?`)
  for (const [launch, own] of Map.groupBy(rows, (row) => row.launch))
    for (const text of erasableTexts(own.map(({ leaf }) => readEntry(leaf)))) update.run(at, launch, text)
}

/** Entries about the person, and those about the invites by which they came. */
function blankInstallationTexts(client: Client, pseudonym: string, invites: readonly string[], at: number): void {
  const ofPerson = client.prepare('select leaf from installation_entries where subject = ?').pluck().all(pseudonym)
  const ofInvites = client
    .prepare(
      `select leaf from installation_entries where action in ('invite.create', 'invite.renew')
        and json_extract(leaf, '$.data.invite') in (select value from json_each(?))`,
    )
    .pluck()
    .all(JSON.stringify(invites))
  const update = client.prepare(`update installation_texts ${blank} where commitment = ?`)
  for (const leaf of z.array(z.string()).parse([...ofPerson, ...ofInvites]))
    for (const text of commitmentsIn(JSON.parse(leaf))) update.run(at, text)
}

/** Everything that refers to the person by id follows; references are checked at COMMIT. */
function renamePerson(client: Client, id: string, blankId: string): void {
  client.pragma('defer_foreign_keys = on')
  client.prepare('update people set id = ? where id = ?').run(blankId, id)
  for (const table of ['profiles', 'tokens', 'links', 'sessions', 'passwords', 'passkeys', 'identities'])
    client.prepare(`update ${table} set person = ? where person = ?`).run(blankId, id)
}
