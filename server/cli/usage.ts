import type { CommanderError } from 'commander'
import { t } from './language.ts'
import { say } from './print.ts'

/** Says in one line what is wrong with a command; nothing where commander has printed a help instead. */
export function explainUsage({ code, message }: CommanderError): void {
  if (code === 'commander.help' || code === 'commander.helpDisplayed') return
  // Commander puts its suggestion on a second line; scripts get one line.
  const [, fault = message, several, similar] = /^(.*?)\n\(Did you mean (one of )?(.*)\?\)$/s.exec(message) ?? []
  const error = faultOf(code, fault).trim()
  if (similar === undefined) say(error)
  else say(several === undefined ? t('usage.similar', { error, similar }) : t('usage.similar-of', { error, similar }))
}

/** Commander's errors have a code and an English message; the names that we say are read from it, in their quotes. */
function faultOf(code: string, message: string): string {
  const [name = ''] = /'.*'/s.exec(message) ?? []
  switch (code) {
    case 'commander.unknownOption':
      return t('usage.unknown-option', { option: name })
    case 'commander.unknownCommand':
      return t('usage.unknown-command', { command: name })
    case 'commander.missingArgument':
      return t('usage.missing-argument', { argument: name })
    case 'commander.optionMissingArgument':
      return t('usage.missing-value', { option: name })
    case 'commander.missingMandatoryOptionValue':
      return t('usage.missing-option', { option: name })
    case 'commander.excessArguments':
      return tooManyArguments(message)
    default:
      return message
  }
}

function tooManyArguments(message: string): string {
  const [, command, expected, received, args] =
    /^error: too many arguments for ('.*?')\. Expected (\d+) arguments? but got (\d+): (.*)\.$/s.exec(message) ?? []
  if (command === undefined || received === undefined || args === undefined) return message
  return t('usage.too-many-arguments', { command, expected: Number(expected), received, arguments: args })
}
