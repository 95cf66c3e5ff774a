import { beforeEach } from 'vitest'

/**
 * The tests of this file or `describe` are one story: each goes on where the one before it ended. When one fails, those after it fail at
 * once and name it, instead of each waiting for what never comes.
 */
export function tellOneStory(): void {
  let broken: string | undefined
  beforeEach(({ task, onTestFailed }) => {
    if (broken !== undefined) throw new Error(`The story broke at “${broken}”.`)
    onTestFailed(() => {
      broken = task.name
    })
  })
}
