import { translated } from '../catalogue.ts'
import type { enTokens } from '../en/tokens.ts'

/** Traditional Chinese (Taiwan): why a token is not made. See en/tokens.ts. */
export const zhHantTokens = translated<typeof enTokens>()({
  'token-refused.no-launch': '找不到上線計畫「{launch}」。',
  'token-refused.holder-gone': '權杖的持有者已不存在或已停用。未建立任何內容。',
  'token-refused.no-scope': '權杖至少須有一個權限範圍。',
  'token-refused.no-life': '權杖的有效期限須大於零。',
  'token-refused.signs-too-long': '含 sign:write 的權杖最長有效 24 小時。請移除此權限範圍，或將期限縮短為 24h 以內。',
  'token-refused.too-long': '權杖最長有效 366 天。',
  'token-refused.no-person': '找不到人員「{person}」。',
  'token-refused.deactivated': '{person} 已停用，無法持有權杖。',
  'token-refused.not-for-services': '服務帳戶不得有權限範圍 {scope}，僅限個人權杖。',
  'token-refused.service-name': '「{service}」不能作為服務帳戶的名稱。限用小寫英文字母、數字與連字號，最多 60 個字元。',
})
