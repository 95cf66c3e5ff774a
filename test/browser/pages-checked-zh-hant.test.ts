import { inTurn } from '../support/page-checks.ts'
import { checkPages } from './check-pages.ts'

checkPages('zh-Hant', inTurn)
