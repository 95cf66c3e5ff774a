/**
 * A text as it is compared where case does not count, of every script: SQLite's lower() knows the letters of ASCII alone. To lower case
 * first, so that letters that only one case tells apart (σ and ς, ß and ss) become one.
 */
export const fold = (text: string): string => text.normalize('NFC').toLowerCase().toUpperCase()
