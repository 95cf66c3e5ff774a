import { fairPeople } from '../fair.ts'
import { monday } from '../shop.ts'
import { advance, offered, scope, tempt, waive, wild } from './acts.ts'
import { chanceFrom, type Move, oneOf } from './moves.ts'
import { newBuild } from './say.ts'
import type { Stage } from './stage.ts'
import { Story } from './story.ts'

/**
 * Random stories: people of the cast do what they may, or what they may not, while the clock moves; after each move everything that must
 * always hold is looked at.
 */

/** Tells one story; throws at the first thing that does not hold. */
export async function tellRandom(stage: Stage, story: readonly Move[]): Promise<void> {
  stage.told += 1
  stage.shop.now = monday
  const slug = `${stage.name}-${stage.told}`
  await stage.shop
    .post('priya', '/api/v1/launches', {
      pipeline: 'fair',
      slug,
      title: 'The fair',
      targetAt: '2026-12-01T10:00:00+08:00',
      timeZone: 'Asia/Taipei',
      people: fairPeople,
      scope: { photos: false },
    })
    .expect(201)
  const told = new Story(stage, slug)
  await told.begin()
  for (const [index, move] of story.entries()) {
    await play(told, move)
    if (index % 40 === 39) await told.verify()
  }
  await told.verify()
}

async function play(story: Story, { way, pick }: Move): Promise<void> {
  const chance = chanceFrom(pick)
  if (way === 'advance') for (let n = 1 + Math.floor(chance() * 6); n > 0; n -= 1) await advance(story, chance)
  if (way === 'offered') await offered(story, chance)
  if (way === 'tempt') await tempt(story, chance)
  if (way === 'wild') await wild(story, chance)
  if (way === 'build') await story.do(oneOf(chance, ['ci', 'ana', 'priya']), newBuild(story, chance))
  if (way === 'clock') story.wait(0.1 + 2 * chance())
  if (way === 'age') {
    story.wait(3.2 + 2 * chance())
    if (chance() < 0.7) await story.do('ci', newBuild(story, chance))
  }
  if (way === 'scope') await scope(story, chance)
  if (way === 'worker') await story.worker()
  if (way === 'waive') await waive(story, chance)
  if (way === 'look') story.look()
}
