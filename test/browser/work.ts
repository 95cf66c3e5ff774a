import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { become, type Evidence, endSessions, press, says, tick } from './people.ts'

/** The work of a launch as a table: who gives which evidence, who signs. */

export const note: Evidence = { kind: 'note', text: 'Tried by hand: passed' }
export const none: Evidence = { kind: 'none' }
export const link: Evidence = { kind: 'link', text: 'https://example.com/agreed' }
export const number = (value: string): Evidence => ({ kind: 'number', value })
export const file: Evidence = { kind: 'file', name: 'evidence.txt', type: 'text/plain', body: 'Looked at by hand' }
const report = (body: string) => ({ kind: 'junit', name: 'report.xml', type: 'application/xml', body }) as const
export const green = report('<testsuite name="shop"><testcase name="pays"/><testcase name="refunds"/></testsuite>')
export const red = report('<testsuite name="shop"><testcase name="pays"><failure/></testcase></testsuite>')

/** What is done in one gate until it is completed. Where nobody signs, its owner completes it. */
export interface Work {
  gate: string
  owner: string
  items: [item: string, who: string, evidence: Evidence][]
  signs: [who: string, role: string][]
}

/** One thing that somebody did, once their own page says so. */
export interface Done {
  who: string
  did: 'tick' | 'send' | 'complete' | 'sign'
  gate: string
  item?: string
}

/** A window at which the people of one launch take turns, by clicks and typing only. */
export interface Desk {
  /** Takes somebody's place, unless they sit there already, and goes to a page of the launch (`/gates/pricing`; empty: its own). */
  as(who: string, path?: string): Promise<void>
  /** Whoever sits there is gone, and every session with them: the next one signs in, whoever it is. */
  leave(): void
  /** Gives the items their evidence. */
  give(work: Work): Promise<void>
  /** Sends the gate for sign-off, or completes it. */
  finish(work: Work): Promise<void>
  /** Signs it for each of its roles: then it is completed. */
  sign(work: Work): Promise<void>
  /** All three. */
  done(work: Work): Promise<void>
}

/** `told` is called, and waited for, after everything that was done. */
export function desk(page: Page, launch: string, told: (done: Done) => Promise<void> = async () => {}): Desk {
  let sits = ''
  const as = async (who: string, path = '') => {
    const to = `/launches/${launch}${path}`
    if (who !== sits) await become(page, who, to)
    else if (new URL(page.url()).pathname !== to) await page.goto(to)
    sits = who
  }
  const give = async ({ gate, items }: Work) => {
    for (const [item, who, evidence] of items) {
      await as(who, `/gates/${gate}`)
      await tick(page, item, evidence)
      await told({ who, did: 'tick', gate, item })
    }
  }
  const finish = async ({ gate, owner, signs }: Work) => {
    await as(owner, `/gates/${gate}`)
    const isSigned = signs.length > 0
    await press(page, isSigned ? 'Send for sign-off' : 'Mark complete')
    await says(page, isSigned ? /^Awaiting sign-off/ : /^Completed/)
    await told({ who: owner, did: isSigned ? 'send' : 'complete', gate })
  }
  const sign = async ({ gate, signs }: Work) => {
    for (const [at, [who, role]] of signs.entries()) {
      await as(who, `/gates/${gate}`)
      await press(page, `Sign off as ${role}`)
      if (at === signs.length - 1) await says(page, /^Completed/)
      else
        await expect
          .poll(() => page.locator('section:has(#h-signs)').innerText(), { interval: 100 })
          .toContain(`${at + 1} of ${signs.length} signed`)
      await told({ who, did: 'sign', gate })
    }
  }
  const done = async (work: Work) => {
    await give(work)
    await finish(work)
    await sign(work)
  }
  const leave = () => {
    sits = ''
    endSessions(page)
  }
  return { as, leave, give, finish, sign, done }
}
