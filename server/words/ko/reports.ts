import { translated } from '../catalogue.ts'
import type { enReports } from '../en/reports.ts'

/** Korean of test reports, of uploads, and of what is shown of a file. See en/reports.ts. */
export const koReports = translated<typeof enReports>()({
  'evidence.preview-of': '{name} 미리보기',
  'evidence.download': '{name} 다운로드',
  'evidence.first-lines': '{name} 첫 부분',
  'evidence.goes-on': '나머지는 파일에서 확인',
  'report.failed-tests': '실패',
  'report.newly-failing': '새로 실패',
  'report.still-failing': '계속 실패',
  'report.no-longer-failing': '더 이상 실패하지 않음',
  'report.more-tests': '지난 보고서보다 테스트 {count, number}개 증가',
  'report.fewer-tests': '지난 보고서보다 테스트 {count, number}개 감소',
  'report.more-names': '외 {count, number}개',
  'reason.report-empty': '빈 보고서입니다. 보고서를 만드는 단계를 확인해 주세요.',
  'reason.report-not-xml': '보고서의 XML 형식이 올바르지 않습니다({line}행 {column}열). 테스트를 다시 실행해 주세요.',
  'reason.report-other-root':
    'JUnit 보고서가 아닙니다. 루트 요소가 <testsuites> 또는 <testsuite>여야 하는데 현재는 <{name}>입니다.',
  'reason.report-doctype': 'DOCTYPE이 있는 보고서는 받을 수 없습니다. DOCTYPE을 삭제하고 다시 보내 주세요.',
  'reason.report-encoding': '보고서를 {name} 인코딩으로 읽을 수 없습니다. UTF-8로 저장해 다시 보내 주세요.',
  'reason.report-too-deep':
    '보고서의 요소가 {most}단계보다 깊게 중첩되어 있습니다. 보고서를 만드는 도구를 확인해 주세요.',
  'reason.report-too-many-elements': '보고서의 요소가 {most}개를 넘습니다. 더 작은 보고서를 보내 주세요.',
  'reason.report-too-many-attributes':
    '속성이 {most}개를 넘는 보고서 요소가 있습니다. 보고서를 만드는 도구를 확인해 주세요.',
  'reason.report-too-slow': '보고서를 읽는 데 {most}초 넘게 걸렸습니다. 더 작은 보고서를 보내 주세요.',
  'reason.report-too-complex': '보고서를 읽는 데 메모리가 너무 많이 필요합니다. 테스트 출력을 빼고 보내 주세요.',
  'reason.file-name': '파일 이름이 올바른 UTF-8이 아닙니다. 파일 이름을 바꾸고 다시 보내 주세요.',
  'report.earlier-stands': '{sentence} 이전 결과가 그대로 유효합니다.',
  'form.not-saved': '저장되지 않았습니다. {why}',
  'api.too-many-uploads': '이미 파일 2개를 보내고 있습니다. 하나가 끝난 뒤 다시 시도해 주세요.',
  'problem.too-slow.title': '전송 속도가 너무 느림',
  'problem.too-slow.detail': '데이터가 너무 느리게 도착했습니다. 연결 상태를 확인하고 다시 시도해 주세요.',
})
