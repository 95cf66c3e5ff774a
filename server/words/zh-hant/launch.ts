import { translated } from '../catalogue.ts'
import type { enLaunch } from '../en/launch.ts'

/** Traditional Chinese (Taiwan) of the page of a launch. See en/launch.ts. */
export const zhHantLaunch = translated<typeof enLaunch>()({
  'launch.locked': '部署鎖定中',
  'launch.unlocked': '可部署',
  'launch.in-preparation': '準備中',
  'launch.target': '預定上線時間 {time}（{zone}）',
  'launch.target-left': '預定上線時間 {time}（{zone}），{left}',
  'launch.still-open': '{total, number} 個關卡中有 {open} 個未完成',

  // What it asks of the reader, a button each
  'step.number': '填寫數值：{item}',
  'step.file': '附加檔案：{item}',
  'step.link': '新增連結：{item}',
  'step.note': '填寫說明：{item}',
  'step.junit': '上傳測試報告：{item}',
  'step.none': '標示完成：{item}',
  'step.again': '重新確認：{item}',
  'step.more': '還有 {count, number} 個步驟',

  // What it asks of whom
  'asked.sign-off': '1 份簽核：以「{role}」身分核准',
  'asked.numbers': '填寫 {count, number} 項數值：{items}',
  'asked.files': '附加 {count, number} 個檔案：{items}',
  'asked.items': '確認 {count, number} 項：{items}',

  // Which of its gates are shown
  'launch.act-as': '切換身分',
  'launch.for': '已等待 {age}',
  // After the reader's own name
  'launch.person-you': '{person}（您）',
  'launch.more-people': '+{count, number}',
  'show.label': '篩選關卡',
  'show.all': '全部',
  'show.mine': '我的',
  'show.open': '未完成',
  'show.blocked': '受阻',
  'show.critical': '關鍵關卡',
  'show.due': '7 天內截止',
  'show.none-mine': '沒有屬於您的關卡。',
  'show.none-open': '沒有未完成的關卡。',
  'show.none-blocked': '沒有受阻的關卡。',
  'show.none-critical': '沒有關鍵關卡。',
  'show.none-due': '未來 7 天內沒有即將截止的關卡。',
  'show.back': '顯示所有關卡',
  'show.done': '{count, number} 個關卡已就緒',

  // The drawing of its gates
  'graph.title': '關卡相依關係',
  'path.longest': '由未完成關卡串成的最長路徑',
  'graph.label': '各階段的關卡與其前置關卡',
  'graph.skip': '跳到關卡清單',
  'graph.gate': '{gate}：{status}',
  'graph.gate-line': '{gate} {line}：{status}',
  'graph.gate-needs': '{what}。前置關卡：{needs}。',
  'graph.person': '{people} · {age}',
  'graph.and-more': '{person} +{count, number}',
  'graph.waits-for-gates': '待 {count, number} 個前置關卡完成',
  'graph.waived': '例外放行至 {until}',
})
