import { koBackup } from './backup.ts'
import { koCli } from './cli.ts'
import { koCliHelp } from './cli-help.ts'
import { koDeployCheck } from './deploy-check.ts'
import { koPipelineCheck } from './pipeline-check.ts'
import { koSettings } from './settings.ts'
import { koTokens } from './tokens.ts'

/** All that is said on the terminal in Korean. See en/terminal.ts. */
export const koTerminal = {
  ...koBackup,
  ...koCli,
  ...koCliHelp,
  ...koDeployCheck,
  ...koPipelineCheck,
  ...koSettings,
  ...koTokens,
} as const
