import { hello } from '../support/stories/hello.ts'
import { tell } from '../support/stories/story.ts'

tell(hello)
