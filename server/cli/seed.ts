import { seedDemo } from '../demo/seed.ts'
import { Failed } from './failed.ts'
import { say } from './print.ts'
import { withServices } from './services.ts'

export async function seed(): Promise<void> {
  const { seeded, why } = await withServices(seedDemo)
  if (seeded) return say('The demo is there: its people, and the launches aurora, borealis and hello.')
  if (why === 'there') return say('The demo is there already.')
  throw new Failed(
    why === 'not-here'
      ? 'The demo is for one machine alone, and not for production: everybody may act as everybody in it. It was not made (HOST, BASE_URL, TRUST_PROXY, NODE_ENV).'
      : 'This database has people of its own, and in the demo everybody may act as everybody. It was not made; give it an empty database (DATABASE_URL).',
  )
}
