import { ready, type Story, tenInTaipei } from './script.ts'

/** The smallest launch: three gates, started and shown to the public, and nothing ticked yet. */
export const hello: Story = ({ now, slug, people }) =>
  ready(now, [
    [
      1.2,
      'priya',
      {
        type: 'launch.create',
        pipeline: 'first-look',
        slug,
        title: 'Hello',
        targetAt: tenInTaipei(now, 14),
        timeZone: 'Asia/Taipei',
        people,
      },
    ],
    [1.15, 'priya', { type: 'launch.start' }],
    [1.1, 'priya', { type: 'launch.setPublicStatus', public: true }],
  ])
