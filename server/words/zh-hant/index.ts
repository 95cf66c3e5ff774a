import type { Catalogue } from '../catalogue.ts'

import { zhHantAdmin } from './admin.ts'
import { zhHantAudit } from './audit.ts'
import { zhHantCommands } from './commands.ts'
import { zhHantEntrance } from './entrance.ts'
import { zhHantGateHistory } from './gate-history.ts'
import { zhHantInstallation } from './installation.ts'
import { zhHantInstallationLog } from './installation-log.ts'
import { zhHantLabels } from './labels.ts'
import { zhHantLaunch } from './launch.ts'
import { zhHantLaunchReport } from './launch-report.ts'
import { zhHantMail } from './mail.ts'
import { zhHantMaking } from './making.ts'
import { zhHantMe } from './me.ts'
import { zhHantPages } from './pages.ts'
import { zhHantProblems } from './problems.ts'
import { zhHantReasons } from './reasons.ts'
import { zhHantReports } from './reports.ts'
import { zhHantSso } from './sso.ts'
import { zhHantTerminal } from './terminal.ts'
import { zhHantValues } from './values.ts'

/** Traditional Chinese, as it is written in Taiwan: full-width marks, 您 only where it is needed, one space between Han and Latin letters or digits. */
export const zhHant: Catalogue = {
  ...zhHantAdmin,
  ...zhHantAudit,
  ...zhHantCommands,
  ...zhHantEntrance,
  ...zhHantGateHistory,
  ...zhHantInstallation,
  ...zhHantInstallationLog,
  ...zhHantLabels,
  ...zhHantLaunch,
  ...zhHantLaunchReport,
  ...zhHantMail,
  ...zhHantMaking,
  ...zhHantMe,
  ...zhHantPages,
  ...zhHantProblems,
  ...zhHantReasons,
  ...zhHantReports,
  ...zhHantSso,
  ...zhHantTerminal,
  ...zhHantValues,
}
