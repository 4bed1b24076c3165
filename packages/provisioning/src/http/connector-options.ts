import type { Authorization } from './authorization.ts'
import type { Fetch } from './fetch.ts'

/** What every connector needs. */
export interface ConnectorOptions {
  readonly fetch: Fetch
  readonly authorization: Authorization
  /** `https://{host}`, with whatever comes before the dialect's path. */
  readonly address: string
}
