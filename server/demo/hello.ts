import { type OfficeZone, onDay } from './office-hours.ts'
import { ready, type Story } from './script.ts'

const zone: OfficeZone = 'Asia/Taipei'

/** The smallest launch: three gates, started and shown to the public, and nothing ticked yet. */
export const hello: Story = ({ now, slug, people }) =>
  ready(now, zone, [
    [
      1,
      '16:36',
      'priya',
      {
        type: 'launch.create',
        pipeline: 'first-look',
        slug,
        title: 'Hello',
        targetAt: onDay(now, 14, 10, zone),
        timeZone: zone,
        people,
      },
    ],
    [1, '17:07', 'priya', { type: 'launch.start' }],
    [1, '17:35', 'priya', { type: 'launch.setPublicStatus', public: true }],
  ])
