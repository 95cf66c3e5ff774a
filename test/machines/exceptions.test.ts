import { exceptions } from '../support/stories/exceptions.ts'
import { tell } from '../support/stories/story.ts'

tell(exceptions)
