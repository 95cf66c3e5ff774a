import type { Request, Response } from 'express'
import { Distribution } from '../../db/store.ts'

/** How long requests took, by route, method and status. All three are bounded: the route is a pattern, never a path that somebody typed. */

const bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 10]

/** One series of the histogram. */
export interface RequestSeries {
  route: string
  method: string
  status: number
  seconds: Distribution
}

/** The requests of one route. Whoever answers without a router keeps this object instead of looking it up for each request. */
export class RouteFigures {
  readonly #route: string
  readonly #byMethod = new Map<string, Map<number, RequestSeries>>()

  constructor(route: string) {
    this.#route = route
  }

  observe(method: string, status: number, seconds: number): void {
    const byStatus = this.#byMethod.get(method) ?? this.#addMethod(method)
    const series = byStatus.get(status) ?? this.#addStatus(byStatus, method, status)
    series.seconds.observe(seconds)
  }

  series(): RequestSeries[] {
    return [...this.#byMethod.values()].flatMap((byStatus) => [...byStatus.values()])
  }

  #addMethod(method: string): Map<number, RequestSeries> {
    const byStatus = new Map<number, RequestSeries>()
    this.#byMethod.set(method, byStatus)
    return byStatus
  }

  #addStatus(byStatus: Map<number, RequestSeries>, method: string, status: number): RequestSeries {
    const series = { route: this.#route, method, status, seconds: new Distribution(bounds) }
    byStatus.set(status, series)
    return series
  }
}

export class RequestFigures {
  readonly #byName = new Map<string, RouteFigures>()
  /** By Express's route, so that the name is not put together again for each request. */
  readonly #byRoute = new Map<object, RouteFigures>()

  /** The figures of a route by its pattern, such as `/api/v1/launches/:launch/status`. */
  route(name: string): RouteFigures {
    const figures = this.#byName.get(name) ?? new RouteFigures(name)
    this.#byName.set(name, figures)
    return figures
  }

  /** Counts an answer that Express's routers gave; `started` is what performance.now said when the request came. */
  finished(req: Request, res: Response, started: number): void {
    const route: unknown = req.route
    const figures =
      typeof route === 'object' && route !== null
        ? (this.#byRoute.get(route) ?? this.#remember(route, req))
        : this.route(unknownRoute)
    figures.observe(req.method, res.statusCode, (performance.now() - started) / 1000)
  }

  series(): RequestSeries[] {
    return [...this.#byName.values()].flatMap((figures) => figures.series())
  }

  #remember(route: object, req: Request): RouteFigures {
    const path = 'path' in route ? route.path : null
    // Express compares paths without regard to case, and the base is what was typed.
    const figures = this.route(typeof path === 'string' ? `${req.baseUrl.toLowerCase()}${path}` : unknownRoute)
    this.#byRoute.set(route, figures)
    return figures
  }
}

const unknownRoute = 'none'
