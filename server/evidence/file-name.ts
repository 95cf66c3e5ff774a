import { withoutControls } from '../text/control-characters.ts'

const longest = 200

/** A file's name as it is kept and given back: well-formed, without control characters, of 200 characters (code points) at most. */
export function keptName(said: string): string {
  const name = withoutControls(said.toWellFormed()).trim()
  return [...name].slice(0, longest).join('') || 'file'
}
