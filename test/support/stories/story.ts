import { describe, test } from 'vitest'

/** A test that can also be told outside a test file: it throws when something is not as it says. */
export interface Story {
  chapter: string
  title: string
  run: () => void
}

/** Collects stories in the order in which they are written down. */
export function book() {
  const stories: Story[] = []
  let now = ''
  return {
    stories,
    chapter(title: string, write: () => void): void {
      now = title
      write()
    },
    story(title: string, run: () => void): void {
      stories.push({ chapter: now, title, run })
    },
  }
}

/** Makes a test of each story. */
export function tell(stories: readonly Story[]): void {
  for (const chapter of new Set(stories.map((each) => each.chapter)))
    describe(chapter, () => {
      for (const { title, run } of stories.filter((each) => each.chapter === chapter)) test(title, run)
    })
}
