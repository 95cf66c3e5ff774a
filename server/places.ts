/** Places of which a process has only so many: whoever finds none is told to come again. */
export interface Places {
  /** How the place is given back, however often that is called; null when every place is taken. */
  take(): (() => void) | null
}

export function places(most: number): Places {
  const taken = new Set<symbol>()
  return {
    take() {
      if (taken.size >= most) return null
      const mine = Symbol()
      taken.add(mine)
      return () => void taken.delete(mine)
    },
  }
}
