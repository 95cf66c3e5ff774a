import { describe, expect, test } from 'vitest'
import { faultsOf } from '../../support/words/rules.ts'

/** Each rule for the words of a language is shown to catch what breaks it, and to let be what only resembles it. */

const faults = (lang: string, english: string, text: string, key = 'page.example') =>
  faultsOf([{ key, english, text, lang }])

/** Broken sentences, and what is said of each. */
function catches(lang: string, cases: [fault: string, english: string, text: string, key?: string][]) {
  test.each(cases)(`${lang}: %s, for “%s” as “%s”`, (fault, english, text, key) => {
    expect(faults(lang, english, text, key)).toContainEqual(expect.stringContaining(fault))
  })
}

function letsBe(lang: string, cases: [english: string, text: string, key?: string][]) {
  test.each(cases)(`${lang}: lets “%s” be “%s”`, (english, text, key) =>
    expect(faults(lang, english, text, key)).toEqual([]),
  )
}

describe('a sentence is translated', () => {
  catches('zh-Hant', [
    ['not translated', 'Add person', 'Add person'],
    ['not translated', 'Not saved: {why}', 'X {why}'],
    ['left in English: “commit”', 'Enter a commit', '請輸入 commit'],
    ['another language', 'Save', '저장 儲存'],
    ['simplified', 'Sign in', '登录'],
    ['banned: “用戶”, write 使用者', 'User', '用戶'],
    ['banned: “程序”', 'Flow', '作業程序與程序'],
  ])
  catches('ko', [
    ['not translated', 'Add person', 'Add person'],
    ['another language', 'Save', '저장 儲存'],
    ['banned: “출시”, write 오픈', 'Launch', '출시'],
    ['banned: “서명”', 'Sign-off', '전자 서명과 서명'],
  ])
  catches('en', [['banned: “whom”', 'Ask whom you like', 'Ask whom you like']])
  letsBe('zh-Hant', [
    ['{first} {second}', '{first}{second}'],
    ['Root hash (SHA-256, RFC 6962)', '根雜湊值（SHA-256，RFC 6962）'],
    ['Launchgate', 'Launchgate'],
    ['CDN and WAF', 'CDN 與 WAF'],
    ['DNS TTL', 'DNS TTL'],
    ['For example name@example.com', '例如 name@example.com'],
    ['Operating procedure', '作業程序'],
    ['Set OIDC_ISSUER or run “npx launchgate setup-link”', '設定 OIDC_ISSUER 或執行「npx launchgate setup-link」'],
    ['short', 'narrow', 'date.weekday-style'],
    ['{browser} on {system}', '{browser}（{system}）'],
  ])
  letsBe('ko', [
    ['e-signature', '전자 서명'],
    ['{min} to {max}', '{min}~{max}'],
  ])
  letsBe('en', [['The whomever path', 'The whomever critical path']])
})

describe('placeholders are those of English', () => {
  catches('zh-Hant', [
    ['{gate} is missing', 'Open {gate}', '開啟'],
    ['{item} is text, in English missing', 'Open {gate}', '開啟 {gate} {item}'],
    ['{count} is text, in English number', '{count, plural, one {# gate} other {# gates}}', '{count} 個關卡'],
    ['{self} is text', '{self, select, yes {Joined} other {Added}}', '{self} 加入'],
    [
      'one of other, yes',
      '{self, select, yes {Joined} no {Left} other {Added}}',
      '{self, select, yes {加入} other {新增}}',
    ],
    ['never takes: one', '{n, plural, one {# gate} other {# gates}}', '{n, plural, one {# 個} other {# 個}}'],
    ['no branch =0', '{n, plural, =0 {No gate} other {# gates}}', '{n, plural, other {# 個關卡}}'],
    ['not said: {#n}', '{n, plural, one {# gate} other {# gates}}', '{n, plural, other {關卡}}'],
    ['not ICU', 'Open {gate}', '開啟 {gate'],
    ['not ICU', '{n, plural, one {# gate} other {# gates}}', '{n, plural, one {# 個}}'],
    ['a brace is left', 'Open {gate}', '開啟 {gate} ’{’'.replaceAll('’', "'")],
    ['says nothing', 'Open', ''],
  ])
  letsBe('zh-Hant', [
    ['{n, plural, one {# gate} other {# gates}}', '{n, number} 個關卡'],
    ['{n, plural, =0 {} one { (# more)} other { (# more)}}', '{n, plural, =0 {} other {（另 # 個）}}'],
  ])
})

describe('numbers and units are those of English', () => {
  catches('zh-Hant', [
    ['English says 10', 'Up to 10 gates', '最多一些關卡'],
    ['English does not say 6', 'Required since July', '6 月起強制'],
    ['English does not say 20', 'Up to 10 gates', '10 到 20 個關卡'],
    ['English says “10 MB”', 'Up to 10 MB', '最大 10 KB'],
    ['English says “60 minutes”', 'It works for 60 minutes', '60 秒內有效'],
    ['English says “{most} seconds”', 'More than {most} seconds', '超過 {most} 個'],
  ])
  catches('ko', [['English says “{#n} hours”', '{n, plural, one {# hour} other {# hours}}', '{n, number}일']])
  letsBe('zh-Hant', [
    ['A gate keeps at least one item', '關卡至少須保留 1 項'],
    ['Required since June 19, 2026', '2026 年 6 月 19 日起強制'],
    ['Use the format 2026-11-23', '格式為 2026-11-23'],
    ['{n, plural, one {# minute} other {# minutes}}', '{n, number} 分鐘'],
    ['{n, plural, one {1 more gate} other {# more gates}}', '還有 {n, number} 個關卡'],
  ])
  letsBe('ko', [['At most 60 characters', '60자까지']])
})

