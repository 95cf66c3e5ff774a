import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { languageOfLocale } from '../../server/cli/language.ts'
import { readLocale } from '../../server/settings/locale.ts'
import { openServedShop, type ServedShop } from '../support/served-shop.ts'
import { createLaunch } from '../support/shop.ts'
import { type Desk, openDesk } from './run.ts'

/** The command line speaks the language of the terminal; what programs read is the same in every language. */

const english = { LANG: 'C.UTF-8' }
const chinese = { LANG: 'zh_TW.UTF-8' }
const korean = { LC_ALL: 'ko_KR.UTF-8', LANG: 'en_US.UTF-8' }

let desk: Desk
let shop: ServedShop

beforeAll(async () => {
  desk = openDesk()
  shop = await openServedShop()
})
afterAll(async () => {
  await shop.close()
  desk.remove()
})

describe('the language is that of the locale', () => {
  test.each([
    ['', 'en'],
    ['C', 'en'],
    ['POSIX', 'en'],
    ['C.UTF-8', 'en'],
    ['en_GB.UTF-8', 'en'],
    ['de_DE.UTF-8', 'en'],
    ['zh_CN.UTF-8', 'en'],
    ['ko_KR.UTF-8', 'ko'],
    ['ko_KR.utf8@dict', 'ko'],
    ['ko', 'ko'],
    ['ko_KR.eucKR', 'en'],
    ['zh_TW', 'zh-Hant'],
    ['zh_HK.UTF-8', 'zh-Hant'],
    ['zh_Hant_TW.UTF-8', 'zh-Hant'],
  ])('%j: %s', (locale, language) => expect(languageOfLocale(locale)).toBe(language))

  test.each([
    [{ LC_ALL: 'ko', LC_MESSAGES: 'zh_TW', LANG: 'C' }, 'ko'],
    [{ LC_ALL: '', LC_MESSAGES: 'zh_TW', LANG: 'ko' }, 'zh_TW'],
    [{ LC_MESSAGES: '', LANG: 'ko' }, 'ko'],
    [{ LC_ALL: 'C', LANG: 'ko' }, 'C'],
    [{}, ''],
  ])('of %j it is %j', (env, locale) => expect(readLocale(env)).toBe(locale))
})

describe('help and usage', () => {
  it('is read in the language of the terminal, its commands and options as they are typed', async () => {
    const helps = [english, chinese, korean].map((env) => desk.runWith(env, 'check', '--help'))
    const [en, zh, ko] = (await Promise.all(helps)).map(({ stdout }) => stdout)
    expect(en).toContain('Usage: launchgate check [options] <launch>\n\ncheck whether a deploy is allowed.')
    expect(zh).toContain('用法： launchgate check [選項] <launch>\n\n檢查能否部署。')
    expect(ko).toContain('사용법: launchgate check [옵션] <launch>\n\n배포 가능 여부 확인.')
    expect(zh).toMatch(/^ {2}-h, --help +顯示命令的說明$/m)
    expect(ko).toMatch(/^ {2}--json +JSON 응답을 그대로 출력 \(기본값: false\)$/m)
    const options = (help: string | undefined) => help?.match(/^ {2}-\S.*? {2}/gm)?.map((option) => option.trim())
    expect(options(en)?.length).toBeGreaterThan(4)
    expect([options(zh), options(ko)]).toEqual([options(en), options(en)])
  })

  it('fits into 80 columns in Chinese too, where a letter takes two and no space ends a word', async () => {
    const { stdout } = await desk.runWith(chinese, '--help')
    const columns = (line: string) => [...line].length + (line.match(/[\p{sc=Han}，。：；（）「」]/gu)?.length ?? 0)
    const lines = stdout.split('\n')
    expect(lines.filter((line) => columns(line) > 80)).toEqual([])
    expect(lines.filter((line) => columns(line) > 70)).not.toEqual([])
  })

  test.each<[string, Record<string, string>, string[], string]>([
    ['an unknown command', chinese, ['chek'], "錯誤：沒有命令 'chek'（是否要輸入 check？）\n"],
    ['an unknown option', korean, ['migrate', '--frob'], "오류: 알 수 없는 옵션 '--frob'\n"],
    ['a missing option', korean, ['seed'], "오류: 필수 옵션 '--demo' 지정되지 않음\n"],
    ['a missing value', chinese, ['person', 'add', '--name'], "錯誤：選項 '--name <name>' 缺少值\n"],
    ['a missing argument', chinese, ['token', 'revoke'], "錯誤：缺少必要的引數 'id'\n"],
    [
      'too many arguments',
      korean,
      ['migrate', 'a', 'b'],
      "오류: 'migrate' 명령의 인수가 너무 많습니다. 필요한 인수는 0개인데 2개를 입력했습니다: a, b.\n",
    ],
  ])('%s is one line on stderr, with the same exit code', async (_, env, args, stderr) => {
    expect(await desk.runWith(env, ...args)).toEqual({ code: 1, stdout: '', stderr })
    expect(await desk.runWith(english, ...args)).toMatchObject({ code: 1, stdout: '' })
  })
})

