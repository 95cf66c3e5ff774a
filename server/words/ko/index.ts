import type { Catalogue } from '../catalogue.ts'

import { koAdmin } from './admin.ts'
import { koAudit } from './audit.ts'
import { koCommands } from './commands.ts'
import { koEntrance } from './entrance.ts'
import { koGateHistory } from './gate-history.ts'
import { koInstallation } from './installation.ts'
import { koInstallationLog } from './installation-log.ts'
import { koLabels } from './labels.ts'
import { koLaunch } from './launch.ts'
import { koLaunchReport } from './launch-report.ts'
import { koMail } from './mail.ts'
import { koMaking } from './making.ts'
import { koMe } from './me.ts'
import { koPages } from './pages.ts'
import { koProblems } from './problems.ts'
import { koReasons } from './reasons.ts'
import { koReports } from './reports.ts'
import { koSso } from './sso.ts'
import { koTerminal } from './terminal.ts'
import { koValues } from './values.ts'

/** Korean: sentences in 합니다, buttons and tags as nouns, no particle after an argument. */
export const ko: Catalogue = {
  ...koAdmin,
  ...koAudit,
  ...koCommands,
  ...koEntrance,
  ...koGateHistory,
  ...koInstallation,
  ...koInstallationLog,
  ...koLabels,
  ...koLaunch,
  ...koLaunchReport,
  ...koMail,
  ...koMaking,
  ...koMe,
  ...koPages,
  ...koProblems,
  ...koReasons,
  ...koReports,
  ...koSso,
  ...koTerminal,
  ...koValues,
}
