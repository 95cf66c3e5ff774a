import { z } from 'zod'

/** What people and programs may type: schemas of texts, and what counts as one. Lengths are in UTF-16 units. */

/**
 * Controls, format characters, spaces, marks without a base, everything that Unicode says to draw as nothing (UAX 44,
 * Default_Ignorable_Code_Point), and letters and symbols whose glyph is blank: Braille pattern blank, musical null notehead,
 * hieroglyph blanks; and code points without a character, whose glyph is nobody's or a private matter. A lone surrogate is not among them: that it can't be stored is a better answer than that it is empty.
 */
const invisible =
  '\\p{Cc}\\p{Cf}\\p{Z}\\p{M}\\p{Default_Ignorable_Code_Point}\\p{Co}\\p{Cn}\\u2800\\u{1d159}\\u{13441}\\u{13442}'
const visible = new RegExp(`[^${invisible}]`, 'u')

/** True if a reader would see anything at all. */
export const hasVisibleCharacter = (text: string): boolean => visible.test(text)

/** Without surrounding white space; a text in which nothing is visible counts as empty. */
const trimmed = (text: string): string => (hasVisibleCharacter(text) ? text.trim() : '')

/** Text of 1 to `most` characters besides surrounding white space, at least one of them visible. */
export const typedText = (most: number) => z.string().overwrite(trimmed).min(1).max(most)

/**
 * A build's version or commit as it is compared: `é` typed as one character or as two is the same name (NFC, Unicode UAX 15), and
 * white space around it is no part of it.
 */
export const comparableBuildName = (name: string): string => name.normalize('NFC').trim()

/** A build's version or commit. */
export const buildName = z.string().normalize('NFC').overwrite(trimmed).min(1).max(200)
