/** The events that a machine's configuration handles, in whichever state. */
export type HandledBy<Config> =
  | (Config extends { on: infer Handlers } ? keyof Handlers : never)
  | (Config extends { states: infer States } ? { [S in keyof States]: HandledBy<States[S]> }[keyof States] : never)

/** Compiles only while nothing is missing; otherwise the error names what is. It does nothing at run time. */
export function nothingMissing<_Missing extends never>(): void {}
