import { seal } from '../../db/seal.ts'
import type { Store } from '../../db/store.ts'
import type { Entry } from '../../machines/entry.ts'
import { forge } from '../db/forger.ts'
import { fileOf, tamperWith } from './tamper.ts'

/**
 * Makes the log of a launch longer by `count` comments, as if they had been sent by the person or service of its last entry about
 * this gate. They are written into the file together with all that follows from them: sending them would take a minute.
 */
export async function addComments(
  store: Store,
  databaseUrl: string,
  { launch, gate, count }: { launch: string; gate: string; count: number },
): Promise<void> {
  const tamper = async (...statements: string[]) => tamperWith(fileOf(databaseUrl), ...statements)
  const texts = Array.from({ length: count }, (_, n) => seal(`Remark ${n}`, `salt-of-remark-${n}`))
  await forge({ tamper }, store, launch, (entries) => [...entries, ...commentsLike(entries, gate, texts)])
  await tamper(
    ...texts.map(
      ({ commitment, salt, value }) =>
        `insert into private_texts (launch, commitment, salt, value)
          values ('${launch}', '${commitment}', '${salt}', '"${value}"')`,
    ),
  )
}

function commentsLike(entries: readonly Entry[], gate: string, texts: readonly { commitment: string }[]): Entry[] {
  const [own, last] = [
    entries.findLast((entry) => entry.gate === gate && entry.actor.kind !== 'engine'),
    entries.at(-1),
  ]
  if (own === undefined || last === undefined) throw new Error(`Nobody has done anything in ${gate} yet.`)
  const { v, actor, to } = own
  return texts.map(({ commitment }, n) => ({
    v,
    launch: own.launch,
    seq: entries.length + n,
    at: last.at,
    action: 'gate.comment',
    actor,
    gate,
    data: { text: commitment },
    from: to,
    to,
    request: `r_remark_${n}`,
  }))
}
