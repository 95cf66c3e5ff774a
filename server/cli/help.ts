import { Help, type HelpConfiguration } from 'commander'
import { t } from './language.ts'
import { width } from './print.ts'

/** The words of commander's help in the language of the terminal, and its lines where letters take two columns. */

const own = Help.prototype

const headings: Readonly<Record<string, () => string>> = {
  'Usage:': () => t('help.usage'),
  'Arguments:': () => t('help.arguments'),
  'Options:': () => t('help.options'),
  'Commands:': () => t('help.commands'),
}

const placeholders = (usage: string): string =>
  usage.replaceAll('[options]', t('help.any-options')).replaceAll('[command]', t('help.any-command'))

export const helpTexts: HelpConfiguration = {
  styleTitle: (title) => headings[title]?.() ?? title,
  commandUsage: (command) => placeholders(own.commandUsage(command)),
  subcommandTerm: (command) => placeholders(own.subcommandTerm(command)),
  optionDescription: ({ description, defaultValue }) =>
    defaultValue === undefined
      ? description
      : t('help.default', { text: description, value: JSON.stringify(defaultValue) }),
  displayWidth: width,
  boxWrap: wrapped,
}

/** A line may end at a space, and after each Chinese letter with the marks that close a sentence. */
const chunk = /\s*(?:[^\s\p{sc=Han}，。：；？！、）」]*\p{sc=Han}[，。：；？！、）」]*|[^\s\p{sc=Han}]+)/gu

function wrapped(text: string, columns: number): string {
  const lines: string[] = []
  let line = ''
  for (const each of text.match(chunk) ?? []) {
    if (line === '' || width(line) + width(each) <= columns) line += each
    else {
      lines.push(line)
      line = each.trimStart()
    }
  }
  return [...lines, line].join('\n')
}
