import { nothingUntrueUnlocks } from '../support/stories/nothing-untrue-unlocks.ts'
import { tell } from '../support/stories/story.ts'

tell(nothingUntrueUnlocks)
