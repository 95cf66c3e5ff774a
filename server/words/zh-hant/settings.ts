import { translated } from '../catalogue.ts'
import type { enSettings } from '../en/settings.ts'

/** Traditional Chinese (Taiwan) of settings that stop the start. See en/settings.ts. */
export const zhHantSettings = translated<typeof enSettings>()({
  'setting.invalid': '{name} 的值 {got} 無效。須為：{takes}。',
  'setting.invalid-secret': '{name} 的值無效。須為：{takes}。',
  'setting.missing': '缺少 {missing}：設定 {set} 時必須一併設定。',
  'setting.takes.port': '1 到 65535 的數字',
  'setting.takes.demo': '1，或不設定',
  'setting.takes.host': '要監聽的主機名稱或位址',
  'setting.takes.base-url': '不含路徑的 http 或 https 網址',
  'setting.takes.database-url': 'file:PATH，即 SQLite 檔案',
  'setting.takes.folder': '資料夾',
  'setting.takes.one-of': '其中之一：{words}',
  'setting.takes.hops': '0 到 10 的轉送次數',
  'setting.takes.writes': '1 到 1000000 的整數，或不設定',
  'setting.takes.backup-every': '1m 到 366d 的時間長度（例如 30m、24h 或 7d），或不設定',
  'setting.takes.backup-keep': '1 到 10000 的整數',
  'setting.takes.secret': '至少 32 個字元',
  'setting.takes.smtp-url': '含主機的 smtp:// 或 smtps:// 網址，例如 smtp://user:password@mail.example.com:587',
  'setting.takes.mail-from': '地址，例如 Launchgate <launchgate@example.com>',
  'setting.takes.issuer': '不含查詢字串的 https 網址（http 僅限 localhost）',
  'setting.takes.printable': '可列印的字元',
  'setting.takes.group-roles': 'GROUP=ROLE,GROUP=ROLE,…，其中 ROLE 為角色、admin 或 auditor',
  'setting.demo-in-production': 'LAUNCHGATE_DEMO 的值 "1" 無效：NODE_ENV 為 production 時不得設定。',
  'setting.demo-not-local':
    'LAUNCHGATE_DEMO 的值 "1" 無效：示範模式讓任何人都能以他人身分操作，因此僅在 HOST 與 BASE_URL 為本機（例如 localhost）且 TRUST_PROXY 為 0 時可設定。',
  'setting.demo-not-empty':
    'LAUNCHGATE_DEMO 的值 "1" 無效：此資料庫已有人員，而示範模式讓任何人都能以他人身分操作。請使用空的資料庫（DATABASE_URL）。',
  'setting.data-dir': 'DATA_DIR 的值 {file} 無效：須為可寫入的資料夾（{why}）。',
  'setting.secret-file-open': '檔案 {file} 無效：須僅限擁有者可讀取（chmod 600）。',
  'setting.secret-file-malformed': '檔案 {file} 無效：須為至少 32 個字元的密鑰。請還原檔案，或設定 LAUNCHGATE_SECRET。',
})
