import { goTo } from '../../http/respond.ts'
import { isEmpty, splitCarried } from '../forms/carried-form.ts'
import { refusalOf } from '../forms/form.ts'
import { type DrawPlace, FormReply } from '../forms/form-reply.ts'
import { notFound } from '../layout/error-page.ts'
import type { PersonHandler } from '../request/for-person.ts'
import { fieldText, readForm, refuseUnknown } from '../request/read-form.ts'

/**
 * After a sign-in that came in between: the page that the form stands on, as it is now, with the form open and filled in. Nothing is
 * sent by itself: what it is about may have changed, and so may the person.
 */
export const showCarriedForm =
  (draw: DrawPlace): PersonHandler =>
  async (request, res) => {
    const { services, req, w } = request
    const launch = String(req.params.launch)
    const gate = req.params.gate === undefined ? undefined : String(req.params.gate)
    const { carried, others } = splitCarried(await readForm(req, res))
    refuseUnknown(req, others, ['person', 'next'])
    if ((await request.view(launch)) === null) return notFound(services, req, res)
    if (isEmpty(carried)) return goTo(req, res, req.path)
    const item = fieldText(carried.item)
    const sentence = w.t(carried.file === undefined ? 'form.not-sent-yet' : 'form.attach-again')
    await new FormReply(request, res, { launch, gate, item }, draw).refuse({
      ...refusalOf(carried, 200, sentence),
      isCarried: true,
    })
  }
