import type { ErrorRequestHandler } from 'express'
import { problemOf } from '../http/error-handlers.ts'
import type { Services } from '../services.ts'
import { errorPage } from './layout/error-page.ts'

/** Answers what a page threw with a page that says what happened. */
export function pageErrors(services: Services): ErrorRequestHandler {
  return async (error: unknown, req, res, next) => {
    if (res.headersSent) return next(error)
    await errorPage(services, req, res, problemOf(services, req, error, 'person'))
  }
}
