import { translated } from '../catalogue.ts'
import type { enCli } from '../en/cli.ts'

/** Korean of the command line. See en/cli.ts. */
export const koCli = translated<typeof enCli>()({
  'cli.two-sentences': '{first} {second}',
  'cli.list': '{first}, {second}',
  'cli.from-source': '번들을 만들 수 없어({why}) 소스에서 시작합니다. 시작이 느려집니다.',
  'cli.node-too-old': 'Node.js {least} 이상이 필요합니다(현재 {found}). 새 버전을 설치하세요: https://nodejs.org',
  'cli.cannot-read': '{file} 읽기 실패: {why}',
  'cli.port-in-use': '이미 사용 중인 포트입니다({why}). 다른 프로세스를 중지하거나 PORT 값을 설정해 주세요.',
  'cli.corrupt':
    'DATABASE_URL에 지정된 데이터베이스를 읽을 수 없습니다. 손상되었거나 일시적인 읽기 오류입니다. 계속되면 -wal 파일과 함께 옮긴 다음 백업을 복원해 주세요: launchgate restore FILE',
  'cli.taken.id': '이미 사용 중인 ID입니다.',
  'cli.taken.email-address': '이미 사용 중인 이메일 주소입니다.',
  'cli.up-to-date': '데이터베이스가 최신 상태입니다.',

  // serve
  'cli.running': 'Launchgate 실행 중: {url}',
  'cli.set-up-or-demo': '주소를 열어 ‘데모 시작’을 선택하거나 60분 안에 우리 팀 설정하기:',
  'cli.set-up': '60분 안에 우리 팀 설정하기:',
  'cli.setup-code': '초기 설정 코드: {code}',
  'cli.pick-demo-user': '주소를 열어 데모 사용자를 선택해 주세요.',
  'cli.sign-in': '이메일 주소와 비밀번호로 로그인해 주세요. 로그인할 수 없을 때: npx launchgate admin reset EMAIL',
  'cli.try-check': '다른 터미널에서 CI가 실행할 배포 확인 시험하기:',

  // seed
  'cli.demo-loaded': '데모를 불러왔습니다. 사용자와 오픈 프로젝트 aurora, borealis, hello가 추가되었습니다.',
  'cli.demo-there': '데모를 이미 불러왔습니다.',
  'cli.demo-not-here':
    '데모를 불러오지 않았습니다. 데모에서는 누구나 다른 사람으로 작업할 수 있으므로 localhost에서만 사용할 수 있고 운영 환경에서는 사용할 수 없습니다(HOST, BASE_URL, TRUST_PROXY, NODE_ENV 확인).',
  'cli.demo-not-empty':
    '데모를 불러오지 않았습니다. 이 데이터베이스에는 이미 사용자가 있습니다. 빈 데이터베이스를 사용해 주세요(DATABASE_URL).',

  // admin
  'cli.no-such-email': '‘{email}’ 이메일 주소의 사용자가 없습니다. ‘launchgate person list’ 명령으로 확인해 주세요.',
  'cli.not-an-admin':
    '{person} 님은 시스템 관리자가 아닙니다. 시스템 관리자가 ‘사용자’ 화면에서 링크를 만들 수 있습니다.',
  'cli.deactivated': '{person} 님은 비활성화되어 로그인할 수 없습니다.',
  'cli.password-link':
    '{person} 님이 이 링크에서 새 비밀번호를 정할 수 있습니다. {until}까지 한 번만 사용할 수 있습니다.',
  'cli.already-set-up': 'Launchgate 초기 설정이 이미 끝났습니다. 이 데이터베이스에는 사용자가 있습니다.',
  'cli.setup-link': '첫 시스템 관리자를 만드는 링크입니다. {until}까지 한 번만 사용할 수 있습니다.',

  // person
  'cli.wrong-name': '--name 값은 1~200자여야 합니다.',
  'cli.wrong-email': '잘못된 --email 값 ‘{email}’: 이메일 주소를 입력해 주세요.',
  'cli.wrong-id': '잘못된 --id 값 ‘{id}’: 영문 소문자, 숫자, 하이픈을 60자까지 쓸 수 있습니다.',
  'cli.wrong-role': '잘못된 --role 값 ‘{role}’: 역할 ID를 입력해 주세요. 예: content-team',
  'cli.unused-role': '경고: 아직 ‘{role}’ 역할을 쓰는 템플릿이 없습니다.',
  'cli.not-in-demo': '경고: 데모 데이터베이스이므로 {person} 님은 로그인 화면에 표시되지 않습니다.',
  'cli.no-password-link': '{person} 님을 추가했지만 비밀번호 설정 링크를 만들지 못했습니다.',
  'cli.welcome-link': '{person} 님이 비밀번호를 정하고 로그인할 링크({until}까지 한 번만 사용 가능):',
  'cli.no-people':
    '아직 사용자가 없습니다. ‘launchgate person add’ 또는 ‘launchgate seed --demo’ 명령을 실행해 주세요.',
  'cli.no-such-person': '‘{id}’ 사용자를 찾을 수 없습니다. ‘launchgate person list’ 명령으로 모든 ID를 확인해 주세요.',
  'cli.last-admin':
    '{id} 님은 마지막 활성 시스템 관리자입니다. 먼저 다른 시스템 관리자를 추가해 주세요(‘launchgate person add --admin’).',
  'cli.person-ended':
    '{id} 사용자를 비활성화하고 세션과 토큰을 종료했습니다. 오픈 프로젝트의 역할은 다시 지정할 때까지 유지됩니다.',
  'cli.already-inactive': '{id} 사용자는 이미 비활성 상태입니다.',
  'person-refused.not-an-admin': '시스템 관리자만 사용자를 추가할 수 있습니다.',
  'person-refused.name-length': '이름은 1~200자여야 합니다.',
  'person-refused.not-an-email': '‘{email}’ 값은 이메일 주소가 아닙니다.',
  'person-refused.not-an-id': '잘못된 ID ‘{id}’: 영문 소문자, 숫자, 하이픈을 60자까지 쓸 수 있습니다.',

  // token
  'cli.unknown-scope': '‘{scope}’ 권한 범위가 없습니다. 사용할 수 있는 값: {scopes}.',
  'cli.token-made': '토큰 {id}: {until}까지 유효합니다. 다시 표시되지 않으므로 지금 복사해 주세요.',
  'cli.token-holder': '--as PERSON 또는 --service NAME 중 하나를 지정해 주세요.',
  'cli.wrong-expires': '잘못된 --expires 값 ‘{expires}’: 일, 시간 또는 분으로 입력해 주세요. 예: 90d, 24h, 30m',
  'cli.no-such-token': '‘{id}’ 토큰을 찾을 수 없습니다. ‘launchgate token list’ 명령으로 모든 ID를 확인해 주세요.',
  'cli.token-revoked': '{id} 토큰을 폐기했습니다.',
  'cli.owner-service': '{service} (서비스 계정)',

  // pipeline
  'cli.pipeline-valid': '{file} 검사 통과: {size}',
  'cli.pipeline-size': '게이트 {gates, number}개, 항목 {items, number}개',
  'cli.pipeline-differs':
    '{id} 템플릿의 {version} 버전이 다른 내용으로 이미 등록되어 있습니다. 버전을 올려 다시 가져와 주세요.',
  'cli.pipeline-older':
    '{id} 템플릿은 {newest} 버전까지 등록되어 있는데 이 파일은 {version} 버전입니다. {newest}보다 높은 버전으로 올려 다시 가져와 주세요.',
  'cli.pipeline-there': '{id} 템플릿의 {version} 버전이 같은 내용으로 이미 등록되어 있습니다.',
  'cli.pipeline-imported': '{id} 버전 {version} 가져오기 완료: {size}. 기존 오픈 프로젝트는 쓰던 버전을 유지합니다.',
  'cli.pipeline-too-large': '{file} 파일이 템플릿 최대 크기인 1MB보다 큽니다.',
  'cli.not-utf8': '{file} 파일은 UTF-8 텍스트가 아닙니다.',

  // launch
  'cli.still-in-scope': '경고: --no 옵션을 지정했지만 {id} 항목은 아직 적용 범위에 있습니다.',
  'cli.draft-created': '{person} 님이 “{title}” 초안을 만들었습니다. 오픈 총괄이 준비를 시작할 수 있습니다.',
  'cli.wrong-person': '잘못된 --person 값 ‘{pair}’: ROLE=ID 형식으로 입력해 주세요. 예: tester=sam',
  'cli.no-admin': '시스템 관리자를 찾을 수 없습니다. --as PERSON 옵션을 지정해 주세요.',
  'cli.no-active-person': '‘{id}’ 활성 사용자를 찾을 수 없습니다.',
  'cli.takes.pipeline': '--pipeline 값은 템플릿 ID여야 합니다. 예: ecommerce-essential',
  'cli.takes.slug': '--slug 값에는 영문 소문자, 숫자, 하이픈을 60자까지 쓸 수 있습니다.',
  'cli.takes.title': '--title 값은 1~200자여야 합니다.',
  'cli.takes.store': '--store 값은 1~200자여야 합니다.',
  'cli.takes.target':
    '--target 값은 시간대 차이를 포함한 ISO 8601 날짜와 시각이어야 합니다. 예: 2026-12-01T10:00:00+08:00',
  'cli.takes.zone': '--zone 값은 시간대여야 합니다. 예: Asia/Taipei, UTC',
  'cli.takes.person': '--person 값은 ROLE=ID 형식이어야 합니다. 예: tester=sam',
  'cli.takes.no': '--no 값은 적용 범위 질문의 ID여야 합니다.',
  'cli.unreadable-launch': '{launch} 오픈 프로젝트 읽기 실패: {why}.',
  'cli.see-verify': '자세한 내용은 ‘launchgate verify’ 명령으로 확인해 주세요.',

  // verify and export
  'cli.launch-or-file': '오픈 프로젝트와 --file 옵션 중 하나만 지정해 주세요.',
  'cli.database-verified': '데이터베이스: 검증 완료',
  'cli.database-mismatch': '데이터베이스: 불일치: {difference}',
  'cli.sqlite-cannot-read': 'SQLite 읽기 실패({why})',
  'cli.no-launches': '아직 오픈 프로젝트가 없습니다.',
  'cli.unused-file': '증빙 자료: {name} 파일을 사용하는 오픈 프로젝트 없음',
  'cli.cannot-verify': '검증할 수 없음: {why}',
  'cli.installation': '시스템 감사 로그',
  'cli.verified': '{name}: 검증 완료, 기록 {entries}건, 루트 해시 {root}',
  'cli.verified-deleted':
    '{name}: 검증 완료, 기록 {entries}건, {deleted, plural, other {삭제된 작성 내용 {texts}건}}, 루트 해시 {root}',
  'cli.mismatch': '{name}: 불일치: {difference}',
  'cli.mismatch-at': '{name}: {seq}번 기록 불일치: {difference}',
  'cli.export-not-utf8': '불일치: 파일이 UTF-8 텍스트가 아닙니다.',
  'cli.launch-or-installation': '오픈 프로젝트와 --installation 옵션 중 하나를 지정해 주세요.',
  'cli.no-installation-log': '아직 시스템 감사 로그가 없습니다.',
  'cli.no-such-launch': '‘{launch}’ 오픈 프로젝트를 찾을 수 없습니다.',

  // Heads and words of tables
  'cli.head.id': 'ID',
  'cli.head.name': '이름',
  'cli.head.email': '이메일',
  'cli.head.state': '상태',
  'cli.head.roles': '역할',
  'cli.head.owner': '소유자',
  'cli.head.expires': '만료',
  'cli.head.last-used': '마지막 사용',
  'cli.head.launch': '오픈',
  'cli.head.scopes': '권한 범위',
  'cli.head.version': '버전',
  'cli.head.gates': '게이트',
  'cli.head.languages': '언어',
  'cli.head.source': '출처',
  'cli.head.slug': 'URL 이름',
  'cli.head.title': '제목',
  'cli.head.deploy': '배포',
  'cli.head.target': '오픈 예정일',
  'cli.head.gate': '게이트',
  'cli.head.status': '상태',
  'cli.head.waiting-on': '처리할 담당자',
  'cli.head.since': '시작 시각',
  'cli.head.reason': '사유',
  'cli.active': '활성',
  'cli.inactive': '비활성',
  'cli.expired': '만료됨',
  'cli.revoked': '폐기됨',
  'cli.admin': '(시스템 관리자)',
  'cli.auditor': '(감사자)',
  'cli.all-launches': '전체',
  'cli.built-in': '기본 제공',
  'cli.imported': '가져옴',
})