describe('commands', () => {
  it('keep ids and tokens alone on stdout, and refuse and confirm in the language of the terminal', async () => {
    const person = ['person', 'add', '--name', '林雅婷', '--email', 'lin@example.com', '--id', 'lin', '--admin']
    const added = await desk.runWith(chinese, ...person)
    expect([added.code, added.stdout]).toEqual([0, 'lin\n'])
    expect(added.stderr).toMatch(
      /^林雅婷須先以此連結設定密碼才能登入，限用一次，有效至 \d{4}-\d\d-\d\d \d\d:\d\d UTC：\nhttp/,
    )
    const again = await desk.runWith(korean, ...person)
    expect(again).toEqual({ code: 1, stdout: '', stderr: '이미 사용 중인 이메일 주소입니다.\n' })

    const token = await desk.runWith(korean, 'token', 'create', '--as', 'lin', '--scope', 'status:read')
    expect(token.stdout).toMatch(/^lg_\w+\n$/)
    expect(token.stderr).toContain('다시 표시되지 않으므로 지금 복사해 주세요.')
    const refused = await desk.runWith(korean, 'token', 'create', '--as', 'lin')
    expect(refused).toEqual({ code: 1, stdout: '', stderr: '토큰에는 권한 범위가 하나 이상 필요합니다.\n' })
    expect((await desk.run('token', 'list')).stdout.trimEnd().split('\n')).toHaveLength(2)
  })

  it('draw tables with the same columns', async () => {
    const row = async (env: Record<string, string>) => (await desk.runWith(env, 'person', 'list')).stdout.split('\n')
    expect((await row(english))[0]).toMatch(/^ID {3}NAME {4}EMAIL +STATE {3}ROLES$/)
    expect(await row(chinese)).toEqual([
      'ID   姓名    電子郵件         狀態    角色',
      'lin  林雅婷  lin@example.com  啟用中  （系統管理員）',
      '',
    ])
    expect((await row(korean))[0]).toMatch(/^ID +이름 +이메일 +상태 +역할$/)
  })

  it('verify with the same exit code and the same root', async () => {
    const verified = (env: Record<string, string>) => desk.runWith(env, 'verify')
    const [en, zh, ko] = await Promise.all([english, chinese, korean].map(verified))
    const root = /[0-9a-f]{64}/.exec(en?.stdout ?? '')?.[0]
    expect(en?.stdout).toMatch(/^database: verified\ninstallation: verified, \d+ entries, root /)
    expect(zh).toMatchObject({ code: 0, stdout: expect.stringContaining(`筆紀錄，根雜湊值 ${root}`) })
    expect(ko).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(`^데이터베이스: 검증 완료\n.*루트 해시 ${root}`),
    })
    expect(await desk.runWith(chinese, 'verify', 'hello', '--file', 'x')).toMatchObject({
      code: 1,
      stderr: '請指定上線計畫或 --file，不可同時指定。\n',
    })
  })

  it('name the faults of a pipeline at the same places', async () => {
    const file = 'test/pipelines/broken/several.yaml'
    const faults = async (env: Record<string, string>) => {
      const { code, stdout } = await desk.runWith(env, 'pipeline', 'check', file)
      return { code, lines: stdout.trimEnd().split('\n') }
    }
    const [en, zh, ko] = [await faults(english), await faults(chinese), await faults(korean)]
    const places = (lines: readonly string[]) => lines.map((line) => /^.*?:\d+:\d+: /.exec(line)?.[0])
    expect(en.lines.length).toBeGreaterThan(4)
    for (const { code, lines } of [zh, ko]) {
      expect(code).toBe(1)
      expect(places(lines)).toEqual(places(en.lines))
    }
    expect(zh.lines[0]).toBe(`${file}:5:7: 找不到角色「chief」。請在 roles 下新增，或使用其中之一：boss, owner, cook。`)
    expect(ko.lines[2]).toContain('‘TEN-2’ 항목의 min 값이 max 값보다 큽니다: 4, 3. max 값보다')
  })

  it('name a wrong setting, with the exit code of every language', async () => {
    const wrong = await desk.runWith({ ...chinese, PORT: 'x' }, 'migrate')
    expect(wrong).toEqual({ code: 78, stdout: '', stderr: 'PORT 的值 "x" 無效。須為：1 到 65535 的數字。\n' })
  })
})

