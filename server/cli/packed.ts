import * as program from './program.ts'
import { runProcess } from './run-process.ts'

/** What the bundle runs. */
await runProcess(program)
