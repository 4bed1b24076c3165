import type { Authorization } from './authorization.ts'
import type { Fetch } from './fetch.ts'

/** Options of every connector. */
export interface ConnectorOptions {
  readonly fetch: Fetch
  readonly authorization: Authorization
  /** `https://{host}`, with anything that comes before the dialect's path. */
  readonly address: string
}
