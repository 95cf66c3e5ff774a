/** What is typed on a terminal or in a pipeline's file is the same in every language. */

const typed: readonly [keys: RegExp, code: RegExp][] = [
  [
    /^(backup|cli|help|usage|deploy-check)\./,
    /--[a-z]+|-wal\b|\blaunchgate\.tar\b|\blaunchgate [a-z]+( [a-z]+)?|\b(person|token) list\b|\b[a-z]+=[a-z]+|\bsign:write\b|\b(ecommerce-essential|content-team)\b/g,
  ],
  [/^(cli|help)\./, /\b(aurora|borealis|hello|localhost|SQLite|stdout|stderr|JSON Lines)\b/g],
  [/^setting\./, /\bsmtps?:\/\/\S*|\b(file:PATH|SQLite|localhost|admin|auditor|production|chmod)\b/g],
  [/^token-refused\./, /\bsign:write\b/g],
  [
    /^pipeline-check\./,
    /\b(needs|critical|required|kind): (all|true|number)\b|\b(en|zh-Hant|true|false|all|candidate|languages|needs|roles|phases|min|max|recheckOn)\b/g,
  ],
]

export const withoutTyped = (key: string, text: string): string =>
  typed.reduce((rest, [keys, code]) => (keys.test(key) ? rest.replaceAll(code, ' ') : rest), text)
