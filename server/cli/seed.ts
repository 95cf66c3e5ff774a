import { seedDemo } from '../demo/seed.ts'
import { Failed } from './failed.ts'
import { t } from './language.ts'
import { say } from './print.ts'
import { withServices } from './services.ts'

export async function seed(): Promise<void> {
  const { seeded, why } = await withServices(seedDemo)
  if (seeded) return say(t('cli.demo-loaded'))
  if (why === 'there') return say(t('cli.demo-there'))
  throw new Failed(why === 'not-here' ? t('cli.demo-not-here') : t('cli.demo-not-empty'))
}
