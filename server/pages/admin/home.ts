import type { Response } from 'express'
import type { Person } from '../../../machines/installation/records.ts'
import { isLive } from '../../../machines/installation/tokens.ts'
import { render } from '../../http/render.ts'
import type { PageRequest } from '../request/page-request.ts'
import { firstSteps } from './first-steps.ts'
import { sendAdminPage } from './frame.ts'

/** The first page of an administrator's work: who is here, what is open, what to do. */

interface Todo {
  text: string
  href: string
}

export async function showAdministration(request: PageRequest, res: Response): Promise<void> {
  const { w, services, now } = request
  const { installation, directory } = services.store
  const { people, services: programs, openInvites } = await installation.read({ openInvites: now })
  const tokens = (await directory.tokens()).filter((token) => isLive(token, now))
  const active = people.filter((person) => person.active).length
  const inactive = people.length - active
  const { mail } = services.config
  const title = w.t('admin.title')
  const body = render('admin/home', {
    title,
    lead: w.t('admin.lead'),
    firstSteps: await firstSteps(request),
    todo: w.t('admin.todo'),
    todos: await todosOf(request, people),
    nothing: w.t('admin.todo.none'),
    sectionsTitle: w.t('admin.sections'),
    sections: [
      {
        href: '/admin/people',
        label: w.t('admin.people'),
        text: [
          w.t('admin.summary.people', { active }),
          ...(inactive > 0 ? [w.t('admin.summary.inactive', { count: inactive })] : []),
        ].join(' · '),
      },
      {
        href: '/admin/invites',
        label: w.t('admin.invites'),
        text: w.t('admin.summary.invites', { count: openInvites.length }),
      },
      {
        href: '/admin/services',
        label: w.t('admin.services'),
        text: w.t('admin.summary.services', { count: programs.length }),
      },
      {
        href: '/admin/tokens',
        label: w.t('admin.tokens'),
        text: w.t('admin.summary.tokens', { count: tokens.length }),
      },
      {
        href: '/admin/settings',
        label: w.t('admin.settings'),
        text: mail === null ? w.t('admin.summary.mail-off') : w.t('admin.summary.mail-on', { host: mail.smtp.host }),
      },
    ],
  })
  await sendAdminPage(request, res, { title, body, isFirst: true })
}

async function todosOf({ w, services }: PageRequest, people: readonly Person[]): Promise<Todo[]> {
  const active = people.filter((person) => person.active)
  const roleless = active.filter(({ roles, admin, auditor }) => roles.length === 0 && !admin && !auditor)
  const todos: Todo[] = []
  if (active.filter(({ admin }) => admin).length === 1)
    todos.push({ text: w.t('admin.todo.one-admin'), href: '/admin/people' })
  if (roleless.length > 0) {
    const names = w.shortList(
      roleless.map(({ name }) => name),
      'people',
    )
    const [first] = roleless
    todos.push({ text: w.t('admin.todo.no-role', { names }), href: `/admin/people/${first?.id}` })
  }
  for (const person of people.filter((each) => !each.active)) {
    const count = await services.store.lists.countLaunchesOf(person.pseudonym)
    const name = person.name || w.t('deleted-person')
    if (count > 0)
      todos.push({ text: w.t('admin.todo.waiting', { person: name, count }), href: `/admin/people/${person.id}` })
  }
  return todos
}
