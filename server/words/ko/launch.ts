import { translated } from '../catalogue.ts'
import type { enLaunch } from '../en/launch.ts'

/** Korean of the page of a launch. See en/launch.ts. */
export const koLaunch = translated<typeof enLaunch>()({
  'launch.locked': '배포 잠김',
  'launch.unlocked': '배포 가능',
  'launch.in-preparation': '준비 중',
  'launch.target': '오픈 예정일 {time} ({zone})',
  'launch.target-left': '오픈 예정일 {time} ({zone}), {left}',
  'launch.still-open': '게이트 {total, number}개 중 {open}개 남음',

  // What it asks of the reader, a button each
  'step.number': '{item} 입력',
  'step.file': '{item} 첨부',
  'step.link': '링크 추가: {item}',
  'step.note': '메모 추가: {item}',
  'step.junit': '보고서 업로드: {item}',
  'step.none': '완료로 표시: {item}',
  'step.again': '재확인: {item}',
  'step.more': '할 일 {count, number}개 더 보기',

  // What it asks of whom
  'asked.sign-off': '승인 1건: ‘{role}’ 역할',
  'asked.numbers': '수치 입력 {count, number}건: {items}',
  'asked.files': '파일 첨부 {count, number}건: {items}',
  'asked.items': '항목 {count, number}개: {items}',

  // Which of its gates are shown
  'launch.act-as': '전환',
  'launch.for': '{age}째',
  // After the reader's own name
  'launch.person-you': '{person} · 나',
  'launch.more-people': '+{count, number}',
  'show.label': '게이트 필터',
  'show.all': '전체',
  'show.mine': '내 게이트',
  'show.open': '남은 게이트',
  'show.blocked': '이슈 발생',
  'show.critical': '핵심 게이트',
  'show.due': '7일 내 마감',
  'show.none-mine': '내 게이트가 없습니다.',
  'show.none-open': '남은 게이트가 없습니다.',
  'show.none-blocked': '이슈가 발생한 게이트가 없습니다.',
  'show.none-critical': '핵심 게이트가 없습니다.',
  'show.none-due': '앞으로 7일 안에 마감되는 게이트가 없습니다.',
  'show.back': '전체 게이트 보기',
  'show.done': '준비된 게이트 {count, number}개',

  // The drawing of its gates
  'graph.title': '선후행 관계',
  'path.longest': '남은 게이트가 가장 길게 이어진 경로',
  'graph.label': '단계별 게이트와 선행 게이트',
  'graph.skip': '게이트 목록으로 건너뛰기',
  'graph.gate': '{gate}: {status}',
  'graph.gate-line': '{gate} {line}: {status}',
  'graph.gate-needs': '{what}. 선행 게이트: {needs}.',
  'graph.person': '{people} · {age}째',
  'graph.and-more': '{person} 외 {count, number}명',
  'graph.waits-for-gates': '남은 선행 게이트 {count, number}개',
  'graph.waived': '{until}까지 예외',
})
