import { type Request, Router } from 'express'
import { words } from '../words/index.ts'
import { languageOf } from './language.ts'
import { Problem } from './problems.ts'

/**
 * Answers 405 with Allow (RFC 9110 section 15.5.6) for every address of `router` that is asked with a method it does not have.
 * The addresses and methods are read from the router itself, so that no route can be forgotten: call this after the last route.
 * OPTIONS is such a method too: a 2xx without a decision would read as a yes at the deploy address.
 */
export function refuseOtherMethods(router: Router): Router {
  const known = Router({ strict: false })
  const allowed = new WeakMap<Request, string[]>()
  for (const { route } of router.stack) {
    if (!route) continue
    const methods = methodsOf(route.stack.map(({ method }) => method))
    known.all(route.path, (req, _res, next) => {
      allowed.set(req, [...(allowed.get(req) ?? []), ...methods])
      next()
    })
  }
  known.use((req, res, next) => {
    const methods = [...new Set(allowed.get(req))].sort()
    if (methods.length === 0 || methods.includes(req.method)) return next()
    const list = methods.join(', ')
    res.set('Allow', list)
    throw new Problem('method-not-allowed', { detail: words(languageOf(req)).t('api.method', { methods: list }) })
  })
  return known
}

/** Express answers HEAD by the GET handler. */
function methodsOf(registered: string[]): string[] {
  const methods = registered.map((each) => each.toUpperCase())
  return methods.includes('GET') ? [...methods, 'HEAD'] : methods
}
