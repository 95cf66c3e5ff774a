import { translated } from '../catalogue.ts'
import type { enEntrance } from '../en/entrance.ts'

/** Traditional Chinese (Taiwan) of the pages around signing in. See en/entrance.ts. */
export const zhHantEntrance = translated<typeof enEntrance>()({
  // Fields that several of these pages have
  'entrance.name': '您的姓名',
  'entrance.email': '電子郵件',
  'entrance.password': '密碼',
  'entrance.new-password': '新密碼',
  'entrance.password-hint': '至少 12 個字元。建議用幾個互不相關的詞組成。',
  'entrance.too-many': '嘗試次數過多，請於{minutes, plural, other { # 分鐘}}後再試一次。',
  'entrance.busy': '伺服器忙碌中，請稍候幾秒再輸入一次密碼。',
  'password.too-short': '請使用至少 12 個字元。',
  'password.too-long': '請勿超過 256 個字元。',
  'password.contains-person': '請勿使用您的姓名或電子郵件地址。',
  'password.contains-product': '請勿使用「Launchgate」這個名稱。',
  'password.too-simple': '太容易被猜到，請用幾個互不相關的詞組成。',

  // The first run
  'setup.title': 'Launchgate 初始設定',
  'setup.lead': '您將成為第一位系統管理員。這裡的設定之後都能修改。',
  'setup.code': '設定碼',
  'setup.code-hint': '顯示在啟動伺服器的主控台。',
  'setup.organization': '組織',
  'setup.language': '語言',
  'setup.submit': '建立管理員帳號',

  // Signing in
  'sign-in.title': '登入 {organization}',
  'sign-in.by-password': '使用密碼登入',
  'sign-in.forgot': '忘記密碼？',
  'sign-in.password-saved': '新密碼已儲存，請用新密碼登入。',
  'sign-in.oidc': '使用單一登入',
  'sign-in.wrong': '電子郵件或密碼錯誤。',

  // A new password by a link
  'reset.choose': '設定密碼',
  'reset.for': '帳號 {email}。設定後，所有裝置都會登出。',
  'reset.submit': '儲存密碼',
  'reset.no-link': '此連結無法使用',
  'reset.sign-in': '前往登入',
  'forgot.title': '重設密碼',
  'forgot.lead': '請輸入電子郵件地址。若有對應的帳號，我們會寄出 1 小時內有效的連結。',
  'forgot.submit': '寄送連結',
  'forgot.sent-title': '請查看電子郵件',
  'forgot.sent': '若 {email} 有對應的帳號，連結已寄出。連結限用一次，1 小時內有效。',
  'forgot.no-mail': '此系統未設定電子郵件，請洽系統管理員取得設定新密碼的連結。',

  // Accepting an invite
  'invite.title': '加入 {organization}',
  'invite.by': '{inviter} 邀請您加入。',
  'invite.by-operator': '您受邀加入 Launchgate。',
  'invite.as': '您將以 {email} 登入。',
  'invite.submit': '建立帳號',
  'invite.no-invite': '此邀請無法使用',

  // First steps of an administrator
  'first-steps.title': '開始使用',
  'first-steps.people': '邀請人員',
  'first-steps.pipeline': '選擇範本',
  'first-steps.launch': '建立第一個上線計畫',
  'first-steps.done': '已完成',
  'first-steps.dismiss': '隱藏這些步驟',
})
