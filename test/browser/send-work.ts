import { scopes } from '../../machines/installation/scopes.ts'
import type { ServedShop } from '../support/served-shop.ts'
import type { Done, Work } from './work.ts'

/** The same as a desk's `done`, sent as commands: for gates whose clicks another story tells. `told` is called after each of them. */
export async function sendWork(
  shop: ServedShop,
  launch: string,
  { gate, owner, items, signs }: Work,
  told: (done: Done) => Promise<void>,
): Promise<void> {
  const stored = await shop.store.load(launch)
  const candidate = stored?.context.candidate?.version
  const roles = Object.entries((await shop.services.pipelines.get(stored?.definition.id ?? ''))?.texts.roles ?? {})
  // Days pass in such a story, and tokens expire.
  const token = (who: string) => shop.token(who, [...scopes])
  const send = async (who: string, command: object) =>
    shop.send(await token(who), launch, { gate, ifVersion: await shop.version(launch), ...command }).expect(200)

  for (const [item, who, evidence] of items) {
    if (evidence.kind === 'file' || evidence.kind === 'junit')
      await shop
        .post(
          await token(who),
          `/api/v1/launches/${launch}/gates/${gate}/items/${item}/evidence?candidate=${candidate}`,
        )
        .attach('file', Buffer.from(evidence.body), { filename: evidence.name, contentType: evidence.type })
        .expect(200)
    else await send(who, { type: 'gate.tick', item, candidate, evidence: saidAs(evidence) })
    await told({ who, did: 'tick', gate, item })
  }
  const isSigned = signs.length > 0
  await send(owner, { type: isSigned ? 'gate.submit' : 'gate.complete' })
  await told({ who: owner, did: isSigned ? 'send' : 'complete', gate })
  for (const [who, title] of signs) {
    const as = roles.find(([, text]) => text.en === title)?.[0]
    await send(who, { type: 'gate.signOff', as })
    await told({ who, did: 'sign', gate })
  }
}

function saidAs(evidence: Work['items'][number][2]): object {
  if (evidence.kind === 'link') return { kind: 'link', url: evidence.text }
  if (evidence.kind === 'number') return { kind: 'number', value: Number(evidence.value) }
  return evidence
}
