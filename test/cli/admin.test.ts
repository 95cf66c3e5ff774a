import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Desk, openDesk } from './run.ts'

/** An operator lets administrators in: the first one, and one who is locked out. */

let desk: Desk
beforeAll(() => {
  desk = openDesk()
})
afterAll(() => desk.remove())

test('the setup link is there until there is somebody; then an administrator gets a link of their own', async () => {
  const setup = await desk.run('admin', 'setup-link')
  expect(setup).toMatchObject({ code: 0, stdout: expect.stringMatching(/^http\S+\/setup\?code=[\w-]{43}\n$/) })

  await desk.run('person', 'add', '--name', 'Rui Sato', '--email', 'rui@harbor.example', '--admin')
  await desk.run('person', 'add', '--name', 'Noa Levi', '--email', 'noa@harbor.example')
  expect(await desk.run('admin', 'setup-link')).toMatchObject({ code: 1, stdout: '' })

  const reset = await desk.run('admin', 'reset', 'RUI@harbor.example')
  expect(reset).toMatchObject({ code: 0, stdout: expect.stringMatching(/^http\S+\/reset\/[\w-]{43}\n$/) })
  expect(reset.stderr).toContain('Rui Sato can choose a new password')
  expect(await desk.run('admin', 'reset', 'noa@harbor.example')).toMatchObject({ code: 1, stdout: '' })
  expect((await desk.run('admin', 'reset', 'nobody@harbor.example')).stderr).toContain('No one has the email address')

  const verified = await desk.run('verify')
  expect(verified.stdout).toContain('installation: verified')
})