describe('marks, spaces and length', () => {
  catches('zh-Hant', [
    ['ends with nothing, in English a full stop', 'Add someone.', '請加入人員'],
    ['ends with a full stop, in English nothing', 'Add someone', '請加入人員。'],
    ["untidy: “'”", 'It’s Launchgate', "這是 ''Launchgate"],
    ['untidy', 'Saving', '儲存中！'],
    ['untidy', 'Saving', '儲存中 '],
    ['no space: “到{name}”', 'Not found: {name} there', '找不到{name}'],
    ['no space', 'Not found: {name} there', '{name}找不到'],
    ['no space', 'Use PDF', '使用PDF'],
    ['no space', '{n, number} gates', '{n, number}個關卡'],
    ['a space beside a full-width mark', 'Not found: {name}', '找不到： {name}'],
    ['a space beside a full-width mark', 'On hold{said}', '暫緩中 {said}'],
    ['a space beside a full-width mark', 'Ask {roles} now', '請洽 {roles}', 'reason.example'],
    ['a space between Chinese', 'Save now', '立即 儲存'],
    ['half width', 'Saved, thanks', '已儲存,謝謝'],
    ['half width', '{gate} has: {status}', '關卡 {gate}: {status}'],
    ['half width', 'Saved (again)', '已儲存(再次)'],
    ['full width: “１”', 'First', '第１項'],
    ['quotation mark', 'Open “{name}”', '開啟“{name}”'],
    ['9 characters, at most 8', 'Edit', '變更日期或者是名稱', 'command.launch.schedule'],
    ['8 characters, at most 7', 'Locked', '準備中部署鎖定中', 'launch-state.preparing.unlocked'],
  ])
  catches('ko', [
    ['ends with nothing', 'Add someone.', '사람을 추가해 주세요'],
    ['13 characters, at most 12', 'Edit', '일정과 제목을 변경하기요', 'command.launch.schedule'],
    ['10 characters, at most 9', 'Waived', '예외로 승인되었음요', 'status.waived'],
    ['full width: “：”', 'Owner: {name}', '담당자：{name}'],
    ['a space before a counter', '{n, number} gates', '게이트 {n, number} 개'],
    ['a space before a counter', '{n, number} gates open', '게이트 {n, number} 개를 완료'],
    ['a space before a counter', 'Up to 10 files', '파일 10 개까지'],
  ])
  letsBe('zh-Hant', [
    ['Gate {gate} is open.', '「{gate}」仍未完成。'],
    ['On hold{said}', '暫緩中{said}'],
    ['Ask {roles}.', '請洽{roles}。', 'reason.example'],
    ['Enter a number, for example 98.5.', '請輸入數值，例如 98.5。'],
    ['Open at 10:00', '10:00 開放'],
    ['In preparation · deploys locked', '準備中（部署鎖定）加長', 'launch-state.preparing.locked'],
    ['{version} ({commit})', '{version} ({commit})'],
  ])
  letsBe('ko', [
    ['{n, number} gates', '게이트 {n, number}개'],
    ['Assigned to {person}', '담당자: {person} 님'],
    ['For example, Work laptop.', '예: 업무용 노트북'],
    ['Enter a number, for example 98.5.', '숫자를 입력해 주세요. 예: 98.5'],
    ['What needs to be checked?', '확인할 내용'],
    ['{count, number} schedules', '{count, number} 일정'],
  ])
})

describe('no Korean particle depends on a placeholder', () => {
  catches('ko', [
    ...['을', '를', '이', '가', '은', '는', '와', '과', '로', '으로', '라', '이라'].map(
      (particle): [string, string, string] => ['a particle', 'Open {gate} now', `{gate}${particle} 확인`],
    ),
    ['a particle', 'Open {gate} now', '‘{gate}’를 확인'],
    ['a particle', 'Open {gate} now', '“{gate}”는'],
    ['a particle', 'Open {gate} now', '({gate})이, 확인'],
    ['a particle', 'Open {gate} now', '{gate} 을 확인'],
    ['a particle', '{n, plural, one {# now} other {# now}}', '{n, plural, other {#를 확인}}'],
    ['both particles', 'Open {gate} now', '{gate}을(를) 확인'],
    ['both particles', 'Open the gate', '게이트(으)로'],
  ])
  letsBe('ko', [
    ['Open {gate} now', '‘{gate}’ 게이트를 확인'],
    ['At least {min}', '{min} 이상'],
    ['At least {min}', '{min}이상'],
    ['{name} is already taken', '‘{name}’ 이미 사용 중'],
    ['Until {until}', '{until}까지'],
    ['Since {since}', '{since}부터'],
    ['It is {name}', '{name}입니다'],
    ['{name} logged in', '{name} 로그인'],
  ])
})
