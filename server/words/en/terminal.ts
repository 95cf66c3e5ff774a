import { enBackup } from './backup.ts'
import { enCli } from './cli.ts'
import { enCliHelp } from './cli-help.ts'
import { enDeployCheck } from './deploy-check.ts'
import { enPipelineCheck } from './pipeline-check.ts'
import { enSettings } from './settings.ts'
import { enTokens } from './tokens.ts'

/** All that is said on the terminal. The command line reads these files alone: the other sentences would take it time at each start. */
export const enTerminal = {
  ...enBackup,
  ...enCli,
  ...enCliHelp,
  ...enDeployCheck,
  ...enPipelineCheck,
  ...enSettings,
  ...enTokens,
} as const
