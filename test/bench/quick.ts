/** `npm run bench -- --quick` takes seconds: it shows that the bench works, and its figures mean little. */
export const isQuick = process.argv.includes('--quick')

/** A number of rounds, launches, requests or the like. */
export const fewer = (usual: number, quick: number): number => (isQuick ? quick : usual)

/** A time in any unit. */
export const shorter = (usual: number): number => (isQuick ? usual / 10 : usual)
