import { seedDemo } from '../demo/seed.ts'
import { Failed } from './failed.ts'
import { say } from './print.ts'
import { withServices } from './services.ts'

export async function seed(): Promise<void> {
  const { seeded, why } = await withServices(seedDemo)
  if (seeded) return say('Demo loaded: people, plus launches aurora, borealis and hello.')
  if (why === 'there') return say('The demo is already loaded.')
  throw new Failed(
    why === 'not-here'
      ? 'Demo not loaded: it lets anyone act as anyone, so it only runs on localhost and never in production (check HOST, BASE_URL, TRUST_PROXY, NODE_ENV).'
      : 'Demo not loaded: this database already has people. Use an empty database (DATABASE_URL).',
  )
}
