import { translated } from '../catalogue.ts'
import type { enBackup } from '../en/backup.ts'

/** Traditional Chinese (Taiwan) of `backup` and `restore`. See en/backup.ts. */
export const zhHantBackup = translated<typeof enBackup>()({
  'help.backup': '將資料庫與佐證檔案備份為一個新檔案並驗證；伺服器執行中亦可使用',
  'help.backup.file': '新檔案，例如 launchgate.tar',
  'help.restore': '在未執行伺服器時，將備份還原到空的位置（DATABASE_URL 與 DATA_DIR）',
  'help.restore.file': '由「launchgate backup」建立的檔案',

  'backup.sizes':
    '{launches, plural, other {# 個上線計畫}}、{entries, plural, other {# 筆紀錄}}、{files, plural, other {# 個佐證檔案}}',
  'backup.made': '已備份並通過驗證：{file}（{sizes}；{megabytes} MB）',
  'backup.restored': '已還原並通過驗證：{file}，截至 {at}（{sizes}）',
  'backup.restored-access':
    '所有人都須重新登入。權杖與人員已回到當時的狀態：之後撤銷或停用的項目，請以「launchgate token list」與「launchgate person list」確認。',

  'backup.problem.exists': '{file} 已存在。備份不會覆寫檔案，請使用其他名稱。',
  'backup.problem.in-progress': '另一個程式正在寫入 {file}，請等待完成。',
  'backup.problem.no-database': '在 {file} 找不到資料庫（DATABASE_URL）。',
  'backup.problem.no-space': '{folder} 的空間不足：可用 {free} MB，需要 {needed} MB。',
  'backup.problem.evidence-missing':
    '備份失敗：缺少佐證檔案 {sha256}。詳情請執行「launchgate verify」；重新上傳相同檔案即可修復。',
  'backup.problem.evidence-changed':
    '備份失敗：佐證檔案 {sha256} 已損毀。詳情請執行「launchgate verify」；重新上傳相同檔案即可修復。',
  'backup.problem.does-not-verify': '資料未通過驗證：{difference}。詳情請執行「launchgate verify」。',
  'backup.problem.backup-does-not-verify': '備份 {file} 未通過驗證：{difference}。未還原任何資料。',
  'backup.problem.not-a-backup': '{file} 不是 Launchgate 的備份。',
  'backup.problem.is-database':
    '{file} 是資料庫，不是備份。若要使用，請先停止伺服器，再將其放到 DATABASE_URL 指定的位置。',
  'backup.problem.incomplete': '{file} 不完整：缺少結尾。未還原任何資料。',
  'backup.problem.damaged': '{file} 已損毀：檢查碼不符。未還原任何資料。',
  'backup.problem.newer': '{file} 由較新版本的 Launchgate 建立，請以該版本還原。',
  'backup.problem.database-exists': '{file} 已存在。還原不會覆寫資料庫，請先將其移走。',
  'backup.problem.not-written': '無法寫入備份 {file}：{why}',
  'backup.problem.not-restored': '未從 {file} 還原任何資料：{why}',
  'backup.problem.not-migrated': '資料庫未更新，因為無法先備份到 {folder}：{why}',
})
