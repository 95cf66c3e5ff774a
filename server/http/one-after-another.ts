import type { RequestHandler } from 'express'

/**
 * Handlers that every request passes, as one layer of Express: its router compares the address with each layer of its own, which takes
 * about a microsecond a layer.
 */
export function oneAfterAnother(...handlers: RequestHandler[]): RequestHandler {
  return (req, res, next) => {
    let place = 0
    const step = (error?: unknown) => {
      if (error !== undefined) return next(error)
      const handler = handlers[place]
      place += 1
      if (handler === undefined) return next()
      // A router calls on in a later turn, where nobody above would catch what a handler throws.
      try {
        handler(req, res, step)
      } catch (error) {
        next(error)
      }
    }
    step()
  }
}
