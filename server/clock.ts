/**
 * The wall clock does not agree with the time that has passed. Nothing that depends on the time is answered or written meanwhile:
 * gates would lapse, sessions end and waivers expire for good, or a deploy be let through, because of a wrong clock.
 */
export class ClockJumped extends Error {
  override name = 'ClockJumped'
  /** Forwards, in milliseconds; negative for a jump backwards. */
  readonly by: number
  constructor(by: number) {
    super(
      `The clock of this machine jumped by ${Math.round(by / 1000)} s; it is not used until it has been steady for a minute.`,
    )
    this.by = by
  }
}

/** More than a clock is corrected by while time is kept; a smaller jump moves what falls due by no more than this. */
const tolerance = 60_000
/** After a suspended machine woke up, or its clock was set right, the new time must hold for so long. */
const steadyFor = 60_000

interface Reading {
  wall: number
  steady: number
}

/**
 * A wall clock that is compared with a monotonic one at every reading. It throws ClockJumped after a jump of more than a minute, until
 * the wall clock is back or the jump has lasted for a minute. To be read at least once an hour, or slow corrections add up to a jump.
 * `wall` is in epoch ms; `steady` in ms that never jump, such as performance.now.
 */
export function guardedClock(wall: () => number, steady: () => number): () => number {
  const read = (): Reading => ({ wall: wall(), steady: steady() })
  let trusted = read()
  let jumped: Reading | null = null
  return () => {
    const now = read()
    const isBack = Math.abs(drift(trusted, now)) <= tolerance
    if (!isBack && (jumped === null || Math.abs(drift(jumped, now)) > tolerance)) jumped = now
    if (!isBack && jumped !== null && now.steady - jumped.steady < steadyFor) throw new ClockJumped(drift(trusted, now))
    trusted = now
    jumped = null
    return now.wall
  }
}

/** How much further the wall clock went than the monotonic one. */
const drift = (before: Reading, after: Reading): number => after.wall - before.wall - (after.steady - before.steady)
