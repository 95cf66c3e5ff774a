/** English sentences about test reports, about uploads, and about what is shown of a file. See index.ts. */
export const enReports = {
  'evidence.preview-of': 'Preview of {name}',
  'evidence.goes-on': 'Continues in the file',
  'report.failed-tests': 'Failed: {names}',
  'report.newly-failing': 'Newly failing: {names}',
  'report.no-longer-failing': 'No longer failing: {names}',
  'report.more-tests': '{count, plural, one {# more test} other {# more tests}} than in the last report',
  'report.fewer-tests': '{count, plural, one {# fewer test} other {# fewer tests}} than in the last report',
  'report.more-names': '{count, number} more',
  'reason.report-empty': 'The report is empty. Check the step that writes it.',
  'reason.report-not-xml': 'The report isn’t well-formed XML (line {line}, column {column}). Run the tests again.',
  'reason.report-other-root':
    'This isn’t a JUnit report: its root element is <{name}>, not <testsuites> or <testsuite>.',
  'reason.report-doctype': 'The report has a DOCTYPE, which isn’t accepted. Remove it and send the report again.',
  'reason.report-encoding': 'The report can’t be decoded as {name}. Save it as UTF-8 and send it again.',
  'reason.report-too-deep': 'The report nests more than {most} elements deep. Check the tool that writes it.',
  'reason.report-too-many-elements': 'The report has more than {most} elements. Send a smaller report.',
  'reason.report-too-many-attributes':
    'A report element has more than {most} attributes. Check the tool that writes it.',
  'reason.report-too-slow': 'Reading the report took more than {most} seconds. Send a smaller report.',
  'reason.report-too-complex': 'Reading the report takes too much memory. Send it without the tests’ output.',
  'reason.file-name': 'The file’s name isn’t valid UTF-8. Rename the file, then send it again.',
  'report.earlier-stands': '{sentence} The earlier result still counts.',
  'form.not-saved': 'Not saved. {why}',
  'api.too-many-uploads': 'You are already sending two files. Wait for one to finish, then try again.',
  'problem.too-slow.title': 'Too slow',
  'problem.too-slow.detail': 'The data arrived too slowly. Check your connection, then try again.',
} as const
