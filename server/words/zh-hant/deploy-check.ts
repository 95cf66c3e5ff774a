import { translated } from '../catalogue.ts'
import type { enDeployCheck } from '../en/deploy-check.ts'

/** Traditional Chinese (Taiwan) of `check` and `wait`. See en/deploy-check.ts. */
export const zhHantDeployCheck = translated<typeof enDeployCheck>()({
  'deploy-check.unknown': '無法得知能否部署：{why}',
  'deploy-check.retrying': '無法得知狀態：{why} 稍後會重試。',
  'deploy-check.not-a-slug': '「{launch}」不是有效的上線計畫網址名稱。',
  'deploy-check.no-candidate': '--candidate 是空的。請指定建置版本或提交編號。',
  'deploy-check.not-a-url': '「{url}」不是 http 或 https 網址（--url 或 LAUNCHGATE_URL）。',
  'deploy-check.url-credentials': '網址含有帳號或密碼。請改用 --token 或 LAUNCHGATE_TOKEN。',
  'deploy-check.token-characters': '權杖含有無效字元（--token 或 LAUNCHGATE_TOKEN）。',
  'deploy-check.no-response': '{server} 沒有回應（{why}）。',
  'deploy-check.timed-out': '等候 {seconds} 秒後逾時',
  'deploy-check.status': '伺服器回應 {status}。',
  'deploy-check.status-because': '伺服器回應 {status}。{detail}',
  'deploy-check.not-launchgate': '回應不符預期（{status}）：這是 Launchgate 伺服器嗎？',
  'deploy-check.inconsistent': '回應自相矛盾（{status}，決定：{decision}）。',
  'deploy-check.other-launch': '回應的是另一個上線計畫（「{launch}」）。',
  'deploy-check.go-without-build': '回應自相矛盾（可上線，但上線計畫未設定建置版本）。請設定建置版本後再試一次。',
  'deploy-check.other-build': '回應的是另一個建置版本（「{build}」）。',
  'deploy-check.pass-candidate': '請指定 --candidate：此上線計畫的建置版本為 {build}。',
  'deploy-check.launch': '上線計畫',
  'deploy-check.wrong-timeout': '--timeout「{timeout}」無效：須為秒數、分鐘或小時，例如 90s、30m 或 2h。',
  'deploy-check.waiting-on': '等待處理：{gates}。',
  'deploy-check.gate': '{gate}（{people}）',
  'deploy-check.more': '還有 {count} 個',
  // The server's own codes in English; a word in other languages.
  'deploy-check.status.not-started': '尚未開始',
  'deploy-check.status.in-progress': '進行中',
  'deploy-check.status.returned': '已退回',
  'deploy-check.status.needs-recheck': '需重新確認',
  'deploy-check.status.blocked': '受阻',
  'deploy-check.status.awaiting-sign-off': '待簽核',
  'deploy-check.status.completed': '已完成',
  'deploy-check.status.waived': '已例外放行',
  'deploy-check.status.not-needed': '不適用',
})
