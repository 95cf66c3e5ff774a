import { translated } from '../catalogue.ts'
import type { enTokens } from '../en/tokens.ts'

/** Korean: why a token is not made. See en/tokens.ts. */
export const koTokens = translated<typeof enTokens>()({
  'token-refused.no-launch': '‘{launch}’ 오픈 프로젝트를 찾을 수 없습니다.',
  'token-refused.holder-gone': '토큰 소유자가 없거나 비활성화되었습니다. 아무것도 만들지 않았습니다.',
  'token-refused.no-scope': '토큰에는 권한 범위가 하나 이상 필요합니다.',
  'token-refused.no-life': '토큰의 유효 기간은 0보다 길어야 합니다.',
  'token-refused.signs-too-long':
    'sign:write 권한 범위가 있는 토큰은 최대 24시간 유효합니다. 이 권한 범위를 빼거나 24h 이하로 지정해 주세요.',
  'token-refused.too-long': '토큰은 최대 366일 유효합니다.',
  'token-refused.no-person': '‘{person}’ 사용자를 찾을 수 없습니다.',
  'token-refused.deactivated': '{person} 님은 비활성화되어 토큰을 가질 수 없습니다.',
  'token-refused.not-for-services': '서비스 계정에는 {scope} 권한 범위를 부여할 수 없습니다. 개인 토큰만 가능합니다.',
  'token-refused.service-name':
    '‘{service}’ 값은 서비스 계정 이름으로 쓸 수 없습니다. 영문 소문자, 숫자, 하이픈을 60자까지 쓸 수 있습니다.',
})
