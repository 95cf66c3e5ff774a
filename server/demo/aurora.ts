import { foundations } from './aurora/foundations.ts'
import { operations } from './aurora/operations.ts'
import { rehearsal } from './aurora/rehearsal.ts'
import { shopWorks } from './aurora/shop-works.ts'
import { type OfficeZone, onDay } from './office-hours.ts'
import { ready, type Story } from './script.ts'

const zone: OfficeZone = 'Asia/Taipei'

/**
 * A launch eight days before its opening, with something to see at every corner: fourteen gates are done, the others are
 * on their way, given back, stuck, waived or too old. Twenty-five commands of the right people unlock it.
 */
export const aurora: Story = ({ now, slug, people }) =>
  ready(now, zone, [
    [
      20,
      '10:00',
      'priya',
      {
        type: 'launch.create',
        pipeline: 'ecommerce',
        slug,
        title: 'Aurora',
        store: 'Aurora Lamps, Taiwan',
        targetAt: onDay(now, 8, 10, zone),
        timeZone: zone,
        people,
      },
    ],
    [20, '10:27', 'priya', { type: 'launch.setPublicStatus', public: true }],
    [20, '10:56', 'priya', { type: 'launch.start' }],
    [12, '13:46', 'ci', { type: 'launch.setCandidate', ...build('4805', '58c1d0e7a3f94b62') }],
    [9, '15:38', 'ci', { type: 'launch.setCandidate', ...build('4812', 'c70b6ad92e415f38') }],
    ...foundations,
    ...shopWorks(now, zone),
    ...operations,
    ...rehearsal,
    [
      1,
      '15:41',
      'priya',
      {
        type: 'gate.comment',
        gate: 'go-no-go',
        text: 'Go/no-go meeting is the day before launch at 16:00.',
      },
    ],
  ])

const build = (version: string, commit: string) => ({
  version,
  commit,
  url: `https://ci.example.com/builds/${version}`,
})
