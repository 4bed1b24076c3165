/** Calls to a server that a worker may make: the first in `firstInMs`, the others after it, `everyMs` apart. */
export interface Grant {
  /** 0 when there is none yet: ask again in `firstInMs`. */
  readonly calls: number
  readonly firstInMs: number
  /** The time of the counter's own clock, in milliseconds, to which `firstInMs` belongs. */
  readonly at: number
}

export interface GrantRequest {
  /** Its origin: `https://tpe.example.com`. */
  readonly server: string
  /** Milliseconds between two calls of all workers together. */
  readonly everyMs: number
  /** How many calls at most. */
  readonly most: number
}

export interface BlockedServer {
  readonly server: string
  /** For how long no call is granted; 0 when calls are. */
  readonly blockedMs: number
}

/**
 * One counter for each server, shared by all workers. It gives out the times of calls, each time once, so that all
 * workers together keep to one rate; unused times are lost, and never saved up for a burst.
 */
export interface SharedRates {
  take(request: GrantRequest): Promise<Grant>
  /** Grants no call for that time from now on. A block that ends later stays. */
  block(server: string, ms: number): Promise<void>
  /** The servers that calls were granted for. */
  servers(): Promise<readonly BlockedServer[]>
}

/** No time is given out that lies further ahead: after a block, workers would still use what they hold. */
export const HORIZON_MS = 100
