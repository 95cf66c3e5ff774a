import { translated } from '../catalogue.ts'
import type { enSso } from '../en/sso.ts'

/** Traditional Chinese (Taiwan) of single sign-on and of passkeys before signing in. See en/sso.ts. */
export const zhHantSso = translated<typeof enSso>()({
  'sso.failed': '尚未登入',
  'sso.back': '返回登入頁',
  'sso.groups': '您所屬的群組：{groups}。',
  'sso.no-groups': '登入服務未提供任何群組。',
  'sign-in-failure.wrong-state': '無法辨識這次登入，或這次登入已使用過，請重新開始。',
  'sign-in-failure.took-too-long': '這次登入超過 10 分鐘，請重新開始。',
  'sign-in-failure.other-browser': '這次登入是在其他瀏覽器開始的，請重新開始。',
  'sign-in-failure.wrong-nonce': '登入服務的回應屬於另一次登入，請重新開始。',
  'sign-in-failure.wrong-issuer': '回應來自其他登入服務，請重新開始。',
  'sign-in-failure.replayed-code': '登入服務拒絕了這次登入，或這次登入已使用過。請重新開始。',
  'sign-in-failure.denied-by-provider': '登入服務未允許您登入。',
  'sign-in-failure.provider-unreachable': '目前無法連線至單一登入服務。請用密碼登入，或 1 分鐘後再試一次。',
  'sign-in-failure.invalid-response': '無法使用登入服務的回應，請洽系統管理員查看伺服器紀錄。',
  'sign-in-failure.no-matching-group': '您所屬的群組都沒有存取權，請洽系統管理員。',
  'sign-in-failure.email-in-use': '此電子郵件屬於其他帳號，請洽系統管理員取得邀請。',
  'sign-in-failure.no-email': '登入服務未提供電子郵件地址，請洽系統管理員。',
  'sign-in-failure.inactive-account': '您的帳號已停用，請洽系統管理員。',
  'sign-in-failure.invite-for-other-email': '此邀請屬於另一個電子郵件地址，或登入服務尚未驗證您的電子郵件地址。',
  'sign-in-failure.invite-over': '此邀請已過期、已使用或已撤銷，請索取新的邀請。',
  'sign-in.passkey': '使用通行密鑰登入',
  'sign-in.passkey-title': '尚未登入',
  'sign-in.passkey-failed': '無法使用此通行密鑰。請再試一次，或用密碼登入。',
  'sign-in.passkey-expired': '已逾時，請再試一次。',
})
