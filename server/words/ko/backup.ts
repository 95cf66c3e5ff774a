import { translated } from '../catalogue.ts'
import type { enBackup } from '../en/backup.ts'

/** Korean of `backup` and `restore`. See en/backup.ts. */
export const koBackup = translated<typeof enBackup>()({
  'help.backup': '데이터베이스와 증빙 파일을 새 파일 하나로 백업(서버 실행 중에도 가능)하고 검증',
  'help.backup.file': '새 파일, 예: launchgate.tar',
  'help.restore': '서버가 실행되지 않을 때 빈 위치(DATABASE_URL, DATA_DIR)에 백업 복원',
  'help.restore.file': '‘launchgate backup’ 명령으로 만든 파일',

  'backup.sizes':
    '오픈 프로젝트 {launches, plural, other {#개}}, 로그 기록 {entries, plural, other {#건}}, 증빙 파일 {files, plural, other {#개}}',
  'backup.made': '백업 및 검증 완료: {file} ({sizes}, {megabytes} MB)',
  'backup.restored': '복원 및 검증 완료: {file}, {at} 시점 ({sizes})',
  'backup.restored-access':
    '모든 사용자는 다시 로그인해야 합니다. 토큰과 사용자는 그 시점의 상태로 돌아갔습니다. 이후에 폐기하거나 비활성화한 것은 ‘launchgate token list’, ‘launchgate person list’ 명령으로 확인해 주세요.',

  'backup.problem.exists':
    '{file} 파일이 이미 있습니다. 백업은 기존 파일을 덮어쓰지 않으므로 다른 이름을 사용해 주세요.',
  'backup.problem.in-progress': '다른 프로세스가 {file} 파일을 쓰고 있습니다. 끝날 때까지 기다려 주세요.',
  'backup.problem.no-database': '{file} 위치에 데이터베이스가 없습니다(DATABASE_URL).',
  'backup.problem.no-space': '{folder} 폴더의 공간이 부족합니다. 여유 공간: {free} MB, 필요한 공간: {needed} MB.',
  'backup.problem.evidence-missing':
    '백업 실패: 증빙 파일 {sha256} 누락. 자세한 내용은 ‘launchgate verify’ 명령으로 확인해 주세요. 같은 파일을 다시 업로드하면 복구됩니다.',
  'backup.problem.evidence-changed':
    '백업 실패: 증빙 파일 {sha256} 손상. 자세한 내용은 ‘launchgate verify’ 명령으로 확인해 주세요. 같은 파일을 다시 업로드하면 복구됩니다.',
  'backup.problem.does-not-verify':
    '데이터 검증 실패: {difference}. 자세한 내용은 ‘launchgate verify’ 명령으로 확인해 주세요.',
  'backup.problem.backup-does-not-verify': '백업 {file} 검증 실패: {difference}. 아무것도 복원되지 않았습니다.',
  'backup.problem.not-a-backup': '{file} 파일은 Launchgate 백업이 아닙니다.',
  'backup.problem.is-database':
    '{file} 파일은 백업이 아니라 데이터베이스입니다. 사용하려면 서버를 중지하고 DATABASE_URL에 지정된 위치에 두세요.',
  'backup.problem.incomplete': '{file} 파일의 끝부분이 없어 불완전합니다. 아무것도 복원되지 않았습니다.',
  'backup.problem.damaged': '{file} 파일의 체크섬이 맞지 않아 손상된 것으로 보입니다. 아무것도 복원되지 않았습니다.',
  'backup.problem.newer': '{file} 파일은 더 새로운 버전의 Launchgate에서 만든 백업입니다. 해당 버전으로 복원해 주세요.',
  'backup.problem.database-exists':
    '{file} 파일이 이미 있습니다. 복원은 기존 데이터베이스를 덮어쓰지 않으므로 먼저 다른 곳으로 옮겨 주세요.',
  'backup.problem.not-written': '백업 {file} 쓰기 실패. 원인: {why}',
  'backup.problem.not-restored': '{file} 파일에서 아무것도 복원되지 않았습니다. 원인: {why}',
  'backup.problem.not-migrated':
    '{folder} 폴더에 먼저 백업할 수 없어 데이터베이스를 업데이트하지 않았습니다. 원인: {why}',
})
