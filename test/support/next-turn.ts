/** Resolves in the next turn of the event loop: another process's change is noticed then at the latest. */
export const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
