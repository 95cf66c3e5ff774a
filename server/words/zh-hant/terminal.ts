import { zhHantBackup } from './backup.ts'
import { zhHantCli } from './cli.ts'
import { zhHantCliHelp } from './cli-help.ts'
import { zhHantDeployCheck } from './deploy-check.ts'
import { zhHantPipelineCheck } from './pipeline-check.ts'
import { zhHantSettings } from './settings.ts'
import { zhHantTokens } from './tokens.ts'

/** All that is said on the terminal in Traditional Chinese. See en/terminal.ts. */
export const zhHantTerminal = {
  ...zhHantBackup,
  ...zhHantCli,
  ...zhHantCliHelp,
  ...zhHantDeployCheck,
  ...zhHantPipelineCheck,
  ...zhHantSettings,
  ...zhHantTokens,
} as const
