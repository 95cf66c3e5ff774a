import type { RequestHandler } from 'express'
import { words } from '../words/index.ts'
import { languageOf } from './language.ts'
import { Problem } from './problems.ts'

/**
 * Ends bodies that arrive too slowly, so that nobody keeps a place, a connection or a handler busy by sending a byte now and
 * then. Time counts from the moment when the body begins to be read. Node ends whatever takes longer than `requestTimeout`, 300 s.
 */

export interface SlowBodyLimits {
  /** Nothing is ended before so many milliseconds. */
  graceMs: number
  /** After that, the least average of bytes per second since reading began. */
  bytesPerSecond: number
}
const usual: SlowBodyLimits = { graceMs: 10_000, bytesPerSecond: 1024 }

export function endSlowBodies({ graceMs, bytesPerSecond }: SlowBodyLimits = usual): RequestHandler {
  return (req, res, next) => {
    if (req.headers['transfer-encoding'] === undefined && Number(req.headers['content-length'] ?? 0) === 0)
      return next()
    let began: { at: number; bytes: number } | null = null
    const check = () => {
      if (!req.readableDidRead || req.readableEnded) return
      began ??= { at: performance.now(), bytes: req.socket.bytesRead }
      const ms = performance.now() - began.at
      const isSlow = ms >= graceMs && (req.socket.bytesRead - began.bytes) * 1000 < bytesPerSecond * ms
      if (!isSlow || res.headersSent) return
      clearInterval(timer)
      res.set('Connection', 'close')
      // What is still on its way is not waited for.
      res.once('finish', () => req.destroy())
      next(new Problem('too-slow', { detail: words(languageOf(req)).t('problem.too-slow.detail') }))
    }
    const timer = setInterval(check, Math.min(1000, graceMs / 4))
    timer.unref()
    res.once('close', () => clearInterval(timer))
    next()
  }
}
