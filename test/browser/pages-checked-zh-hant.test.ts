import { checkPages } from './check-pages.ts'

checkPages('zh-Hant')