describe('check', () => {
  it('asks the server for the same language, and answers with the same exit code', async () => {
    await createLaunch(shop, 'hello')
    const settings = { LAUNCHGATE_URL: shop.url, LAUNCHGATE_TOKEN: await shop.token('ci') }
    const check = (env: Record<string, string>) => desk.runWith({ ...settings, ...env }, 'check', 'hello')
    const [en, zh] = [await check(english), await check(chinese)]
    const ko = await desk.spawnWith({ ...settings, ...korean }, 'check', 'hello')
    expect([en.code, zh.code, ko.code]).toEqual([3, 3, 3])
    expect(en.stdout).toMatch(/^GATE +STATUS +WAITING ON +SINCE +REASON$/m)
    expect(zh.stdout).toMatch(/^關卡 +狀態 +目前處理人員 +開始時間 +原因$/m)
    expect(ko.stdout).toMatch(/^게이트 +상태 +처리할 담당자 +시작 시각 +사유$/m)
    expect(zh.stdout).toMatch(/^上線計畫 .*草稿/m)
    expect(ko.stdout).toMatch(/^오픈 프로젝트 .*초안/m)
  })

  it('gives the codes of the server to programs', async () => {
    const settings = { LAUNCHGATE_URL: shop.url, LAUNCHGATE_TOKEN: await shop.token('ci') }
    const json = async (env: Record<string, string>) => {
      const { stdout } = await desk.runWith({ ...settings, ...env }, 'check', 'hello', '--json')
      const { decision, blockers } = JSON.parse(stdout)
      return { decision, kinds: blockers.map(({ kind }: { kind: string }) => kind) }
    }
    expect(await json(korean)).toEqual(await json(english))
  })

  it('says why it can’t tell, with exit code 5', async () => {
    const unknown = await desk.runWith(korean, 'check', 'hello', '--candidate', '')
    expect(unknown).toEqual({
      code: 5,
      stdout: '',
      stderr: '배포 가능 여부를 알 수 없음: --candidate 값이 비어 있습니다. 버전이나 커밋을 지정해 주세요.\n',
    })
    expect((await desk.runWith(chinese, 'check', '--frob')).code).toBe(5)
  })
})
