/** A fixed number of places in a process, of which one caller may take only some. */
export interface Capacity {
  /** How the place is given back, however often that is called; null when every place, or every place of this caller, is taken. */
  take(caller?: string): (() => void) | null
  /** How many places are taken. */
  taken(): number
}

export function limitCapacity(most: number, mostOfOne = most): Capacity {
  let taken = 0
  const ofOne = new Map<string, number>()
  return {
    taken: () => taken,
    take(caller = '') {
      const mine = ofOne.get(caller) ?? 0
      if (taken >= most || mine >= mostOfOne) return null
      taken += 1
      ofOne.set(caller, mine + 1)
      let isGiven = false
      return () => {
        if (isGiven) return
        isGiven = true
        taken -= 1
        const left = (ofOne.get(caller) ?? 1) - 1
        if (left > 0) ofOne.set(caller, left)
        else ofOne.delete(caller)
      }
    },
  }
}
