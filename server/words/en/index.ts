import { enAdmin } from './admin.ts'
import { enAudit } from './audit.ts'
import { enCommands } from './commands.ts'
import { enEntrance } from './entrance.ts'
import { enGateHistory } from './gate-history.ts'
import { enInstallation } from './installation.ts'
import { enInstallationLog } from './installation-log.ts'
import { enLabels } from './labels.ts'
import { enLaunch } from './launch.ts'
import { enLaunchReport } from './launch-report.ts'
import { enMail } from './mail.ts'
import { enMaking } from './making.ts'
import { enMe } from './me.ts'
import { enPages } from './pages.ts'
import { enProblems } from './problems.ts'
import { enReasons } from './reasons.ts'
import { enReports } from './reports.ts'
import { enSso } from './sso.ts'
import { enTerminal } from './terminal.ts'
import { enValues } from './values.ts'

/**
 * English: every sentence that people read, in ICU MessageFormat. Every other language has the same keys and arguments
 * (see catalogue.ts). Use curly quotes: ICU treats a straight one as its escape character. Dates, lists and names are passed
 * in as text that is already formatted; numbers are passed in only for plurals and digit grouping.
 */
export const en = {
  ...enAdmin,
  ...enAudit,
  ...enCommands,
  ...enEntrance,
  ...enGateHistory,
  ...enInstallation,
  ...enInstallationLog,
  ...enLabels,
  ...enLaunch,
  ...enLaunchReport,
  ...enMail,
  ...enMaking,
  ...enMe,
  ...enPages,
  ...enProblems,
  ...enReasons,
  ...enReports,
  ...enSso,
  ...enTerminal,
  ...enValues,
} as const
