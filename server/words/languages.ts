/** Each language that there are words in, by its tag of BCP 47. Another one is a folder beside this file, and a line here. */
export { en } from './en/index.ts'
export { ko } from './ko/index.ts'
export { zhHant as 'zh-Hant' } from './zh-hant/index.ts'
