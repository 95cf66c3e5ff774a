/**
 * Whether the tests in the browser run in their full size, as `npm run browser` asks. `npm test` has to end within minutes on two slow
 * cores, so it runs a smaller form of what repeats itself there.
 */
export const isLongRun = process.env.BROWSER === 'all'
