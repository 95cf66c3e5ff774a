import { translated } from '../catalogue.ts'
import type { enSettings } from '../en/settings.ts'

/** Korean of settings that stop the start. See en/settings.ts. */
export const koSettings = translated<typeof enSettings>()({
  'setting.invalid': '{name} 값이 잘못되었습니다: {got}. 필요한 값: {takes}.',
  'setting.invalid-secret': '{name} 값이 잘못되었습니다. 필요한 값: {takes}.',
  'setting.missing': '{missing} 누락: {set} 설정에 함께 필요합니다.',
  'setting.takes.port': '1부터 65535까지의 숫자',
  'setting.takes.demo': '1 또는 설정하지 않음',
  'setting.takes.host': '수신할 호스트 이름 또는 주소',
  'setting.takes.base-url': '경로가 없는 http 또는 https URL',
  'setting.takes.database-url': 'file:PATH 형식의 SQLite 파일',
  'setting.takes.folder': '폴더',
  'setting.takes.one-of': '다음 중 하나: {words}',
  'setting.takes.hops': '0부터 10까지의 프록시 수',
  'setting.takes.writes': '1부터 1000000까지의 정수 또는 설정하지 않음',
  'setting.takes.backup-every': '1m부터 366d까지의 시간(예: 30m, 24h, 7d) 또는 설정하지 않음',
  'setting.takes.backup-keep': '1부터 10000까지의 정수',
  'setting.takes.secret': '32자 이상',
  'setting.takes.smtp-url': '호스트가 있는 smtp:// 또는 smtps:// 주소, 예: smtp://user:password@mail.example.com:587',
  'setting.takes.mail-from': '주소, 예: Launchgate <launchgate@example.com>',
  'setting.takes.issuer': '쿼리가 없는 https URL(localhost에서만 http 가능)',
  'setting.takes.printable': '출력 가능한 문자',
  'setting.takes.group-roles': 'GROUP=ROLE,GROUP=ROLE,… 형식(ROLE: 역할, admin 또는 auditor)',
  'setting.demo-in-production': '잘못된 LAUNCHGATE_DEMO 값 "1": NODE_ENV 값이 production이면 설정할 수 없습니다.',
  'setting.demo-not-local':
    '잘못된 LAUNCHGATE_DEMO 값 "1": 데모에서는 누구나 다른 사람으로 작업할 수 있으므로 HOST와 BASE_URL이 로컬(예: localhost)이고 TRUST_PROXY가 0일 때만 설정할 수 있습니다.',
  'setting.demo-not-empty':
    '잘못된 LAUNCHGATE_DEMO 값 "1": 이 데이터베이스에는 이미 사용자가 있고, 데모에서는 누구나 다른 사람으로 작업할 수 있습니다. 빈 데이터베이스를 사용해 주세요(DATABASE_URL).',
  'setting.data-dir': '잘못된 DATA_DIR 값 {file}: 쓸 수 있는 폴더여야 합니다({why}).',
  'setting.secret-file-open': '잘못된 파일 {file}: 소유자만 읽을 수 있어야 합니다(chmod 600).',
  'setting.secret-file-malformed':
    '잘못된 파일 {file}: 32자 이상의 시크릿이 있어야 합니다. 파일을 복원하거나 LAUNCHGATE_SECRET 값을 설정해 주세요.',
})
