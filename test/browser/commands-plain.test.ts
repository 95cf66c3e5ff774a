import { tellCommands } from './tell-commands.ts'

/** The same as in commands.test.ts, without JavaScript. */

tellCommands('plain-corner', { javaScriptEnabled: false })
